/// The seven holidays of the State Council's notices, and what residents call them.
package enum HolidayNames {
    package static let all: [(name: String, words: [String])] = [
        ("元旦", ["元旦"]), ("春节", ["春节", "过年", "年三十", "大年"]), ("清明节", ["清明"]), ("劳动节", ["劳动节", "五一"]),
        ("端午节", ["端午"]), ("中秋节", ["中秋"]), ("国庆节", ["国庆", "十一"]),
    ]
    /// Any of them, none by its name.
    package static let general = ["放假", "节假日", "假期", "长假", "过节", "法定"]

    package static func isNamed(in words: String) -> Bool {
        all.contains { words.mentionsAny($0.words) }
    }

    /// - Parameter name: as the notice has it; two may share one (国庆节、中秋节).
    package static func isNamed(_ name: String, in words: String) -> Bool {
        all.contains { name.mentions($0.name) && words.mentionsAny($0.words) }
    }
}
