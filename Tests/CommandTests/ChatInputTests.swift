import Foundation
import LinliTestKit
import Testing

@testable import linli

@Suite("What `linli chat` reads, and what it keeps") struct ChatInputTests {
    @Test(arguments: [
        ("{}", "the object has no \"text\""), ("{\"text\":5}", "\"text\" is no text"),
        ("{\"text\":\"好\",\"from\":[]}", "\"from\" is no text"),
        ("{\"text\":\"好\",\"at\":\"明天\"}", "\"at\" is no time like 2026-03-18T10:00:00+08:00"),
        ("{\"text\":\"好\"", "this is no JSON object; write {\"text\": …}"),
    ]) func aLineSaysWhyItCannotBeRead(_ line: String, _ reason: String) {
        #expect(throws: ChatInput.Unreadable(reason: reason)) { try ChatInput(line, from: "A") }
    }

    @Test func aTextOrAnObjectIsRead() throws {
        let text = try ChatInput("路灯不亮", from: "A")
        #expect(text.text == "路灯不亮" && text.from == "A" && text.at == nil)
        let object = try ChatInput(
            #"{"text":"好","from":"B","at":"2026-03-18T10:00:00+08:00","attachment":"m"}"#, from: "A")
        #expect(object.text == "好" && object.from == "B" && object.attachment == "m" && object.at != nil)
    }

    // MARK: What was learnt

    private static func place(_ environment: [String: String], intents: String = "/i") -> String? {
        LearntModels(intents: intents, program: "/p", environment: environment).place()
    }

    @Test func theDaemonsFolderComesBeforeTheUsersCache() throws {
        let (data, cache) = (try Scratch(), try Scratch())
        let both = ["LINLI_DATA_DIRECTORY": data.directory, "XDG_CACHE_HOME": cache.directory]
        #expect(Self.place(both) == data.directory + "/understanding.model")
        let missing = both.merging(["LINLI_DATA_DIRECTORY": data.path("nowhere")]) { $1 }
        let own = try #require(Self.place(missing))
        #expect(own.hasPrefix(cache.directory + "/linli/understanding-"))
        #expect(Self.place(missing, intents: "/other") != own, "two checkouts do not take turns")
        #expect(!FileManager.default.fileExists(atPath: data.path("nowhere")))
    }

    /// Nobody is refused for want of a cache: then it is learnt anew.
    @Test func withoutAFolderThatTakesFilesNothingIsKept() throws {
        let scratch = try Scratch()
        try Data().write(to: URL(fileURLWithPath: scratch.path("file")))
        let nowhere = ["LINLI_DATA_DIRECTORY": scratch.path("file")]
        #expect(Self.place(nowhere) == nil)
        #expect(Self.place(nowhere.merging(["HOME": scratch.path("file")]) { $1 }) == nil)
        #expect(Self.place(nowhere.merging(["XDG_CACHE_HOME": "relative"]) { $1 }) == nil)
        let home = nowhere.merging(["HOME": scratch.directory]) { $1 }
        #expect(Self.place(home)?.hasPrefix(scratch.directory + "/.cache/linli/understanding-") == true)
    }
}
