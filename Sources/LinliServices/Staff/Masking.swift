import LinliModel

/// How personal data look to those who need not know them (`domain.md` 2.10).
package enum Masking {
    /// 林**（three characters and more）, 李* (two), * (one).
    package static func name(_ name: String) -> String {
        guard let first = name.first else { return "" }
        return "\(first)" + (name.count > 2 ? "**" : name.count == 2 ? "*" : "")
    }

    /// 我是302的 in the words of one who wants to stay unnamed: "***".
    package static func reporter(in text: String) -> String {
        var masked = text
        for range in text.reporterWords.reversed() { masked.replaceSubrange(range, with: "***") }
        return masked
    }

    /// "6栋***".
    package static func home(_ address: Address) -> String {
        address.building.map { "\($0)栋***" } ?? "***"
    }

    /// An address on a platform: its first three characters, never more than a third of it.
    package static func identity(_ id: String) -> String {
        "\(id.prefix(min(3, id.count / 3)))***"
    }
}
