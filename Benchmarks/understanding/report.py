"""The table of the goals, row by row, with what was measured beside it.

A measure calls `Report.put` with the key of a row; rows that nothing was put into say that they were not
measured.
"""
import datetime
import json
import math
import os
import platform
import sys
from collections import namedtuple

Goal = namedtuple("Goal", "key what form is_higher_better floor goal")

NOISES = (
    ("traditional", "traditional characters", -0.01, 0), ("full_width", "full width", -0.01, 0),
    ("spaced", "a space after each character", -0.01, 0), ("emoji", "emoji", -0.01, 0),
    ("homophones", "10 % homophones", -0.03, -0.015), ("politeness", "politeness", -0.015, -0.005))
MEGABYTE = 1024 * 1024

GOALS = [
    Goal("fresh.intent", "own fresh set: main intent", "share", True, 0.95, 0.97),
    Goal("fresh.category", "own fresh set: category", "share", True, 0.85, 0.90),
    Goal("sealed.intent", "own sealed set: main intent", "share", True, 0.95, 0.97),
    Goal("unseen.intent", "own hard set, read: main intent", "share", True, 0.95, 0.97),
    Goal("sealed.category", "own sealed set: category", "share", True, 0.85, 0.90),
    Goal("unseen.category", "own hard set, read: category", "share", True, 0.85, 0.90),
    Goal("heldout.intent", "own held-out set: main intent", "share", True, 0.95, 0.97),
    Goal("heldout.category", "own held-out set: category", "share", True, 0.85, 0.90),
    Goal("emergencies.recall", "P0 recall, emergencies", "share", True, 1, 1),
    Goal("fresh.recall", "P0 recall, own fresh set", "share", True, 1, 1),
    Goal("sealed.recall", "P0 recall, own sealed set", "share", True, 1, 1),
    Goal("unseen.recall", "P0 recall, own hard set, read", "share", True, 1, 1),
    Goal("harmless.false", "false P0, harmless set", "share", False, 0.03, 0.01),
    Goal("fresh.outside", "fresh: out-of-scope recall, 3 % refused", "share", True, 0.90, 0.95),
    Goal("sealed.outside", "sealed: out-of-scope recall, 3 % refused", "share", True, 0.90, 0.95),
    Goal("unseen.outside", "hard, read: out-of-scope recall, 3 % refused", "share", True, 0.90, 0.95),
    Goal("heldout.outside", "held out: out-of-scope recall, 3 % refused", "share", True, 0.90, 0.95),
    Goal("fresh.slots", "exact slots F1, own fresh set", "share", True, 0.93, 0.97),
    Goal("sealed.slots", "exact slots F1, own sealed set", "share", True, 0.93, 0.97),
    Goal("unseen.slots", "exact slots F1, own hard set, read", "share", True, 0.93, 0.97),
    Goal("slots.slots", "exact slots F1, slots.jsonl", "share", True, 0.93, 0.97),
    Goal("slots.addresses", "addresses wholly right, slots.jsonl", "share", True, 0.97, 0.995),
    Goal("slots.dates", "dates and times wholly right, slots.jsonl", "share", True, 0.95, 0.99),
    Goal("smp2017", "SMP2017, 5-fold", "share", True, 0.905, 0.930),
    Goal("letters", "citizens' letters (titles), 5-fold", "share", True, 0.805, 0.850),
    Goal("clinc", "CLINC150 closed", "share", True, 0.920, 0.940),
    Goal("clinc.auroc", "CLINC150 AUROC, out of scope not learnt", "share", True, 0.950, 0.970),
    Goal("smp2017.ten", "SMP2017, 10 examples a class", "share", True, 0.74, 0.80),
    Goal("banking", "BANKING77 closed", "share", True, 0.905, 0.925),
    Goal("fresh.ece", "calibration error, own fresh set", "share", False, 0.05, 0.02),
    Goal("sealed.ece", "calibration error, own sealed set", "share", False, 0.05, 0.02),
    Goal("unseen.ece", "calibration error, own hard set, read", "share", False, 0.05, 0.02),
    Goal("heldout.ece", "calibration error, own held-out set", "share", False, 0.05, 0.02),
    Goal("smp2017.ece", "calibration error, SMP2017", "share", False, 0.05, 0.02),
    Goal("clinc.ece", "calibration error, CLINC150", "share", False, 0.05, 0.02),
    *[Goal("noise.own." + key, "noise, own messages: " + what, "points", True, floor, goal)
      for key, what, floor, goal in NOISES],
    *[Goal("noise.smp2017." + key, "noise, SMP2017: " + what, "points", True, floor, goal)
      for key, what, floor, goal in NOISES],
    Goal("classifier.mean", "classifier alone, 31 classes: mean (goal: the median's)", "micros", False, 5, 1),
    Goal("classifier.median", "classifier alone, 31 classes: median", "micros", False, 5, 1),
    Goal("classifier.p99", "classifier alone, 31 classes: p99", "micros", False, 20, 3),
    Goal("parse.median", "whole parse, 20 characters: median", "micros", False, 200, 30),
    Goal("parse.p99", "whole parse, 20 characters: p99", "micros", False, 1_000, 150),
    Goal("long.median", "2,000 characters that match nothing: median", "micros", False, 5_000, 500),
    Goal("rate", "messages per second, one thread", "count", True, 5_000, 30_000),
    Goal("model.31", "model, 31 classes", "bytes", False, MEGABYTE, 0.3 * MEGABYTE),
    Goal("model.150", "model, 150 classes", "bytes", False, 12 * MEGABYTE, 3 * MEGABYTE),
    Goal("train.31", "training, 2,300 messages", "seconds", False, 1, 0.1),
    Goal("train.150", "training, 15,000 messages", "seconds", False, 30, 5),
    Goal("growth", "memory growth over 10 million messages", "bytes", False, None, 0),
]

