import LinliDigest

/// A statement without its values.
///
/// Literal text is known by its place in the program, so that finding a prepared statement costs neither
/// building the text nor reading it. The same text at two places counts as two statements.
package struct StatementShape: Sendable, Hashable {
    enum Piece: Sendable, Hashable {
        case text(LiteralText)
        /// Text that the seam itself made (the name of a savepoint).
        case made(String)
        /// `$n`
        case value
        /// `$n, $n+1, …`; NULL where it is empty.
        case list(Int)
        /// `($n, …), (…), …`
        case rows(Int, width: Int)
    }

    private(set) var pieces: [Piece] = []
    /// Over all pieces; different shapes may share it, equality then decides.
    private var digest = FNV1a.start

    mutating func reserve(_ count: Int) {
        pieces.reserveCapacity(count)
    }

    mutating func append(_ piece: Piece) {
        pieces.append(piece)
        digest = FNV1a.step(digest, piece.digest)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(digest)
    }

    /// The text with numbered parameters.
    package var sql: String {
        var sql = ""
        var count = 0
        func parameter() -> String {
            count += 1
            return "$\(count)"
        }
        func parameters(_ count: Int) -> String {
            (0..<count).map { _ in parameter() }.joined(separator: ", ")
        }
        for piece in pieces {
            switch piece {
            case .text(let literal): sql += literal.text
            case .made(let text): sql += text
            case .value: sql += parameter()
            case .list(0): sql += "NULL"
            case .list(let width): sql += parameters(width)
            case .rows(let rows, let width):
                sql += (0..<rows).map { _ in "(\(parameters(width)))" }.joined(separator: ", ")
            }
        }
        return sql
    }
}

extension StatementShape.Piece {
    fileprivate var digest: UInt64 {
        switch self {
        case .text(let literal): literal.address
        case .made(let text): text.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }
        case .value: 1
        case .list(let width): 2 &+ UInt64(width) << 8
        case .rows(let rows, let width): 3 &+ UInt64(rows) << 8 &+ UInt64(width) << 24
        }
    }
}

/// A literal of the program, equal to another where it stands at the same address.
struct LiteralText: Sendable, Hashable {
    private let literal: StaticString
    let address: UInt64

    init(_ literal: StaticString) {
        self.literal = literal
        address =
            literal.hasPointerRepresentation
            ? UInt64(UInt(bitPattern: literal.utf8Start)) : UInt64(literal.unicodeScalar.value)
    }

    var text: String { literal.withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }

    private var count: Int { literal.hasPointerRepresentation ? literal.utf8CodeUnitCount : 0 }

    static func == (one: LiteralText, other: LiteralText) -> Bool {
        one.address == other.address && one.count == other.count
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(address)
    }
}
