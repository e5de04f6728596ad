import Foundation
import LinliSQL

/// The types of PostgreSQL that a store's columns and expressions have, by their fixed numbers
/// (`pg_type.oid`, which is part of the protocol).
enum WireType {
    static let unknown: UInt32 = 0
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let char: UInt32 = 18
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let literal: UInt32 = 705
    static let blankPadded: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let numeric: UInt32 = 1700

    static let texts: Set<UInt32> = [text, varchar, blankPadded, name, char, literal]
}

/// Values on their way to the server, in binary: what goes in comes out, whatever it is.
enum WireEncoding {
    /// The type by which a value is declared when its statement is prepared; a null leaves it to the server.
    static func type(of value: Value) -> UInt32 {
        switch value {
        case .null: WireType.unknown
        case .integer: WireType.int8
        case .real: WireType.float8
        case .text: WireType.text
        case .blob: WireType.bytea
        }
    }

    /// Whether a value can be sent where the server expects `type`.
    static func fits(_ value: Value, _ type: UInt32) -> Bool {
        switch value {
        case .null: true
        case .integer(let integer):
            switch type {
            case WireType.int8: true
            case WireType.int4: Int32(exactly: integer) != nil
            case WireType.int2: Int16(exactly: integer) != nil
            default: false
            }
        case .real: type == WireType.float8
        case .text: WireType.texts.contains(type)
        case .blob: type == WireType.bytea
        }
    }

    /// Appends a value that `fits` the type. Null appends nothing.
    ///
    /// - Parameter number: the parameter's, for the error.
    /// - Throws: `.value` for text with a NUL and for what is not a number, as on SQLite.
    static func append(
        _ value: Value, as type: UInt32, number: Int, to bytes: inout [UInt8]
    ) throws(SQLError) {
        switch value {
        case .null: return
        case .integer(let integer):
            switch type {
            case WireType.int4: append(UInt32(bitPattern: Int32(truncatingIfNeeded: integer)), to: &bytes)
            case WireType.int2: append(UInt16(bitPattern: Int16(truncatingIfNeeded: integer)), to: &bytes)
            default: append(UInt64(bitPattern: integer), to: &bytes)
            }
        case .real(let real):
            guard !real.isNaN else { throw SQLError(.value, "$\(number) is not a number") }
            append(real.bitPattern, to: &bytes)
        case .text(let text):
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            guard !bytes[start...].contains(0) else {
                throw SQLError(.value, "the text of $\(number) contains a NUL")
            }
        case .blob(let blob): bytes.append(contentsOf: blob)
        }
    }

    private static func append(_ word: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

/// Values on their way back, in binary.
enum WireDecoding {
    /// - Returns: nil where the type is none that a store has, or the bytes are not of it.
    static func value(_ bytes: UnsafeRawBufferPointer, of type: UInt32) -> Value? {
        switch type {
        case WireType.int8: word(bytes).map { .integer(Int64(bitPattern: $0)) }
        case WireType.int4: word(bytes).map { (raw: UInt32) in .integer(Int64(Int32(bitPattern: raw))) }
        case WireType.int2: word(bytes).map { (raw: UInt16) in .integer(Int64(Int16(bitPattern: raw))) }
        case WireType.oid: word(bytes).map { (raw: UInt32) in .integer(Int64(raw)) }
        case WireType.bool: bytes.first.map { .integer($0 == 0 ? 0 : 1) }
        case WireType.float8: word(bytes).map { .real(Double(bitPattern: $0)) }
        case WireType.float4: word(bytes).map { .real(Double(Float(bitPattern: $0))) }
        case WireType.numeric: WireNumeric(bytes)?.value
        case WireType.bytea: .blob([UInt8](bytes))
        case let type where WireType.texts.contains(type): .text(String(decoding: bytes, as: UTF8.self))
        default: nil
        }
    }

    static func word<Word: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, at offset: Int = 0
    ) -> Word? {
        guard offset + MemoryLayout<Word>.size <= bytes.count else { return nil }
        return Word(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Word.self))
    }
}

/// PostgreSQL's NUMERIC, which sums and averages of integers are: digits to the base 10000.
///
/// A whole number that fits becomes an integer, as SQLite's `sum` is; anything else a real.
struct WireNumeric {
    private let digits: [UInt16]
    /// The power of 10000 of the first digit.
    private let weight: Int
    private let sign: UInt16

    private static let negative: UInt16 = 0x4000

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let count: UInt16 = WireDecoding.word(bytes),
            let weight: UInt16 = WireDecoding.word(bytes, at: 2),
            let sign: UInt16 = WireDecoding.word(bytes, at: 4),
            bytes.count == 8 + 2 * Int(count), sign == 0 || sign == Self.negative
        else { return nil }
        var digits: [UInt16] = []
        for index in 0..<Int(count) {
            guard let digit: UInt16 = WireDecoding.word(bytes, at: 8 + 2 * index) else { return nil }
            digits.append(digit)
        }
        self.digits = digits
        self.weight = Int(Int16(bitPattern: weight))
        self.sign = sign
    }

    var value: Value? {
        if let whole { return .integer(whole) }
        return Double(text).map { .real($0) }
    }

    private var whole: Int64? {
        guard digits.count <= weight + 1 else { return digits.isEmpty ? 0 : nil }
        var sum: Int64 = 0
        for place in 0...max(weight, 0) {
            let digit = Int64(digits.indices.contains(place) ? digits[place] : 0)
            let (shifted, isTooLarge) = sum.multipliedReportingOverflow(by: 10_000)
            let (next, isOver) =
                sign == Self.negative
                ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            if isTooLarge || isOver { return nil }
            sum = next
        }
        return digits.isEmpty ? 0 : sum
    }

    private var text: String {
        let written = digits.map { digit in
            String(repeating: "0", count: 4 - String(digit).count) + String(digit)
        }.joined()
        let exponent = (weight + 1 - digits.count) * 4
        return (sign == Self.negative ? "-" : "") + (written.isEmpty ? "0" : written) + "e\(exponent)"
    }
}
