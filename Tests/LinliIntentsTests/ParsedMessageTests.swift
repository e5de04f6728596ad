import Foundation
import LinliModel
import Testing

@testable import LinliIntents

@Suite struct ParsedMessageTests {
    /// The example of `interface.md`, key by key.
    @Test func printsTheLineOfTheInterface() {
        let match = IntentMatch(
            text: "3栋2单元501水管爆了", normalized: "3栋2单元501水管爆了",
            main: Request(
                intent: .reportRepair, category: "water.burst", urgency: .p1,
                slots: [
                    .building: .text("3"), .unit: .text("2"), .room: .text("501"), .object: .text("水管"),
                    .symptom: .text("爆了"),
                ]),
            confidence: 0.98, alternatives: [.init(intent: .reportHazard, confidence: 0.01)])
        let expected =
            #"{"text":"3栋2单元501水管爆了","intent":"report_repair","confidence":0.98,"#
            + #""category":"water.burst","urgency":"P1","slots":{"building":"3","unit":"2","room":"501","#
            + #""object":"水管","symptom":"爆了"},"also":[],"#
            + #""alternatives":[{"intent":"report_hazard","confidence":0.01}],"micros":41}"#
        #expect(ParsedMessage(match, micros: 41).json == expected)
    }

    @Test func lineIsValidJSONForAnyText() throws {
        for text in ["a\"b\\c\n\t\r\u{1}\u{2028}", "😀", ""] {
            let match = IntentMatch(
                text: text, normalized: "",
                main: Request(
                    intent: .outOfScope, slots: [.qty: .integer(2), .trapped: .flag(true)], subtype: .empty),
                also: [Request(intent: .complain, category: "noise.neighbor", urgency: .p2)], confidence: 1)
            let line = ParsedMessage(match, micros: 1).json
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["text"] as? String == text)
            #expect(object["subtype"] as? String == "empty")
            #expect(object["category"] == nil)
            #expect(object["urgency"] as? String == "P2")
            #expect((object["slots"] as? [String: Any])?["qty"] as? Int == 2)
        }
    }
}
