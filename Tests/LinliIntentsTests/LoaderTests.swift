import Foundation
import LinliModel
import Testing

@testable import LinliIntents

/// Mistakes in the files, each with the place where it stands.
@Suite struct LoaderTests {
    /// A copy of the shipped folder with one file replaced or changed.
    private func findings(_ name: String, _ change: (String) -> String) throws -> [Finding] {
        let manager = FileManager.default
        let copy = manager.temporaryDirectory.appendingPathComponent("intents-\(UUID().uuidString)").path
        try manager.copyItem(atPath: Fixture.root + "/Intents", toPath: copy)
        defer { try? manager.removeItem(atPath: copy) }
        // Its lines name values and intents of the files that are replaced here.
        try manager.removeItem(atPath: copy + "/corpus")
        try manager.createDirectory(atPath: copy + "/corpus", withIntermediateDirectories: false)
        let path = "\(copy)/\(name)"
        let text = String(decoding: manager.contents(atPath: path) ?? Data(), as: UTF8.self)
        try change(text).write(toFile: path, atomically: true, encoding: .utf8)
        do {
            _ = try IntentLoader.load(directory: copy)
            return []
        } catch {
            return error.list
        }
    }

    private let vote = "zh/vote.yaml"

    private func sentence(_ template: String) -> String {
        "intent: vote\nsentences:\n  - 我要投票\n  - '\(template)'\nexamples: [换物业我投同意]\n"
    }

    @Test(arguments: [
        ("投{nothing}", "unknown slot {nothing}"), ("投<nothing>", "unknown list <nothing>"),
        ("投[票", "not closed"),
        ("投票)", "closes nothing"), ("投(同意||反对)", "alternative is empty"), ("投()票", "bracket is empty"),
        ("[投票]", "can be empty"), ("投{票", "not closed"),
        (
            "(a|b|c|d|e|f)(a|b|c|d|e|f)(a|b|c|d|e|f)(a|b|c|d|e|f)(a|b|c|d|e|f)(a|b|c|d|e|f)",
            "says 46656 sentences"
        ),
    ])
    func templateMistakesHaveAPlace(template: String, message: String) throws {
        let found = try findings(vote) { _ in sentence(template) }
        #expect(
            found.contains { $0.file == vote && $0.line == 4 && $0.message.contains(message) }, "\(found)")
    }

    @Test func sentenceOfAnotherIntentIsTheft() throws {
        let found = try findings(vote) { _ in "intent: vote\nexamples:\n  - 我要投票\n  - 转人工\n" }
        #expect(found.count == 1)
        #expect(
            found.first?.message.contains("belongs to human_handoff") == true
                || found.first?.message.contains("belongs to vote") == true)
    }

    @Test(arguments: [
        ("intent: voting\n", 1, "unknown intent"),
        ("intent: vote\nfoo: 1\nexamples: [a]\n", 2, "unknown key foo"),
        ("intent: vote\nslots: [wrong]\nexamples: [a]\n", 2, "unknown slot"),
        ("intent: vote\n", 0, "no examples"),
        ("intent: [\n", 2, "not readable as YAML"), ("", 0, "empty"), ("- a\n", 1, "mapping"),
    ])
    func fileMistakesHaveAPlace(text: String, line: Int, message: String) throws {
        let found = try findings(vote) { _ in text }
        #expect(
            found.contains { $0.file == vote && $0.line == line && $0.message.contains(message) },
            "\(found)")
    }

    @Test func replyMistakesHaveAPlace() throws {
        let long = String(repeating: "长", count: Limits.replyCharacters + 1)
        let found = try findings("replies/advice.yaml") { _ in
            "forbidden: [断水断电]\nreplies:\n  a: \"不交费就断水断电\"\n  b: \"{x\"\n  c: \"\(long)\"\n  d: {sms: 短}\n"
        }
        #expect(found.map(\.line) == [3, 4, 5, 6, 6])
        #expect(found[0].message.contains("forbidden word 断水断电"))
    }

    @Test func mistakesOfTablesHaveAPlace() throws {
        let name = "corpus/water.tsv"
        let found = try findings(name) { _ in
            "\(CorpusReader.header)\nreport_repair\twater.nothing\t三角阀滋水\nvoting\t\t我投反对\nvote\t\t转人工\n"
        }
        #expect(found.contains { $0.file == name && $0.line == 2 && $0.message.contains("unknown category") })
        #expect(found.contains { $0.file == name && $0.line == 3 && $0.message.contains("unknown intent") })
        #expect(found.contains { $0.message.contains("belongs to") })
        #expect(found.count == 3)
    }

    @Test func everyMistakeIsFoundAtOnce() throws {
        let found = try findings(vote) { _ in "intent: vote\nfoo: 1\nbar: 2\nexamples: [a]\n" }
        #expect(found.map(\.line) == [2, 3])
    }

    /// Under `meanings` a sentence may give two slots their values, or leave one open with `none`.
    @Test func sentenceMayMeanSeveralThings() throws {
        let source = try IntentLoader.load(directory: Fixture.root + "/Intents").intents[.rateFeedback]
        let examples = try #require(source).examples
        #expect(Set(examples.map(\.source.text)).count == examples.count)
        let both = examples.filter { Set($0.meanings.map(\.slot)) == [.satisfied, .resolved] }
        #expect(both.contains { $0.meanings.contains { $0.value == IntentSource.Example.unnamed } })
    }

    @Test func unknownMeaningHasAPlace() throws {
        let found = try findings(vote) { $0.replacing("cast: [换物业", with: "cost: [换物业") }
        #expect(found.contains { $0.file == vote && $0.message.contains("unknown value cost of action") })
    }

    @Test func ruleNeedsWords() throws {
        let found = try findings("zh/emergency.yaml") { $0 + "  - {category: x.y, all: []}\n" }
        #expect(found.count == 1)
        #expect(found.first?.message.contains("needs category and words") == true)
    }

    /// A comma that is not in quotes cuts a phrase in two; a single character would hide half of all dangers.
    @Test(arguments: ["over", "idioms"])
    func shortWordsHideNoDanger(key: String) throws {
        let found = try findings("zh/emergency.yaml") {
            $0.replacing("\n\(key): [", with: "\n\(key): [别怕, 没, ")
        }
        #expect(found.count == 1 && found.first?.file == "zh/emergency.yaml")
        #expect(found.first?.message.contains("没 is too short") == true)
    }

    @Test func missingFolderIsAFinding() {
        #expect(throws: Findings.self) { try IntentLoader.load(directory: "/nowhere") }
    }

    @Test func digestFollowsTheFiles() throws {
        var first = TextDigest()
        first.add("a")
        var second = TextDigest()
        second.add("b")
        #expect(first.text != second.text && first.text.count == 32)
    }

    /// Trained models are kept under this name: another one for the same files would train them anew.
    @Test func digestOfTheSameTextsStays() {
        var digest = TextDigest()
        digest.add("zh/repair.yaml")
        digest.add("灯坏了")
        #expect(digest.text == "3f490a405d5c2dc21fc274942e50c2b2")
    }

    /// Kept models know tags by these numbers.
    @Test func tagsKeepTheirNumbers() {
        #expect(MessageFeatures.tag("category", "water.leak") == 0x0064_2CCF_714F_DCDE)
    }
}
