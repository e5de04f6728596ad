import LinliSQL
import Testing

@testable import LinliPostgres

/// PostgreSQL's codes (its manual, appendix A) by their consequence for us.
@Suite struct PostgresFailureTests {
    private static let kinds: [(String, SQLError.Kind)] = [
        ("53100", .full), ("53300", .unavailable), ("57014", .busy), ("55P03", .busy),
        ("25006", .readOnly), ("57P01", .unavailable), ("57P03", .unavailable), ("08006", .unavailable),
        ("28P01", .unavailable), ("3D000", .unavailable), ("XX001", .corrupt), ("23505", .unique),
        ("23514", .constraint), ("23502", .constraint), ("23503", .constraint), ("40001", .conflict),
        ("40P01", .conflict), ("40003", .outcomeUnknown), ("22021", .value), ("22003", .value),
        ("54000", .value), ("42601", .misuse), ("42P01", .misuse), ("25P02", .misuse),
    ]

    @Test(arguments: kinds)
    func codesHaveTheirKinds(code: String, kind: SQLError.Kind) {
        #expect(PostgresFailure.kind(of: code) == kind)
    }

    /// `invalid input syntax for type bigint: "13800000000"` quotes what was bound.
    @Test func whatQuotesValuesIsNotRepeated() {
        let error = PostgresFailure.error(
            sqlstate: "22P02", words: "invalid input syntax: \"13800000000\"", sql: "SELECT 1")
        #expect(!error.description.contains("13800000000"))
        #expect(error.description.contains("22P02"))
    }
}

/// Sums and averages, as the server writes them.
@Suite struct WireNumericTests {
    /// Groups of digits to the base 10000, the first one's power, and the sign.
    private func number(_ digits: [UInt16], weight: Int16, isNegative: Bool = false) -> Value? {
        var words: [UInt16] = [UInt16(digits.count), UInt16(bitPattern: weight), isNegative ? 0x4000 : 0, 0]
        words += digits
        let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return bytes.withUnsafeBytes { WireNumeric($0)?.value }
    }

    @Test func wholeNumbersAreIntegers() {
        #expect(number([], weight: 0) == .integer(0))
        #expect(number([7], weight: 0) == .integer(7))
        #expect(number([1], weight: 1) == .integer(10_000))
        #expect(number([1, 2], weight: 2) == .integer(100_020_000))
        #expect(number([12, 34], weight: 1, isNegative: true) == .integer(-120_034))
        #expect(number([922, 3372, 368, 5477, 5807], weight: 4) == .integer(.max))
        #expect(number([922, 3372, 368, 5477, 5808], weight: 4, isNegative: true) == .integer(.min))
    }

    @Test func theRestAreReals() {
        #expect(number([1, 5000], weight: 0) == .real(1.5))
        #expect(number([2500], weight: -1, isNegative: true) == .real(-0.25))
        #expect(number([922, 3372, 368, 5477, 5808], weight: 4) == .real(9_223_372_036_854_775_808))
    }

    @Test func whatIsNoneIsNil() {
        #expect([UInt8]([0, 1, 0]).withUnsafeBytes { WireNumeric($0)?.value } == nil)
        #expect([UInt8]([0, 1, 0, 0, 0, 0, 0, 0]).withUnsafeBytes { WireNumeric($0)?.value } == nil)
    }
}