COLUMNS = ("what", "Linli", "peers in the same run", "floor", "goal", "reached", "remark")


def shown(value, form):
    """A figure as the table has it; differences are in percentage points."""
    if value is None:
        return "–"
    if form == "share":
        return f"{value:.3f}"
    if form == "points":
        return f"{value * 100:+.1f}" if abs(value) >= 0.0005 else "0.0"
    if form == "micros":
        return f"{value:.1f} µs" if value < 100 else f"{value:,.0f} µs"
    if form == "bytes":
        return f"{value / 1024:,.0f} KB" if value < MEGABYTE else f"{value / MEGABYTE:.1f} MB"
    return f"{value:.2f} s" if form == "seconds" else f"{value:,.0f}"


def spread(share, count):
    """Half the width within which a share of `count` messages lies in 95 of 100 cases, in points."""
    return f"±{1.96 * math.sqrt(share * (1 - share) / count) * 100:.1f}"


class Report:
    """What was measured, by the keys of `GOALS`."""

    def __init__(self):
        self.rows = {goal.key: {"linli": None, "peers": {}, "remark": ""} for goal in GOALS}
        self.machine = {
            "date": datetime.date.today().isoformat(), "cores": os.cpu_count(), "load": os.getloadavg()[0],
            "platform": platform.platform(terse=True), "python": platform.python_version()}

    def put(self, key, value, peers=None, remark=""):
        """`peers`: their figures by name."""
        self.rows[key] = {"linli": value, "peers": peers or {}, "remark": remark}

    def missing(self, keys, reason):
        """Says in these rows why they have no figure; figures and earlier reasons stay."""
        for key in keys:
            row = self.rows[key]
            if row["linli"] is None and not row["remark"]:
                row["remark"] = reason

    def verdict(self, goal):
        value = self.rows[goal.key]["linli"]
        if value is None:
            return "not measured"
        sign = 1 if goal.is_higher_better else -1

        def reaches(bound):
            return bound is not None and sign * value >= sign * bound - 1e-9
        return "goal" if reaches(goal.goal) else "floor" if reaches(goal.floor) else "missed"

    def line(self, goal):
        row = self.rows[goal.key]
        peers = ", ".join(f"{name} {shown(value, goal.form)}" for name, value in row["peers"].items())
        return (goal.what, shown(row["linli"], goal.form), peers or "–", shown(goal.floor, goal.form),
                shown(goal.goal, goal.form), self.verdict(goal), row["remark"])

    def table(self):
        """A table of Markdown under a line on the machine, above the sums."""
        lines = [COLUMNS, *[self.line(goal) for goal in GOALS]]
        widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS) - 1)] + [0]
        lines.insert(1, ["-" * max(3, width) for width in widths])
        padded = [[cell.ljust(width) for cell, width in zip(line, widths)] for line in lines]
        rows = ["| " + " | ".join(line) + " |" for line in padded]
        verdicts = [self.verdict(goal) for goal in GOALS]
        names = ("goal", "floor", "missed", "not measured")
        counts = ", ".join(f"{verdicts.count(name)} {name}" for name in names)
        about = "{cores} cores, load {load:.1f} at the start, {platform}, Python {python}, {date}".format(
            **self.machine)
        return "\n".join([about, "", *rows, "", counts])

    def keep(self, path):
        """Writes every figure, with floor, goal and verdict."""
        rows = [{**goal._asdict(), **self.rows[goal.key], "reached": self.verdict(goal)} for goal in GOALS]
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"machine": self.machine, "rows": rows}, file, ensure_ascii=False, indent=1)
            file.write("\n")


def say(text):
    """How far the run is; beside the table, not in it."""
    print(text, file=sys.stderr, flush=True)
