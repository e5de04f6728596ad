#!/usr/bin/env python3
"""Measures Linli's classifier beside its peers on labelled sets, and the whole understanding on the own sets.

    python3 Benchmarks/understanding/run.py --data DIR [--linli .build/release/linli] [--rounds 1]

DIR holds one folder per set with train.jsonl ({"text","intent"} lines; see --sets). Data sets are not shipped:
they have their own licences. Peers (scikit-learn, fastText, hassil) are fetched from PyPI into a private
environment under .build/; where that fails their columns stay empty. All methods see the same splits.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENVIRONMENT = os.path.join(ROOT, ".build", "understanding-peers")


def peers():
    """Runs this script again inside the environment that has the peers; stays here where there is none."""
    python = os.path.join(ENVIRONMENT, "bin", "python")
    if sys.prefix == ENVIRONMENT:
        return
    if not os.path.exists(python):
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "-q", "install", "scikit-learn", "fasttext-wheel", "numpy<2", "hassil"])
    os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def folds(lines, seed, count=5):
    """Stratified: every intent is spread over all folds."""
    by_intent = {}
    for line in lines:
        by_intent.setdefault(line["intent"], []).append(line)
    generator = random.Random(seed)
    parts = [[] for _ in range(count)]
    for intent in sorted(by_intent):
        generator.shuffle(by_intent[intent])
        for index, line in enumerate(by_intent[intent]):
            parts[index % count].append(line)
    for index in range(count):
        train = [line for other in range(count) if other != index for line in parts[other]]
        generator.shuffle(train)
        yield train, parts[index]


def linli(binary, train, test):
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in (("train", train), ("test", test)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        answer = subprocess.run(
            [binary, "intent", "benchmark", "--train", folder + "/train", "--test", folder + "/test"],
            check=True, capture_output=True, text=True).stdout
    report = json.loads(answer)
    return report["accuracy"], report["microsPerMessage"], report["trainSeconds"], report["modelBytes"]


def machine(train, test):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC
    is_latin = sum(text.isascii() for text in (line["text"] for line in test)) * 2 > len(test)
    characters = TfidfVectorizer(analyzer="char", ngram_range=(2, 5) if is_latin else (1, 2), sublinear_tf=True)
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = make_pipeline(make_union(characters, words) if is_latin else characters, LinearSVC())
    start = time.perf_counter()
    model.fit([line["text"] for line in train], [line["intent"] for line in train])
    trained = time.perf_counter()
    right = 0
    for line in test:
        right += model.predict([line["text"]])[0] == line["intent"]
    micros = (time.perf_counter() - trained) / len(test) * 1e6
    return right / len(test), micros, trained - start, 0


def fasttext(train, test):
    import fasttext as library
    names = {name: index for index, name in enumerate(sorted({line["intent"] for line in train}))}

    def spaced(text):
        return text.lower() if text.isascii() else " ".join(text.replace("\n", " "))
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for line in train:
            file.write(f"__label__{names[line['intent']]} {spaced(line['text'])}\n")
        file.flush()
        start = time.perf_counter()
        model = library.train_supervised(file.name, epoch=60, lr=0.5, wordNgrams=2, dim=50, thread=1, verbose=0)
        trained = time.perf_counter()
    right = 0
    for line in test:
        label = model.f.predict(spaced(line["text"]) + "\n", 1, 0.0, "strict")[0][1]
        right += label == f"__label__{names.get(line['intent'], -1)}"
    return right / len(test), (time.perf_counter() - trained) / len(test) * 1e6, trained - start, 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--linli", default=os.path.join(ROOT, ".build", "release", "linli"))
    parser.add_argument("--sets", default="smp2017,gov_messages")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    if not options.no_peers:
        peers()
    methods = {"linli": lambda train, test: linli(options.linli, train, test)}
    if not options.no_peers:
        methods.update({"LinearSVC": machine, "fastText": fasttext})
    print(f"{'set':<14}{'method':<12}{'accuracy':>9}{'µs':>9}{'train s':>9}{'KB':>8}")
    for name in options.sets.split(","):
        lines = read(os.path.join(options.data, name, "train.jsonl"))
        for method, run in methods.items():
            results = []
            try:
                for seed in range(options.rounds):
                    results += [run(train, test) for train, test in folds(lines, seed)]
            except ImportError as error:
                print(f"{name:<14}{method:<12} not at hand: {error}")
                continue
            accuracy, micros, seconds, size = (sum(values) / len(results) for values in zip(*results))
            print(f"{name:<14}{method:<12}{accuracy:>9.4f}{micros:>9.2f}{seconds:>9.2f}{size / 1024:>8.0f}")
    for name in ("heldout", "development", "emergencies", "harmless", "slots"):
        path = os.path.join(ROOT, "Tests", "Intents", "sets", name + ".jsonl")
        report = json.loads(subprocess.run(
            [options.linli, "intent", "evaluate", path], check=True, capture_output=True, text=True, cwd=ROOT).stdout)
        print(f"{name:<14}intent {report['accuracy']:.3f}  category {report['categoryAccuracy']:.3f}  "
              f"P0 {report['emergencyRecall']:.3f} of {report['emergencies']}, false {report['falseEmergencies']}  "
              f"exact slots {report['exactSlots']['f1']:.3f}  ECE {report['calibrationError']:.3f}  "
              f"µs {report['microsMedian']}/{report['micros99']}")


if __name__ == "__main__":
    main()
