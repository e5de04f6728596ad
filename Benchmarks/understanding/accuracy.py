"""How much is understood: the own sets by `linli intent evaluate`, public ones beside the peers."""
import os

import peers
import sets
from binary import OWN
from report import say, spread

ADDRESS = {"zone", "building", "unit", "floor", "room", "target_room"}
DATE = {"date", "time", "date_from", "date_to", "period"}


def own(report, linli):
    """The rows of the sets in Tests/Intents/sets; a set that is not there leaves its rows empty."""
    found = {}
    for name in ("fresh", "sealed", "unseen", "heldout", "emergencies", "harmless", "slots"):
        lines = sets.read(OWN, name + ".jsonl")
        if not lines:
            rows = [key for key in report.rows if key.startswith(name + ".")]
            report.missing(rows, f"no {name}.jsonl")
            continue
        say(f"own sets: {name}, {len(lines)} lines")
        found[name] = linli.evaluate(lines)
    for name in ("fresh", "sealed", "unseen", "heldout"):
        answer = found.get(name)
        if not answer:
            continue
        share, many = answer["accuracy"], answer["messages"]
        report.put(name + ".intent", share, remark=f"{many} lines, {spread(share, many)} points")
        report.put(name + ".category", answer["categoryAccuracy"])
        outside = answer["outOfScope"]["support"]
        report.put(name + ".outside", answer.get("outOfScopeRecall"),
                   remark=f"{outside} lines out of scope; AUROC {answer['auroc']:.3f}")
        report.put(name + ".ece", answer["calibrationError"])
    for name in ("fresh", "sealed", "unseen"):
        if name not in found:
            continue
        answer = found[name]
        report.put(name + ".slots", answer["exactSlots"]["f1"])
        report.put(name + ".recall", answer["emergencyRecall"],
                   remark=f"of {answer['emergencies']}; {answer['falseEmergencies']} others taken for P0")
    if "emergencies" in found:
        answer = found["emergencies"]
        report.put("emergencies.recall", answer["emergencyRecall"], remark=f"of {answer['emergencies']}")
    if "harmless" in found:
        answer = found["harmless"]
        report.put("harmless.false", answer["falseEmergencies"] / answer["messages"],
                   remark=f"{answer['falseEmergencies']} of {answer['messages']}")
    if "slots" in found:
        report.put("slots.slots", found["slots"]["exactSlots"]["f1"])
        forms(report, linli)


def forms(report, linli):
    """Lines whose address, or date and time, comes out with all its slots right and none too many."""
    lines = sets.read(OWN, "slots.jsonl")
    answers = {}
    for now in sorted({line["now"] for line in lines}):
        group = [line for line in lines if line["now"] == now]
        answers.update((id(line), answer["slots"]) for line, answer in zip(
            group, linli.parse(sets.texts(group), now)))
    for key, names in (("slots.addresses", ADDRESS), ("slots.dates", DATE)):
        pairs = [[{name: str(value) for name, value in slots.items() if name in names}
                  for slots in (line.get("slots", {}), answers[id(line)])] for line in lines]
        pairs = [(expected, got) for expected, got in pairs if expected]
        right = sum(expected == got for expected, got in pairs)
        report.put(key, right / len(pairs), remark=f"{right} of {len(pairs)}")


def mean(results, name):
    values = [result[name] for result in results if result.get(name) is not None]
    return sum(values) / len(values) if values else None


def compare(linli, kinds, splits, what):
    """Mean results of every method over the same splits: {"linli": {…}, "LinearSVC": {…}, …}."""
    results = {"linli": [], **{kind.name: [] for kind in kinds}}
    for number, (train, test) in enumerate(splits):
        say(f"{what}: split {number + 1}, {len(train)} to learn from, {len(test)} to test on")
        results["linli"].append(linli.benchmark(train, test))
        for kind in kinds:
            results[kind.name].append(peers.measure(kind, train, test))
    names = ("accuracy", "auroc", "calibrationError", "trainSeconds", "modelBytes")
    return {method: {name: mean(many, name) for name in names} for method, many in results.items()}


def put(report, key, results, name, remark="", count=0):
    """One figure of all methods into a row; of a share, how many different messages it counts."""
    others = {method: figures[name] for method, figures in results.items()
              if method != "linli" and figures[name] is not None}
    if count:
        remark += f", {spread(results['linli'][name], count)} points"
    report.put(key, results["linli"][name], others, remark)


def crossed(lines, rounds):
    for seed in range(rounds):
        yield from sets.folds(lines, seed)


def chinese(report, linli, kinds, options):
    """SMP2017 and the citizens' letters."""
    lines = sets.read(options.data, "smp2017", "train.jsonl")
    if lines:
        results = compare(linli, kinds, crossed(lines, options.rounds), "SMP2017")
        put(report, "smp2017", results, "accuracy", f"{options.rounds}×5 folds of {len(lines)}", len(lines))
        put(report, "smp2017.ece", results, "calibrationError")
        few = [sets.draw(lines, seed, 10) for seed in range(options.draws)]
        put(report, "smp2017.ten", compare(linli, kinds, few, "SMP2017, 10 a class"), "accuracy",
            f"{options.draws} draws", len(lines))
        whole = compare(linli, kinds, [(lines, lines[:100])], "SMP2017, all of it")
        put(report, "model.31", whole, "modelBytes", f"{len(lines)} messages")
        put(report, "train.31", whole, "trainSeconds", f"{len(lines)} messages")
    else:
        report.missing(["smp2017", "smp2017.ece", "smp2017.ten", "model.31", "train.31"], "no smp2017/")
    lines = sets.read(options.data, "gov_messages", "train.jsonl")
    if lines:
        results = compare(linli, kinds, crossed(lines, options.rounds), "letters")
        put(report, "letters", results, "accuracy", f"{options.rounds}×5 folds of {len(lines)}", len(lines))
    else:
        report.missing(["letters"], "no gov_messages/")


def english(report, linli, kinds, options):
    """CLINC150, taught with train.jsonl and tested on dev.jsonl and oos_dev.jsonl; BANKING77."""
    folder = os.path.join(options.data, "clinc150_full")
    train = [line for line in sets.read(folder, "train.jsonl") if line["intent"] != sets.OUTSIDE]
    inside, outside = sets.read(folder, "dev.jsonl"), sets.read(folder, "oos_dev.jsonl")
    if train and inside:
        results = compare(linli, kinds, [(train, inside + outside)], "CLINC150")
        put(report, "clinc", results, "accuracy", f"{len(inside)} lines of dev.jsonl", len(inside))
        put(report, "clinc.auroc", results, "auroc", f"{len(outside)} lines of oos_dev.jsonl")
        put(report, "clinc.ece", results, "calibrationError")
        put(report, "model.150", results, "modelBytes")
        put(report, "train.150", results, "trainSeconds")
    else:
        report.missing(["clinc", "clinc.auroc", "clinc.ece", "model.150", "train.150"], "no clinc150_full/")
    lines = sets.read(options.data, "banking77", "train.jsonl")
    if lines:
        results = compare(linli, kinds, sets.folds(lines, 0), "BANKING77")
        put(report, "banking", results, "accuracy", f"5 folds of {len(lines)}", len(lines))
    else:
        report.missing(["banking"], "no banking77/")
