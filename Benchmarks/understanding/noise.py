"""Messages as a careless writer or a voice input would give them, and what that costs."""
import random

import peers
import sets
from binary import OWN
from report import NOISES, say

EMOJI = "😂🙏😡😭👍🤔😅💢"
# They say nothing: a word of haste (麻烦尽快) would make another message of it.
POLITE = (("你好，麻烦问一下，", ""), ("您好，", "，谢谢"), ("不好意思打扰了，", "，辛苦了"), ("请问一下，", "，麻烦您了"),
          ("", "，谢谢啦"), ("师傅你好，", "，谢谢您"))


def changers():
    """A function (text, generator) → text for every noise whose tables are at hand."""
    found = {"full_width": full_width, "spaced": lambda text, _: " ".join(text), "emoji": with_emoji,
             "politeness": polite}
    try:
        import opencc
        convert = opencc.OpenCC("s2t").convert
        found["traditional"] = lambda text, _: convert(text)
    except ImportError:
        pass
    try:
        found["homophones"] = homophones()
    except ImportError:
        pass
    return found


def full_width(text, _):
    return "".join("\u3000" if sign == " " else chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign
                   for sign in text)


def with_emoji(text, generator):
    """One somewhere, one or two at the end."""
    place = generator.randrange(len(text) + 1)
    first, last = generator.choices(EMOJI, k=2)
    return text[:place] + first + text[place:] + last * generator.randint(1, 2)


def polite(text, generator):
    before, after = generator.choice(POLITE)
    return before + text + after


def homophones():
    """One Chinese character in ten becomes another of the 3,755 most usual ones with the same sound.

    Tones do not count. Linli's table of sounds is from pypinyin too, which is a little in its favour.
    """
    from pypinyin import Style, pinyin
    sounds, groups = {}, {}
    for code in range(0xB0A1, 0xD7FA):
        try:
            sign = code.to_bytes(2, "big").decode("gb2312")
        except UnicodeDecodeError:
            continue
        sounds[sign] = pinyin(sign, style=Style.NORMAL)[0][0]
        groups.setdefault(sounds[sign], []).append(sign)

    def change(text, generator):
        signs = list(text)
        for place, sign in enumerate(signs):
            others = [other for other in groups.get(sounds.get(sign), ()) if other != sign]
            if sign in sounds and generator.random() < 0.1 and others:
                signs[place] = generator.choice(others)
        return "".join(signs)
    return change


def changed(lines, change):
    generator = random.Random(7)
    return [{**line, "text": change(line["text"], generator)} for line in lines]


def own(report, linli):
    """Difference of the main intent to the clean messages of the unseen and the held-out set."""
    lines = sets.read(OWN, "unseen.jsonl") + sets.read(OWN, "heldout.jsonl")
    at_hand = changers()
    if not lines:
        return report.missing([f"noise.own.{key}" for key, *_ in NOISES], "no own sets")
    clean = linli.evaluate(lines)
    for key, what, *_ in NOISES:
        if key not in at_hand:
            report.missing([f"noise.own.{key}"], "its tables (opencc, pypinyin) are not at hand")
            continue
        say(f"noise, own messages: {what}")
        noisy = linli.evaluate(changed(lines, at_hand[key]))
        category = (noisy["categoryAccuracy"] - clean["categoryAccuracy"]) * 100
        report.put(f"noise.own.{key}", noisy["accuracy"] - clean["accuracy"],
                   remark=f"{len(lines)} lines, clean {clean['accuracy']:.3f}; category {category:+.1f}")


def public(report, linli, kinds, options):
    """The same on SMP2017: every method is taught clean messages and tested on clean and noisy ones."""
    lines = sets.read(options.data, "smp2017", "train.jsonl")
    if not lines:
        return report.missing([f"noise.smp2017.{key}" for key, *_ in NOISES], "no smp2017/")
    at_hand = changers()
    right = {}
    for number, (train, test) in enumerate(sets.folds(lines, 0)):
        say(f"noise, SMP2017: fold {number + 1}")
        versions = {"clean": test, **{key: changed(test, change) for key, change in at_hand.items()}}
        taught = [kind() for kind in kinds]
        for peer in taught:
            peer.fit(train)
        for key, version in versions.items():
            right.setdefault(("linli", key), []).append(linli.benchmark(train, version)["accuracy"])
            for peer in taught:
                right.setdefault((peer.name, key), []).append(peers.judge(peer, version)["accuracy"])
    means = {key: sum(values) / len(values) for key, values in right.items()}
    for key, *_ in NOISES:
        if key in at_hand:
            differences = {name: means[name, key] - means[name, "clean"]
                           for name in ("linli", *[kind.name for kind in kinds])}
            report.put(f"noise.smp2017.{key}", differences.pop("linli"), differences,
                       f"5 folds; clean {means['linli', 'clean']:.3f}")
        else:
            report.missing([f"noise.smp2017.{key}"], "its tables (opencc, pypinyin) are not at hand")
