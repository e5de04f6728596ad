/// The words of a Swift file without its comments and without the inside of its string literals.
///
/// It knows nested comments, one-line and multi-line strings, raw strings and interpolations. What stands in
/// an interpolation counts as inside the string. Regex literals are not known: the house does not use them.
struct SwiftTokens {
    struct Token: Equatable {
        /// An identifier or number, or one character of anything else.
        let text: String
        /// Counts from 1.
        let line: Int
        /// The byte at which it begins.
        let offset: Int
    }

    let tokens: [Token]

    init(_ source: String) {
        var scanner = Scanner(Array(source.utf8))
        scanner.run()
        tokens = scanner.tokens
    }

    subscript(index: Int) -> String {
        tokens.indices.contains(index) ? tokens[index].text : ""
    }

    /// True where the tokens at `index` follow each other without a space and read `text` together.
    func touches(_ index: Int, _ text: String) -> Bool {
        tokens.indices.contains(index) && tokens.indices.contains(index + 1)
            && tokens[index].text + tokens[index + 1].text == text
            && tokens[index].offset + tokens[index].text.utf8.count == tokens[index + 1].offset
    }

    /// The index behind the bracket that closes the one at `index`; the end where none does.
    func behindBracket(_ index: Int) -> Int {
        var depth = 0
        var position = index
        while position < tokens.count {
            switch tokens[position].text {
            case "(", "[", "{": depth += 1
            case ")", "]", "}":
                depth -= 1
                if depth == 0 { return position + 1 }
            default: break
            }
            position += 1
        }
        return tokens.count
    }
}

private struct Scanner {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private(set) var tokens: [SwiftTokens.Token] = []

    private static let quote = UInt8(ascii: "\"")
    private static let hash = UInt8(ascii: "#")
    private static let backslash = UInt8(ascii: "\\")
    private static let slash = UInt8(ascii: "/")
    private static let star = UInt8(ascii: "*")
    private static let newline = UInt8(ascii: "\n")

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func run() {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == Self.slash, peek(1) == Self.slash {
                while index < bytes.count, bytes[index] != Self.newline { index += 1 }
            } else if byte == Self.slash, peek(1) == Self.star {
                skipComment()
            } else if byte == Self.quote || (byte == Self.hash && opensRawString) {
                skipString()
            } else if Self.isWord(byte) {
                takeWord()
            } else {
                if byte > 0x20 { add(from: index, to: index + 1, line: line) }
                step()
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    private mutating func step() {
        if bytes[index] == Self.newline { line += 1 }
        index += 1
    }

    private mutating func add(from: Int, to: Int, line: Int) {
        tokens.append(
            SwiftTokens.Token(
                text: String(decoding: bytes[from..<to], as: UTF8.self), line: line, offset: from))
    }

    private mutating func takeWord() {
        let start = index
        while index < bytes.count, Self.isWord(bytes[index]) { index += 1 }
        add(from: start, to: index, line: line)
    }

    private mutating func skipComment() {
        var depth = 0
        repeat {
            if bytes[index] == Self.slash, peek(1) == Self.star {
                depth += 1
                index += 2
            } else if bytes[index] == Self.star, peek(1) == Self.slash {
                depth -= 1
                index += 2
            } else {
                step()
            }
        } while depth > 0 && index < bytes.count
    }

    private var opensRawString: Bool {
        var position = index
        while position < bytes.count, bytes[position] == Self.hash { position += 1 }
        return position < bytes.count && bytes[position] == Self.quote
    }

    private func holds(_ byte: UInt8, times: Int, at position: Int) -> Bool {
        position + times <= bytes.count && bytes[position..<position + times].allSatisfy { $0 == byte }
    }

    /// Leaves two quotes where the literal stood, so that a rule can see that there was one.
    private mutating func skipString() {
        let (start, startLine) = (index, line)
        var hashes = 0
        while bytes[index] == Self.hash {
            hashes += 1
            index += 1
        }
        let quotes = holds(Self.quote, times: 3, at: index) ? 3 : 1
        index += quotes
        while index < bytes.count {
            if holds(Self.quote, times: quotes, at: index),
                holds(Self.hash, times: hashes, at: index + quotes)
            {
                index += quotes + hashes
                break
            }
            if bytes[index] == Self.backslash, holds(Self.hash, times: hashes, at: index + 1) {
                index += 1 + hashes
                if peek(0) == UInt8(ascii: "(") { skipInterpolation() } else if index < bytes.count { step() }
            } else {
                step()
            }
        }
        tokens.append(SwiftTokens.Token(text: "\"\"", line: startLine, offset: start))
    }

    private mutating func skipInterpolation() {
        var depth = 0
        repeat {
            switch bytes[index] {
            case Self.quote:
                skipString()
                tokens.removeLast()
                continue
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            default: break
            }
            step()
        } while depth > 0 && index < bytes.count
    }
}
