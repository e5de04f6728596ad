#!/usr/bin/env python3
"""Writes Sources/LinliIntents/Text/Sounds.swift: Chinese characters by the sound that people of the south give them.

Source: pypinyin (github.com/mozillazg/python-pinyin, MIT; readings of the Unihan database) for the 6,763
characters of GB 2312. Tones are dropped, and what voice input and southern speakers mix up is folded together:
zh z, ch c, sh s, l n, and -ng -n.

    python3 -m venv .venv && .venv/bin/pip install pypinyin
    .venv/bin/python Benchmarks/understanding/make_sounds.py
"""
from collections import defaultdict

from pypinyin import Style, pinyin

WIDTH = 90

HEAD = '''/// Chinese characters by their sound, without tones; zh z, ch c, sh s, l n and -ng -n are one. Each line
/// holds characters of one sound; a sound that fills several lines repeats its name.
///
/// Written by `Benchmarks/understanding/make_sounds.py` from pypinyin (MIT); change the script, not this
/// file.
enum Sounds {
    private static let lines: [(sound: String, characters: String)] = [
'''
FOOT = '''    ]

    private static let first: UInt32 = 0x4E00
    private static let end: UInt32 = 0xA000

    /// The number of a character's sound; 0 where none is known. 40 KB.
    static let table: [UInt16] = {
        var numbers: [String: UInt16] = [:]
        var table = [UInt16](repeating: 0, count: Int(end - first))
        for line in lines {
            let number = numbers[line.sound] ?? UInt16(numbers.count + 1)
            numbers[line.sound] = number
            for code in line.characters.codes where (first..<end).contains(code) {
                table[Int(code - first)] = number
            }
        }
        return table
    }()

    static func of(_ code: UInt32) -> UInt16 {
        (first..<end).contains(code) ? table[Int(code - first)] : 0
    }
}
'''


def folded(sound):
    for old, new in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n")):
        if sound.startswith(old):
            sound = new + sound[len(old):]
            break
    return sound[:-1] if sound.endswith("ng") else sound


def main():
    sounds = defaultdict(list)
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                character = bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                continue
            sound = pinyin(character, style=Style.NORMAL)[0][0].replace("ü", "v")
            sounds[folded(sound)].append(character)
    lines = []
    for sound in sorted(sounds):
        characters = sounds[sound]
        for start in range(0, len(characters), WIDTH):
            lines.append('        ("%s", "%s"),\n' % (sound, "".join(characters[start:start + WIDTH])))
    with open("Sources/LinliIntents/Text/Sounds.swift", "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(lines) + FOOT)
    print(len(sounds), "sounds,", sum(map(len, sounds.values())), "characters")


if __name__ == "__main__":
    main()
