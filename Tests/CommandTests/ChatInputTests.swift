import Foundation
import LinliModel
import LinliSettings
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

    private static func place(
        _ data: String, _ environment: [String: String], intents: String = "/i"
    ) -> String? {
        LearntModels(intents: intents, program: "/p", data: data, environment: environment).place()
    }

    @Test func theDaemonsFolderComesBeforeTheUsersCache() throws {
        let (data, cache) = (try Scratch(), try Scratch())
        let environment = ["XDG_CACHE_HOME": cache.directory]
        #expect(Self.place(data.directory, environment) == data.directory + "/understanding.model")
        let missing = data.path("nowhere")
        let own = try #require(Self.place(missing, environment))
        #expect(own.hasPrefix(cache.directory + "/linli/understanding-"))
        #expect(Self.place(missing, environment, intents: "/other") != own, "two checkouts do not take turns")
        #expect(!FileManager.default.fileExists(atPath: data.path("nowhere")))
    }

    /// Nobody is refused for want of a cache: then it is learnt anew.
    @Test func withoutAFolderThatTakesFilesNothingIsKept() throws {
        let scratch = try Scratch()
        try Data().write(to: URL(fileURLWithPath: scratch.path("file")))
        let file = scratch.path("file")
        #expect(Self.place(file, [:]) == nil)
        #expect(Self.place(file, ["HOME": file]) == nil)
        #expect(Self.place(file, ["XDG_CACHE_HOME": "relative"]) == nil)
        let home = Self.place(file, ["HOME": scratch.directory])
        #expect(home?.hasPrefix(scratch.directory + "/.cache/linli/understanding-") == true)
    }

    /// `data.directory` counts wherever it stands, and the environment before the file.
    @Test func theFolderIsTheOneOfTheSettings() throws {
        let scratch = try Scratch()
        let written = try Settings.daemon(directory: TemporaryStore.packageRoot + "/Config", environment: [:])
        #expect(written.dataDirectory == "var")
        try Data("data:\n  directory: /srv/linli\n".utf8)
            .write(to: URL(fileURLWithPath: scratch.path("linli.yaml")))
        func folder(_ environment: [String: String]) throws -> String {
            try Settings.daemon(directory: scratch.directory, environment: environment).dataDirectory
        }
        #expect(try folder([:]) == "/srv/linli")
        #expect(try folder(["LINLI_DATA_DIRECTORY": "/srv/other"]) == "/srv/other")
        #expect(throws: Findings.self) { try folder(["LINLI_HTTP_PORT": "no port"]) }
    }
}
