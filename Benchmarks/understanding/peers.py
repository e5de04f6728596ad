"""Other people's classifiers, in a private environment, taught and asked like Linli's.

Packages: scikit-learn (BSD), fastText (MIT), hassil (Apache-2.0); for the noise OpenCC (Apache-2.0) and
pypinyin (MIT).
"""
import importlib.util
import os
import pickle
import subprocess
import sys
import tempfile
import time
import venv

import sets
from binary import ROOT
from report import say

ENVIRONMENT = os.path.join(ROOT, ".build", "understanding-peers")
PACKAGES = ("numpy<2", "scikit-learn", "fasttext-wheel", "hassil", "opencc", "pypinyin")


def enter(script):
    """Runs `script` again inside the environment that has the peers; comes back where there is none."""
    if os.path.realpath(sys.prefix) == os.path.realpath(ENVIRONMENT):
        return
    python = os.path.join(ENVIRONMENT, "bin", "python")
    mark = os.path.join(ENVIRONMENT, "packages")
    try:
        if not os.path.exists(mark):
            say("fetching the peers: " + ", ".join(PACKAGES))
            if not os.path.exists(python):
                venv.create(ENVIRONMENT, with_pip=True, symlinks=True)
            fetch(python, mark)
    except (OSError, subprocess.SubprocessError) as error:
        say(f"no environment for the peers: {error}")
        return
    os.execv(python, [python, script, *sys.argv[1:]])


def fetch(python, mark):
    """One package at a time, so that one that cannot be had leaves the others; the next run tries again."""
    pip = [python, "-m", "pip", "-q", "--disable-pip-version-check", "--retries", "1", "install"]
    if all([subprocess.run([*pip, name]).returncode == 0 for name in PACKAGES]):
        with open(mark, "w", encoding="utf-8") as file:
            file.write("\n".join(PACKAGES) + "\n")


class LinearSVC:
    """Characters and words in a linear support vector machine of scikit-learn."""
    name, module = "LinearSVC", "sklearn"

    def fit(self, train):
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.svm import LinearSVC as Machine
        is_latin = sets.is_latin(train)
        lengths = (2, 5) if is_latin else (1, 2)
        parts = [TfidfVectorizer(analyzer="char", ngram_range=lengths, sublinear_tf=True)]
        if is_latin:
            parts.append(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True))
        self.model = make_pipeline(make_union(*parts) if is_latin else parts[0], Machine(random_state=0))
        self.model.fit(sets.texts(train), [line["intent"] for line in train])

    def predict(self, texts):
        """Labels and their margins, which are no probabilities."""
        margins = self.model.decision_function(texts)
        classes = self.model.classes_
        return [(classes[row.argmax()], row.max()) for row in margins], False

    def question(self, text):
        return lambda: self.model.predict([text])

    def size(self):
        return len(pickle.dumps(self.model))


class FastText:
    """fastText with characters as words in Chinese, words and pieces of words elsewhere."""
    name, module = "fastText", "fasttext"

    def fit(self, train):
        import fasttext
        self.is_latin = sets.is_latin(train)
        self.names = sorted({line["intent"] for line in train})
        numbers = {name: number for number, name in enumerate(self.names)}
        pieces = {"minn": 3, "maxn": 5} if self.is_latin else {}
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            for line, text in zip(train, sets.texts(train)):
                file.write(f"__label__{numbers[line['intent']]} {self.spaced(text)}\n")
            file.flush()
            self.model = fasttext.train_supervised(
                file.name, epoch=60, lr=0.5, wordNgrams=2, dim=50, bucket=200_000, thread=1, verbose=0,
                **pieces)

    def spaced(self, text):
        return text.lower() if self.is_latin else " ".join(text)

    def ask(self, spaced):
        return self.model.f.predict(spaced + "\n", 1, 0.0, "strict")

    def predict(self, texts):
        """Labels and their probabilities."""
        answers = []
        for text in texts:
            found = self.ask(self.spaced(text))
            answers.append((self.names[int(found[0][1][9:])], found[0][0]) if found else ("", 0.0))
        return answers, True

    def question(self, text):
        spaced = self.spaced(text)
        return lambda: self.ask(spaced)

    def size(self):
        with tempfile.NamedTemporaryFile(suffix=".bin") as file:
            self.model.save_model(file.name)
            return os.path.getsize(file.name)


def at_hand(is_wanted):
    """The classifiers whose package can be imported."""
    kinds = (LinearSVC, FastText) if is_wanted else ()
    return [kind for kind in kinds if importlib.util.find_spec(kind.module)]


def auroc(inside, outside):
    """Chance that an inner score is above an outer one; equal ones count half."""
    ranked = sorted([(score, True) for score in inside] + [(score, False) for score in outside])
    wins, below, start = 0.0, 0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        outer = sum(not is_inside for _, is_inside in ranked[start:end])
        wins += (end - start - outer) * (below + outer / 2)
        below += outer
        start = end
    return wins / (len(inside) * len(outside))


def calibration_error(answers, expected):
    """Mean distance of confidence and accuracy over ten bins, weighted by their size."""
    gaps = [0.0] * 10
    for (label, confidence), intent in zip(answers, expected):
        gaps[min(9, int(confidence * 10))] += confidence - (label == intent)
    return sum(map(abs, gaps)) / len(expected)


def judge(peer, test):
    """Accuracy of a taught peer; with lines out of scope AUROC, of probabilities the calibration error."""
    inside = [line for line in test if line["intent"] != sets.OUTSIDE]
    outside = [line for line in test if line["intent"] == sets.OUTSIDE]
    expected = [line["intent"] for line in inside]
    answers, are_probabilities = peer.predict(sets.texts(inside))
    found = {"accuracy": sum(label == intent for (label, _), intent in zip(answers, expected)) / len(inside)}
    if are_probabilities:
        found["calibrationError"] = calibration_error(answers, expected)
    if outside:
        outer = peer.predict(sets.texts(outside))[0]
        found["auroc"] = auroc([score for _, score in answers], [score for _, score in outer])
    return found


def measure(kind, train, test):
    """`judge` after teaching, with trainSeconds and modelBytes."""
    peer = kind()
    start = time.perf_counter()
    peer.fit(train)
    seconds = time.perf_counter() - start
    return {**judge(peer, test), "trainSeconds": seconds, "modelBytes": peer.size()}
