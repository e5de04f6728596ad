#!/usr/bin/env python3
"""Writes Intents/vectors/words.bin: usual Chinese words as points whose neighbours stand beside the same
words.

Source: the language model of SunPinyin made from open-gram (71,760 words, 2.5 million pairs), as Debian
ships it in the package sunpinyin-data; CC BY-SA 3.0, so the file that is written is under the same
licence (Intents/vectors/README.md names the authors).

    apt-get download sunpinyin-data && dpkg -x sunpinyin-data_*.deb unpacked
    python3 -m venv .venv && .venv/bin/pip install numpy scipy scikit-learn
    .venv/bin/python Benchmarks/understanding/make_vectors.py unpacked/usr/lib/*/sunpinyin/data

What is done: positive pointwise mutual information of each word with those before and behind it, singular
values, each word brought to length one and rounded to fifteen steps. The seed is fixed: the same machine
writes the same bytes twice; another one may round a step otherwise.

The file, in the order of a PC's bytes: a mark, the sum of all words of 64 bits behind it (FNV-1a), how
many words there are, how many places, characters of the longest word, nothing (four numbers of 32 bits);
the words' keys, ascending; what a step is worth, times how much a word of its frequency counts; two
places a byte, the first half of the places in the lower four bits.
"""
import argparse
import os
import struct

import numpy as np
import scipy.sparse
from sklearn.utils.extmath import randomized_svd

MARK = 0x3156_574C_4E49_4C00
WORDS, POINTS, PLACES, COMPUTED, LONGEST = 72_000, 20_000, 64, 128, 4
USUAL = 1e-3  # A word that is a thousandth of all text counts half.
STEPS = 7
OUT = os.path.join(os.path.dirname(__file__), "..", "..", "Intents", "vectors", "words.bin")

# Where the tables lie in the two files of that package (slmseg's threaded trigrams, sizes in its head).
TEXT_OF_WORDS = 2_937_736
HEAD, PROBABILITIES, BACK_OFFS = 24, 65_536, 16_384
SINGLE, PAIRS = 71_760, 2_500_001


def words_of(folder):
    with open(os.path.join(folder, "pydict_sc.bin"), "rb") as file:
        codes = np.frombuffer(file.read()[TEXT_OF_WORDS:], dtype="<u4")
    words, start = [], 0
    for end in np.flatnonzero(codes == 0):
        words.append("".join(map(chr, codes[start:end])))
        start = end + 1
    return words


def pairs_of(folder, count):
    """Share of each word, and pairs: first word, second word, chance of the second behind the first."""
    with open(os.path.join(folder, "lm_sc.t3g"), "rb") as file:
        data = file.read()
    chances = np.frombuffer(data, dtype="<f4", count=PROBABILITIES, offset=HEAD)
    # Two nodes come before the words: the root and its end.
    nodes = 2 + SINGLE + PAIRS
    table = np.frombuffer(data, dtype="<u4", count=3 * nodes, offset=HEAD + 4 * (PROBABILITIES + BACK_OFFS))
    table = table.reshape(-1, 3)
    word = (table[:, 0] & 0x3FFFF).astype(np.int64)
    chance = chances[table[:, 1] & 0xFFFF].astype(np.float64)
    child = (table[:, 1] >> 16).astype(np.int64) + ((table[:, 2] >> 25).astype(np.int64) << 16)
    single, double = slice(2, 2 + SINGLE), slice(2 + SINGLE, nodes)
    share = np.zeros(count)
    known = word[single] < count
    share[word[single][known]] = chance[single][known]
    share /= share.sum()
    begins = child[single]
    first = np.repeat(word[single][:-1], np.diff(begins))
    inside = slice(begins[0], begins[-1])
    second, chance = word[double][inside], chance[double][inside]
    kept = (first < count) & (second < count)
    return share, first[kept], second[kept], chance[kept]


def positive(chance, share, rows, columns):
    """Pointwise mutual information where it is above nothing; usual words are taken for a little rarer."""
    count = len(share)
    usual = share ** 0.75
    usual /= usual.sum()
    value = np.log(np.maximum(chance / np.maximum(usual[columns], 1e-9), 1e-9))
    kept = value > 0
    return scipy.sparse.csr_matrix((value[kept], (rows[kept], columns[kept])), shape=(count, count))


def vectors_of(share, first, second, chance):
    behind = positive(chance, share, first, second)
    turned = chance * share[first] / np.maximum(share[second], 1e-9)
    before = positive(turned, share, second, first)
    both = scipy.sparse.hstack([behind, before]).tocsr()
    left, values, _ = randomized_svd(both, COMPUTED, n_iter=3, random_state=0)
    points = (left * np.sqrt(values))[:, :PLACES]
    return points / (np.linalg.norm(points, axis=1, keepdims=True) + 1e-9)


def key(word):
    packed = 0
    for place, sign in enumerate(word):
        packed |= ord(sign) << (16 * place)
    return (packed * 0x9E37_79B9_7F4A_7C15 & (1 << 64) - 1) >> 32


def chosen(words, share, points):
    """Numbers of the most usual words that stand in some pair and have a key of their own."""
    is_somewhere = np.linalg.norm(points, axis=1) > 0.5
    taken = {}
    for number in sorted(range(len(words)), key=lambda number: (-share[number], words[number])):
        word = words[number]
        if not is_somewhere[number] or share[number] <= 0:
            continue
        if 0 < len(word) <= LONGEST and all(ord(sign) < 0x10000 for sign in word):
            taken.setdefault(key(word), number)
        if len(taken) == WORDS:
            break
    return [taken[each] for each in sorted(taken)]


def written(words, share, points):
    # A rare word has no point: it stands in the list alone.
    rare = sorted(range(len(words)), key=lambda number: (-share[number], words[number]))[POINTS:]
    step = np.abs(points).max(axis=1) / STEPS
    steps = np.round(points / step[:, None]).astype(np.int64) & 15
    steps[rare] = 0
    worth = step * USUAL / (USUAL + share)
    worth[rare] = 0
    half = PLACES // 2
    body = struct.pack("<4I", len(words), PLACES, LONGEST, 0)
    body += np.array([key(word) for word in words], dtype="<u4").tobytes()
    body += worth.astype("<f4").tobytes()
    body += (steps[:, :half] | steps[:, half:] << 4).astype(np.uint8).tobytes()
    body += bytes(-len(body) % 8)
    total = 0xCBF2_9CE4_8422_2325
    for one in np.frombuffer(body, dtype="<u8").tolist():
        total = (total ^ one) * 0x0000_0100_0000_01B3 & (1 << 64) - 1
    return struct.pack("<2Q", MARK, total) + body


def main():
    parser = argparse.ArgumentParser(description="Write Intents/vectors/words.bin.")
    parser.add_argument("folder", help="the package's folder with pydict_sc.bin and lm_sc.t3g")
    parser.add_argument("--out", default=OUT)
    options = parser.parse_args()
    words = words_of(options.folder)
    share, *pairs = pairs_of(options.folder, len(words))
    points = vectors_of(share, *pairs)
    numbers = chosen(words, share, points)
    data = written([words[number] for number in numbers], share[numbers], points[numbers])
    with open(options.out, "wb") as file:
        file.write(data)
    print(f"{len(numbers)} words, {len(data)} bytes")


if __name__ == "__main__":
    main()
