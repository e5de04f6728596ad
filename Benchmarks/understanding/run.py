#!/usr/bin/env python3
"""Measures what Linli understands beside its peers and prints the table of the goals.

    python3 Benchmarks/understanding/run.py --data DIR [--linli .build/release/linli] [--rounds N] [--full]

DIR holds a folder for each public set, with train.jsonl of {"text","intent"} lines: smp2017, gov_messages,
banking77, clinc150_full (this one also dev.jsonl and oos_dev.jsonl). The sets are not shipped: they have
their own licences. A set that is not there leaves its rows empty. The peers (scikit-learn, fastText, hassil)
are fetched from PyPI into a private environment under .build/; without it their figures are left out. All
methods see the same splits.
"""
import argparse
import os
import subprocess
import sys

import accuracy
import house
import noise
import peers
import speed
from binary import ROOT, Linli
from report import Report, say

PARTS = ("own", "noise", "speed", "chinese", "english")


def arguments():
    parser = argparse.ArgumentParser(
        description="Measure what Linli understands beside its peers and print the table of the goals.")
    parser.add_argument("--data", default="", help="the folder that holds the public sets")
    parser.add_argument("--linli", default=os.path.join(ROOT, ".build", "release", "linli"))
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the cross-validation in Chinese")
    parser.add_argument(
        "--full", action="store_true", help="three times the draws, four times the messages of the speed")
    parser.add_argument(
        "--only", action="append", choices=PARTS, help="this part; may be given several times")
    parser.add_argument("--no-peers", action="store_true", help="Linli alone; nothing is fetched")
    parser.add_argument("--json", metavar="FILE", help="keep every figure in this file")
    options = parser.parse_args()
    options.draws = 30 if options.full else 10
    if not os.access(options.linli, os.X_OK):
        parser.error(f"{options.linli} is not there; `make build` makes it")
    return options


def hassil(is_wanted):
    """hassil with the sentences of Intents/; None where it is not at hand."""
    try:
        return house.engine() if is_wanted else None
    except ImportError:
        return None


def main():
    options = arguments()
    if not options.no_peers:
        peers.enter(os.path.abspath(__file__))
    linli = Linli(options.linli)
    kinds = peers.at_hand(not options.no_peers)
    report = Report()
    parts = {
        "own": [lambda: accuracy.own(report, linli)],
        "noise": [lambda: noise.own(report, linli), lambda: noise.public(report, linli, kinds, options)],
        "speed": [lambda: speed.classifier(report, linli, kinds, options),
                  lambda: speed.whole(report, linli, hassil(not options.no_peers), options)],
        "chinese": [lambda: accuracy.chinese(report, linli, kinds, options)],
        "english": [lambda: accuracy.english(report, linli, kinds, options)]}
    failures = 0
    for name in PARTS:
        for part in parts[name] if not options.only or name in options.only else ():
            try:
                part()
            except subprocess.CalledProcessError as error:
                # What the other parts give is still worth knowing.
                say(f"{name}: {error}")
                failures += 1
    report.missing(["growth"], "a test counts it (`make test-long`)")
    report.missing(report.rows, "left out by --only" if options.only else "its part failed")
    print(report.table())
    if options.json:
        report.keep(options.json)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
