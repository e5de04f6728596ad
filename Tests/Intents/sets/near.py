#!/usr/bin/env python3
"""Lines of a set that are near something learnt: they share half of their pairs of characters with one line of
`Intents/`. What is measured must not have been taught, not even nearly.

    python3 Tests/Intents/sets/near.py Tests/Intents/sets/slots3.jsonl          # prints them, with what they are near
    python3 Tests/Intents/sets/near.py --drop Tests/Intents/sets/slots3.jsonl   # and writes the set without them
"""

import collections
import glob
import json
import os
import re
import sys

import yaml

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../.."))
# Of the pairs of both lines together (Dice), and in pairs: shorter lines are said in no other way.
NEAR, SHORT = 0.5, 4


def learnt():
    """Every sentence that teaches, in the order of its file."""
    def texts(node):
        if isinstance(node, dict):
            for part in node.values():
                yield from texts(part)
        elif isinstance(node, list):
            yield from (str(text) for text in node)
        elif node is not None:
            yield str(node)

    for path in sorted(glob.glob(f"{ROOT}/Intents/zh/*.yaml")):
        with open(path, encoding="utf-8") as file:
            source = yaml.safe_load(file)
        for key in ("examples", "matters", "dangers", "meanings"):
            yield from texts(source.get(key))
    for path in sorted(glob.glob(f"{ROOT}/Intents/corpus/*.tsv")):
        with open(path, encoding="utf-8") as file:
            for line in list(file)[1:]:
                if line.strip() and not line.startswith("#"):
                    yield line.rstrip("\r\n").split("\t")[2]


def simplified():
    """As the normaliser has it: 積分 and 积分 are one."""
    with open(f"{ROOT}/Sources/LinliIntents/Text/TraditionalCharacters.swift", encoding="utf-8") as file:
        rows = re.findall(r'^ {12}"([^"]+)",?$', file.read(), re.MULTILINE)
    return {ord(old): new for above, below in zip(rows[::2], rows[1::2]) for old, new in zip(above, below)}


SIMPLIFIED = simplified()


def pairs(text):
    bare = [sign for sign in text.lower().translate(SIMPLIFIED) if sign.isalnum()]
    return set(zip(bare, bare[1:]))


def main():
    drop = "--drop" in sys.argv
    path = [argument for argument in sys.argv[1:] if argument != "--drop"][0]
    lines = list(learnt())
    sets = [pairs(line) for line in lines]
    places = collections.defaultdict(list)
    for number, known in enumerate(sets):
        for pair in known:
            places[pair].append(number)
    kept, near = [], 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            own = pairs(json.loads(line)["text"])
            shared = collections.Counter(number for pair in own for number in places[pair])
            best = max(shared, key=lambda n: shared[n] / (len(own) + len(sets[n])), default=None)
            is_near = len(own) >= SHORT and best is not None \
                and 2 * shared[best] / (len(own) + len(sets[best])) >= NEAR
            if is_near:
                near += 1
                print(json.loads(line)["text"], "~", lines[best])
            else:
                kept.append(line)
    print(f"{near} of {near + len(kept)} lines are near something learnt")
    if drop:
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(kept)


main()
