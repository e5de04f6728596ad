"""The sentences of Intents/ in hassil, the template engine of Home Assistant.

The notation is nearly the same, so both engines get the same templates, word lists and words to look past
(these double hassil's time). What Linli reads by its form (addresses, dates, numbers) becomes number ranges
and short lists here, which is less. Few messages match a template as a whole; Linli leaves the others to its
classifier.
"""
import glob
import os

from binary import ROOT

INTENTS = os.path.join(ROOT, "Intents")
RANGES = {"building": 99, "unit": 9, "room": 3_999, "qty": 99, "points": 9_999, "score": 10, "headcount": 99,
          "ticket_no": 9_999, "ticket_tail": 9_999, "month": 12, "day": 31, "hour": 24}
RULES = {
    "address": "[{building}(栋|幢|号楼|号|座)][{unit}单元]{room}[室|房|号]",
    "date": "(今天|明天|后天|大后天|昨天|前天|[上|下|这|本](周|星期|礼拜)(一|二|三|四|五|六|日|天)"
            "|{month}月{day}(号|日))",
    "time": "[早上|上午|中午|下午|晚上]{hour}点[半]"}
WILDCARDS = ("matter", "reason", "wants", "remark", "motion")


def words(entries):
    """Templates of a list, or of a mapping from what is kept to what is said."""
    if isinstance(entries, dict):
        return [word for kept, said in entries.items() for word in [kept, *(said or [])]]
    return [str(entry) for entry in entries]


def ruled(sentence):
    """Forms are slots in Intents/ and rules here."""
    for name in RULES:
        sentence = sentence.replace("{" + name + "}", "<" + name + ">")
    return sentence


def engine():
    """A function text → name of the intent, or None; raises ImportError where hassil is not at hand."""
    import yaml
    from hassil import Intents, recognize

    def load(path):
        with open(os.path.join(INTENTS, path), encoding="utf-8") as file:
            return yaml.safe_load(file)
    lists = {name: {"range": {"from": 0, "to": end}} for name, end in RANGES.items()}
    lists.update((name, {"wildcard": True}) for name in WILDCARDS)
    for name, entries in load("lists/slots.yaml")["slots"].items():
        lists[name] = {"values": [str(word) for word in words(entries)]}
    rules = dict(RULES)
    for name, entries in load("lists/words.yaml")["lists"].items():
        rules[name] = "(" + "|".join(words(entries)) + ")"
    intents = {}
    for path in sorted(glob.glob(os.path.join(INTENTS, "zh", "*.yaml"))):
        held = load(path)
        sentences = [ruled(sentence) for sentence in held.get("sentences") or []]
        if sentences:
            intents[held["intent"]] = {"data": [{"sentences": sentences}]}
    everything = Intents.from_dict({
        "language": "zh", "settings": {"ignore_whitespace": True}, "intents": intents, "lists": lists,
        "expansion_rules": rules, "skip_words": load("lists/acts.yaml")["fillers"]})

    def ask(text):
        found = recognize(text, everything)
        return found.intent.name if found else None
    return ask
