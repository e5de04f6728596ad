"""Labelled messages: reading them, splitting them, telling them apart."""
import json
import os
import random

OUTSIDE = "oos"


def read(*path):
    """Lines of {"text","intent",…}; nothing where the file is not there."""
    name = os.path.join(*path)
    if not os.path.exists(name):
        return []
    with open(name, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def write(path, lines):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def texts(lines):
    return [line["text"].replace("\n", " ") for line in lines]


def by_intent(lines):
    groups = {}
    for line in lines:
        groups.setdefault(line["intent"], []).append(line)
    return groups


def folds(lines, seed, count=5):
    """Pairs of training and test lines, stratified: every intent is spread over all folds."""
    generator = random.Random(seed)
    parts = [[] for _ in range(count)]
    groups = by_intent(lines)
    for intent in sorted(groups):
        group = list(groups[intent])
        generator.shuffle(group)
        for index, line in enumerate(group):
            parts[index % count].append(line)
    for index in range(count):
        train = [line for other in range(count) if other != index for line in parts[other]]
        generator.shuffle(train)
        yield train, parts[index]


def draw(lines, seed, count):
    """`count` lines of each intent to learn from, all others to test on."""
    generator = random.Random(seed)
    train, test = [], []
    groups = by_intent(lines)
    for intent in sorted(groups):
        group = list(groups[intent])
        generator.shuffle(group)
        train += group[:count]
        test += group[count:]
    generator.shuffle(train)
    return train, test


def is_latin(lines):
    return sum(line["text"].isascii() for line in lines) * 2 > len(lines)
