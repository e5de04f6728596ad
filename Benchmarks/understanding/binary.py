"""The binary `linli`, asked through its tools."""
import json
import os
import subprocess
import tempfile

import sets

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OWN = os.path.join(ROOT, "Tests", "Intents", "sets")


class Linli:
    """`path`: the release binary. It runs in the project's folder, where Config/ and Intents/ are."""

    def __init__(self, path):
        self.path = os.path.abspath(path)

    def ask(self, *arguments, given=None):
        """Standard output; raises CalledProcessError where the binary fails."""
        command = [self.path, "intent", *arguments]
        return subprocess.run(
            command, check=True, stdout=subprocess.PIPE, input=given, text=True, cwd=ROOT).stdout

    def benchmark(self, train, test):
        """The classifier alone: accuracy, auroc, calibrationError, microsPerMessage and the like."""
        with tempfile.TemporaryDirectory() as folder:
            files = [os.path.join(folder, name) for name in ("train", "test")]
            for file, lines in zip(files, (train, test)):
                sets.write(file, lines)
            return json.loads(self.ask("benchmark", "--train", files[0], "--test", files[1]))

    def evaluate(self, lines):
        """The whole understanding on labelled lines: the report of `intent evaluate`."""
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "lines")
            sets.write(file, lines)
            return json.loads(self.ask("evaluate", file))

    def parse(self, texts, now="2026-03-18T10:00:00+08:00"):
        """One answer a message, with `slots` and `micros`."""
        given = "".join(text + "\n" for text in texts)
        answers = self.ask("parse", "--now", now, given=given).split("\n")
        return [json.loads(answer) for answer in answers if answer]
