/// The first word of a statement: enough to tell what it may do to the transaction around it.
package enum Keyword {
    /// A body lives inside a transaction that it shares with others, so it must not end or begin one.
    ///
    /// - Throws: `.misuse` for BEGIN, START, COMMIT, END, ABORT, ROLLBACK without TO, ATTACH, DETACH, VACUUM,
    ///   and for the savepoint of the driver.
    package static func refuseTransactionControl(in sql: String) throws(SQLError) {
        let words = words(of: sql)
        let refused: Bool
        switch words.first {
        case "BEGIN", "START", "COMMIT", "END", "ABORT", "ATTACH", "DETACH", "VACUUM": refused = true
        case "ROLLBACK": refused = !words.contains("TO") || words.contains("LINLI_BODY")
        case "SAVEPOINT", "RELEASE": refused = words.contains("LINLI_BODY")
        default: refused = false
        }
        if refused { throw SQLError(.misuse, "the transaction belongs to the driver", sql: sql) }
    }

    /// Whether the number of changed rows means something after this statement.
    package static func countsChanges(_ sql: String) -> Bool {
        ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"].contains(words(of: sql).first)
    }

    /// A step of the schema runs once: there is nothing to gain by keeping it prepared.
    package static func changesSchema(_ sql: String) -> Bool {
        ["CREATE", "ALTER", "DROP"].contains(words(of: sql).first)
    }

    /// The first five words in capitals, without comments.
    private static func words(of sql: String) -> [String] {
        var words: [String] = []
        var bytes = Substring(sql).utf8
        while words.count < 5, let first = bytes.first {
            if bytes.starts(with: "--".utf8) {
                bytes = bytes.drop { $0 != UInt8(ascii: "\n") }
            } else if bytes.starts(with: "/*".utf8) {
                bytes = afterComment(bytes)
            } else if isLetter(first) {
                words.append(String(decoding: bytes.prefix(while: isLetter), as: UTF8.self).uppercased())
                bytes = bytes.drop(while: isLetter)
            } else {
                bytes = bytes.dropFirst()
            }
        }
        return words
    }

    private static func afterComment(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
        var rest = bytes.dropFirst(2)
        while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
        return rest.dropFirst(2)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
