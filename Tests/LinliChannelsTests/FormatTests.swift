import Foundation
import LinliModel
import LinliTestKit
import Testing

@testable import LinliChannels

@Suite("Readers and writers")
struct FormatTests {
    private func read(_ text: String) -> JSONValue? {
        try? JSONReader.read(Array(text.utf8))
    }

    @Test func jsonValues() {
        #expect(read(" [1,-0,2.5e-3,\"\",null,true,false,{}] ")?.elements?.count == 8)
        #expect(read("18446744073709551615") == .number("18446744073709551615"))
        #expect(read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"") == .string("\"\\/\u{8}\u{C}\n\r\té"))
        #expect(read("\"\\ud83d\\ude00\"") == .string("😀"))
        #expect(read("\"a\\ud83db\"") == .string("a\u{FFFD}b"))
        #expect(read("\"\\ude00\\ud83d\\u0041\"") == .string("\u{FFFD}\u{FFFD}A"))
        #expect(read("\u{FEFF}{}") == .object([:]))
    }

    @Test(arguments: [
        "", " ", "01", "+1", "1.", ".5", "1e", "-", "nul", "tru", "'a'", "\"\n\"", "\"\\x\"", "\"\\u12\"",
        "[1,]",
        "{\"a\":1,}", "{a:1}", "{\"a\"}", "[1 2]", "1 2", "{\"a\":1,\"a\":2}", "\"", "NaN",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
    ])
    func notJSON(text: String) {
        #expect(read(text) == nil)
    }

    /// Foundation's own writer against this reader.
    @Test func readsWhatFoundationWrites() throws {
        var random = SeededGenerator(seed: 11)
        let pieces = ["灯", "😀", "\"", "\\", "/", "\n", "\u{1}", "a", "é", "\u{2028}", "👨‍👩‍👧", " "]
        for _ in 0..<500 {
            let text = (0..<20).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let number = Int64.random(in: .min ... .max, using: &random)
            let data = try JSONSerialization.data(withJSONObject: [
                "t": text, "n": number, "l": [text, text],
            ])
            let value = try JSONReader.read(Array(data))
            #expect(value["t"]?.text.map { Array($0.utf8) } == Array(text.utf8))
            #expect(value["n"]?.integer == number)
            #expect(value["l"]?.elements?.count == 2)
        }
    }

    /// This writer against Foundation's own reader.
    @Test func foundationReadsWhatIsWritten() throws {
        var random = SeededGenerator(seed: 12)
        let pieces = ["灯", "😀", "\"", "\\", "/", "\n", "\r", "\t", "a", "é", "\u{2028}", "👨‍👩‍👧"]
        for _ in 0..<500 {
            let text = (0..<20).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            var writer = JSONWriter()
            writer.raw("[")
            writer.string(text)
            writer.raw("]")
            let list = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String]
            #expect(list.map { Array($0[0].utf8) } == Array(text.utf8))
            #expect(!String(decoding: writer.bytes, as: UTF8.self).contains("\\u"))
        }
    }

    private func fields(_ text: String) throws -> [String: String] {
        try XMLReader.fields(of: Array(text.utf8), wanted: ["A", "B"])
    }

    @Test func xmlFields() throws {
        #expect(try fields("<xml><A>1</A><B/></xml>") == ["A": "1", "B": ""])
        #expect(try fields("\u{FEFF}<?xml version='1.0'?>\n<xml >\n<A x='>' >1</A >\n</xml>\n") == ["A": "1"])
        #expect(try fields("<xml><C><A>no</A></C><A>a<C>no</C>b</A></xml>") == ["A": "ab"])
        #expect(try fields("<xml><A><![CDATA[<B>&lt;</B>]]></A></xml>") == ["A": "<B>&lt;</B>"])
        #expect(try fields("<xml><A>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</A></xml>") == ["A": "<>&\"'A😀"])
        #expect(try fields("<xml/>").isEmpty)
        #expect(try fields("<xml><a><b><c><d><e><f><g/></f></e></d></c></b></a></xml>").isEmpty)
    }

    @Test(
        arguments: [
            ("<!DOCTYPE a><xml/>", .forbidden), ("<xml><!-- a --></xml>", .forbidden),
            ("<xml><?p?></xml>", .forbidden),
            ("<xml>&a;</xml>", .forbidden), ("<xml>&#xD800;</xml>", .forbidden),
            ("<xml>&#+65;</xml>", .forbidden),
            ("<xml>&#99999999999;</xml>", .forbidden), ("<xml>& </xml>", .forbidden),
            ("<xml/><!DOCTYPE a>", .forbidden),
            ("<a/>", .malformed), ("<xmlx/>", .malformed), ("<xml>", .malformed),
            ("<xml></a></xml>", .malformed),
            ("<xml><A></B></xml>", .malformed), ("<xml/>x", .malformed), ("x<xml/>", .malformed),
            ("<xml><A x=\"1></A></xml>", .malformed), ("<xml><A", .malformed),
            ("<xml><![CDATA[a</xml>", .malformed),
            ("<xml><></xml>", .malformed), ("<xml/><xml/>", .malformed),
            ("<xml><A/><A/></xml>", .repeatedField),
            ("<xml><a><b><c><d><e><f><g><h/></g></f></e></d></c></b></a></xml>", .tooDeep),
            ("<xml><A>\(String(repeating: "a", count: 65_536))</A></xml>", .tooLong),
        ] as [(String, XMLReader.Failure)])
    func notXML(text: String, failure: XMLReader.Failure) {
        #expect(throws: failure) { try fields(text) }
    }

    @Test func xmlThatIsNotUTF8() {
        #expect(throws: XMLReader.Failure.notUTF8) {
            try XMLReader.fields(
                of: Array("<xml><A>".utf8) + [0xC0, 0xAF] + Array("</A></xml>".utf8), wanted: [])
        }
    }

    @Test func comparesInFullLength() {
        #expect(FixedTime.equal([1, 2, 3], [1, 2, 3]))
        #expect(!FixedTime.equal([1, 2, 3], [1, 2, 4]))
        #expect(!FixedTime.equal([1, 2, 3], [9, 2, 3]))
        #expect(!FixedTime.equal([1, 2, 3], [1, 2]))
        #expect(FixedTime.equal([], []))
    }
}

