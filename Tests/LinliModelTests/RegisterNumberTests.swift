import LinliModel
import Testing

@Suite("Numbers of register rows")
struct RegisterNumberTests {
    @Test("They are written with their hyphen and two digits at least", arguments: [1, 9, 10, 123])
    func written(number: Int64) {
        let digits = number < 10 ? "0\(number)" : "\(number)"
        #expect(NeedID(number).number == "N-\(digits)")
        #expect(ResourceID(number).number == "R-\(digits)")
        #expect(VisitID(number).number == "V-\(digits)")
        #expect(ActivityID(number).number == "A-\(digits)")
    }

    @Test("They are read as people write them", arguments: ["N-07", "n-7", "N07", "7", "N－07"])
    func read(text: String) { #expect(NeedID(number: text) == NeedID(7)) }

    @Test("What is no number of a need is none", arguments: ["", "N-", "R-07", "N-0", "N-7a", "-7"])
    func unread(text: String) { #expect(NeedID(number: text) == nil) }
}
