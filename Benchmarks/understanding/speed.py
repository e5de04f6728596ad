"""How long an answer takes: classifiers alone, the whole understanding, long messages, a stream of them."""
import random
import statistics
import time

import house
import sets
from binary import OWN
from report import say

NAMES = ("unseen", "heldout", "hand", "development", "emergencies", "harmless", "slots")
WARM_UP = 500
HASSIL_SECONDS = 15


def own_texts():
    return [text for name in NAMES for text in sets.texts(sets.read(OWN, name + ".jsonl"))]


def ends(micros):
    """Median and p99."""
    ranked = sorted(micros)
    return statistics.median(ranked), ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]


def timed(questions, seconds=None):
    """Microseconds of every call until the seconds are over; the first twentieth does not count."""
    micros = []
    finish = time.perf_counter() + (seconds or 1e9)
    for question in questions:
        start = time.perf_counter()
        question()
        end = time.perf_counter()
        micros.append((end - start) * 1e6)
        if end > finish:
            break
    return micros[len(micros) // 20:]


def classifier(report, linli, kinds, options):
    """One fold of SMP2017. Linli's time includes normaliser and features, fastText's no tokenising."""
    lines = sets.read(options.data, "smp2017", "train.jsonl")
    keys = ["classifier.mean", "classifier.median", "classifier.p99"]
    if not lines:
        return report.missing(keys, "no smp2017/")
    say("speed: classifiers alone")
    train, test = next(sets.folds(lines, 0))
    many = test * 40
    random.Random(1).shuffle(many)
    peers = {}
    for kind in kinds:
        peer = kind()
        peer.fit(train)
        questions = [peer.question(text) for text in sets.texts(many[:len(test) * 5])]
        peers[kind.name] = timed(questions)
    means = {name: statistics.fmean(micros) for name, micros in peers.items()}
    answer = linli.benchmark(train, many)
    report.put(keys[0], answer["microsPerMessage"], means, "text in, label out; fastText without tokenising")
    for place, (key, name) in enumerate(zip(keys[1:], ("microsMedian", "microsP99"))):
        report.put(key, answer[name], {peer: ends(micros)[place] for peer, micros in peers.items()})


def whole(report, linli, ask, options):
    """`intent parse` on own messages; `ask` is hassil's answer to one, or None where it is not at hand."""
    keys = ["parse.median", "parse.p99", "long.median", "rate"]
    texts = own_texts()
    if not texts:
        return report.missing(keys, "no own sets")
    generator = random.Random(2)
    generator.shuffle(texts)
    short = [text for text in texts if 18 <= len(text) <= 22]
    asked = [generator.choice(short) for _ in range(20_000 if options.full else 5_000)]
    say(f"speed: whole parse, {len(asked)} messages of 18 to 22 characters")
    micros = [answer["micros"] for answer in linli.parse(texts[:WARM_UP] + asked)][WARM_UP:]
    other = timed([lambda text=text: ask(text) for text in asked], HASSIL_SECONDS) if ask else []
    many = f"{len(asked)} messages"
    if other:
        matched = sum(ask(text) is not None for text in asked[:500])
        many += f", {len(other)} for hassil, which matches {matched} of 500"
    for place, key in enumerate(keys[:2]):
        report.put(key, ends(micros)[place], {"hassil": ends(other)[place]} if other else {}, many)
    say(f"speed: {len(texts)} messages of all lengths")
    micros = [answer["micros"] for answer in linli.parse(texts[:WARM_UP] + texts)][WARM_UP:]
    other = timed([lambda text=text: ask(text) for text in texts], HASSIL_SECONDS) if ask else []
    report.put("rate", len(micros) / sum(micros) * 1e6,
               {"hassil": len(other) / sum(other) * 1e6} if other else {}, "own messages; without printing")
    long(report, linli, ask, texts[:WARM_UP])


def long(report, linli, ask, warm):
    """Random characters; a quarter and a half of the length show whether the time grows in proportion."""
    signs = [code.to_bytes(2, "big").decode("gb2312")
             for code in range(0xB0A1, 0xD7FA) if 0xA1 <= code & 0xFF <= 0xFE]
    generator = random.Random(3)
    lengths = (500, 1_000, 2_000)
    texts = {length: ["".join(generator.choices(signs, k=length)) for _ in range(100)] for length in lengths}
    say("speed: messages that match nothing")
    medians = {length: ends([answer["micros"] for answer in linli.parse(warm + texts[length])][len(warm):])[0]
               for length in lengths}
    other = timed([lambda text=text: ask(text) for text in texts[2_000]], HASSIL_SECONDS) if ask else []
    report.put("long.median", medians[2_000], {"hassil": ends(other)[0]} if other else {},
               f"500 characters {medians[500]:,.0f} µs, 1,000 {medians[1_000]:,.0f} µs")