@Suite("Long texts")
struct TextPartsTests {
    private static let pieces = [
        "a", "长", "😀", "👨‍👩‍👧‍👦", "e\u{301}", "\n", "\r\n", "。", "！", "🇨🇳", "\u{200D}", " ", "नि", "각",
    ]

    /// Joined they are the text, none is too long, none is empty, and no grapheme is torn.
    @Test func partsAreTheText() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<300 {
            let length = Int.random(in: 0..<400, using: &random)
            let text = (0..<length).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
            let limit = Int.random(in: 60...200, using: &random)
            let parts = TextParts.cut(text, bytes: limit)
            #expect(Array(parts.joined().utf8) == Array(text.utf8))
            #expect(parts.allSatisfy { (1...limit).contains($0.utf8.count) })
            let graphemes = text.map { Array($0.utf8) }
            if graphemes.allSatisfy({ $0.count <= limit }) {
                #expect(parts.flatMap { $0.map { Array($0.utf8) } } == graphemes)
            }
        }
    }

    @Test func aGraphemeLongerThanTheLimit() {
        let text = "a" + String(repeating: "\u{301}", count: 50_000)
        let parts = TextParts.cut(text, bytes: 2_048)
        #expect(Array(parts.joined().utf8) == Array(text.utf8))
        #expect(parts.allSatisfy { $0.utf8.count <= 2_048 })
    }

    @Test func linesBeforeSentencesBeforeGraphemes() {
        let line = String(repeating: "a", count: 85) + "\n" + String(repeating: "b", count: 5) + "。"
        #expect(
            TextParts.cut(line + "cccccccccc", bytes: 100) == [
                String(repeating: "a", count: 85) + "\n", "bbbbb。cccccccccc",
            ])
        let sentence = String(repeating: "a", count: 85) + "。"
        #expect(
            TextParts.cut(sentence + String(repeating: "c", count: 20), bytes: 100) == [
                sentence, String(repeating: "c", count: 20),
            ])
        #expect(TextParts.cut(String(repeating: "长", count: 40), bytes: 100).map(\.count) == [33, 7])
        #expect(
            TextParts.cut("a\n" + String(repeating: "b", count: 120), bytes: 100).map(\.count) == [100, 22])
    }

    @Test func shortAndEmpty() {
        #expect(TextParts.cut("", bytes: 100).isEmpty)
        #expect(TextParts.cut("好", bytes: 100) == ["好"])
        #expect(TextParts.cut(String(repeating: "a", count: 100), bytes: 100).count == 1)
        #expect(TextParts.cut(String(repeating: "a", count: 101), bytes: 100).count == 2)
    }

    @Test func weChatCutsAt2048Bytes() throws {
        let parts = try WeChatSealer().channel().parts(of: String(repeating: "长", count: 2_000))
        #expect(parts.map(\.utf8.count) == [2_046, 2_046, 1_908])
    }
}
