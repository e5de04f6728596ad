import Foundation
import LinliModel
import Testing

@testable import LinliIntents

/// The file in which trained models outlive the daemon.
@Suite final class ModelFileTests {
    private let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("understanding-\(UUID().uuidString).model").path

    deinit { unlink(path) }

    @Test func whatWasWrittenIsReadAsItWas() throws {
        let file = ModelFile(path: path)
        let models = try models()
        #expect(file.write(models, digest: "one"))
        let kept = try #require(file.read(digest: "one"))
        #expect(kept.model(\.intents) == models.classifier.model)
        #expect(kept.model(\.categories) == models.head.model)
        #expect(kept.model(\.values) == models.values.model)
    }

    @Test func modelsOfOtherSentencesAreNotRead() throws {
        let file = ModelFile(path: path)
        #expect(file.write(try models(), digest: "one"))
        #expect(file.read(digest: "two") == nil)
    }

    /// One bit anywhere, an end that is missing, another program's file, an empty one: all as good as absent.
    @Test func aDamagedFileIsNotRead() throws {
        let file = ModelFile(path: path)
        #expect(file.write(try models(), digest: "one"))
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for position in stride(from: 0, to: whole.count, by: whole.count / 50) {
            var damaged = whole
            damaged[position] ^= 0x10
            try damaged.write(to: URL(fileURLWithPath: path), options: .atomic)
            #expect(file.read(digest: "one") == nil, "byte \(position)")
        }
        for length in [0, 1, 31, 32, 40, whole.count / 2, whole.count - 8, whole.count - 1] {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path), options: .atomic)
            #expect(file.read(digest: "one") == nil, "\(length) bytes")
        }
        try whole.write(to: URL(fileURLWithPath: path), options: .atomic)
        #expect(file.read(digest: "one") != nil)
    }

    /// A daemon that is running keeps what it read when the next one writes its own.
    @Test func aReplacedFileStaysReadable() throws {
        let file = ModelFile(path: path)
        let models = try models()
        #expect(file.write(models, digest: "one"))
        let kept = try #require(file.read(digest: "one"))
        try Data("another".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        #expect(kept.model(\.intents) == models.classifier.model)
    }

    @Test func aFolderThatTakesNoFileIsNoMistake() throws {
        let file = ModelFile(path: "/proc/linli/understanding.model")
        #expect(!file.write(try models(), digest: "one"))
        #expect(file.read(digest: "one") == nil)
    }

    private func models() throws -> Models {
        let decider = try Fixture.understanding.get().decider
        return Models(classifier: decider.classifier, head: decider.head, values: decider.values)
    }
}
