import Foundation
import LinliModel
import Testing

@Suite("A slot's value in JSON")
struct SlotValueTests {
    @Test(
        "Each kind is read as what it is, and comes back",
        arguments: [
            ("true", SlotValue.flag(true)), ("false", .flag(false)), ("1", .integer(1)), ("0", .integer(0)),
            ("\"1\"", .text("1")), ("\"true\"", .text("true")), ("\"\"", .text("")),
        ])
    func kinds(json: String, value: SlotValue) throws {
        #expect(try JSONDecoder().decode(SlotValue.self, from: Data(json.utf8)) == value)
        #expect(String(decoding: try JSONEncoder().encode(value), as: UTF8.self) == json)
    }

    @Test("What is none of the kinds is an error", arguments: ["null", "1.5", "[1]", "{}"])
    func none(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(SlotValue.self, from: Data(json.utf8))
        }
    }
}
