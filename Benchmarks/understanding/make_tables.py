#!/usr/bin/env python3
"""Writes Sources/LinliIntents/Text/TraditionalCharacters.swift: traditional characters and their simplified forms.

Source: the character dictionary of OpenCC (github.com/BYVoid/OpenCC, Apache-2.0) by its package `opencc`
on PyPI, asked for one character at a time. Where one traditional character has several simplified forms,
the one that OpenCC gives it alone is taken. OWN holds what residents type and OpenCC leaves alone.

    python3 -m venv .venv && .venv/bin/pip install opencc
    .venv/bin/python Benchmarks/understanding/make_tables.py
"""
import opencc

OWN = {"帳": "账", "著": "着", "妳": "你", "臺": "台", "裡": "里", "囉": "啰", "痠": "酸", "牠": "它", "佔": "占", "週": "周",
       "甦": "苏", "祂": "他", "喫": "吃", "菸": "烟", "逕": "径"}
WIDTH = 48

HEAD = '''/// Traditional characters and their simplified forms. Two lines of equal length: what stands above becomes
/// what stands below.
///
/// Written by `Benchmarks/understanding/make_tables.py` from the character dictionary of OpenCC
/// (Apache-2.0); change the script, not this file.
enum TraditionalCharacters {
    static let pairs: [(traditional: String, simplified: String)] = [
'''
FOOT = '''    ]

    static let first: UInt32 = 0x4E00
    static let end: UInt32 = 0xA000

    /// One entry per code point from `first` on: its simplified form, or itself. 40 KB.
    static let table: [UInt16] = {
        var table = (first..<end).map { UInt16($0) }
        for pair in pairs {
            for (from, to) in zip(pair.traditional.codes, pair.simplified.codes)
            where (first..<end).contains(from) {
                table[Int(from - first)] = UInt16(truncatingIfNeeded: to)
            }
        }
        return table
    }()
}
'''


def main():
    convert = opencc.OpenCC("t2s").convert
    pairs = []
    for code in range(0x4E00, 0xA000):
        old = chr(code)
        new = OWN.get(old) or convert(old)
        new = OWN.get(new, new)
        if len(new) == 1 and new != old and 0x4E00 <= ord(new) < 0xA000:
            pairs.append((old, new))
    lines = []
    for start in range(0, len(pairs), WIDTH):
        part = pairs[start:start + WIDTH]
        lines.append("        (\n")
        for side in (0, 1):
            lines.append('            "%s"%s\n' % ("".join(p[side] for p in part), "" if side else ","))
        lines.append("        ),\n")
    with open("Sources/LinliIntents/Text/TraditionalCharacters.swift", "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(lines) + FOOT)
    print(len(pairs), "characters")


if __name__ == "__main__":
    main()
