import Foundation

/// What the binary under test learns from the shipped `Intents/`, learnt once: no daemon of a test has to,
/// and none is waited for while it does. The file stays for the next run, which reads it if it is of the
/// same binary and sentences.
actor LearntModels {
    static let name = "understanding.model"
    /// On a busy machine; it takes ten seconds on an idle one.
    private static let seconds = 300.0

    private var learning: Task<Data, any Error>?

    func give(to folder: String) async throws {
        let task = learning ?? Task { try await Self.learn() }
        learning = task
        try await task.value.write(to: URL(fileURLWithPath: "\(folder)/\(Self.name)"), options: .atomic)
    }

    private static func learn() async throws -> Data {
        let folder = NSTemporaryDirectory() + "linli-models"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let process = try LinliProcess(
            ["intent", "parse", "好"],
            environment: [
                "LINLI_DATA_DIRECTORY": folder,
                "LINLI_INTENTS_DIRECTORY": TemporaryStore.packageRoot + "/Intents",
            ], directory: folder)
        guard try await process.end(within: seconds) == LinliProcess.End(code: 0) else {
            throw LivingLinli.Unexpected(process.errors.lines.joined(separator: "\n"))
        }
        return try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
}
