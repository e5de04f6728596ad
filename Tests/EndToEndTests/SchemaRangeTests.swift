import LinliTestKit
import Testing

/// A fleet is upgraded one daemon after the other: the first new one migrates the store, and the old ones,
/// when they start again meanwhile, work on or say why they do not.
@Suite(.timeLimit(.minutes(3))) struct SchemaRangeTests {
    @Test(arguments: Engines.all)
    func anOlderDaemonWorksWhereTheSchemaOnlyGrew(engine: Engine) async throws {
        try await LivingLinli.with(on: engine) { linli in
            _ = try await linli.growSchema { _ in 1 }
            try await linli.start()
            try await linli.untilLoaded()
            #expect(try await !linli.ask("你好", from: Residents.a).isEmpty)
            try await linli.stop()
            let check = try await linli.tool("store", "check", code: engine == .sqlite ? 0 : 1)
            #expect(check.contains("newer than this linli"))
        }
    }

    @Test(arguments: Engines.all)
    func anOlderDaemonRefusesWhatItWouldBreak(engine: Engine) async throws {
        try await LivingLinli.with(on: engine) { linli in
            let newest = try await linli.growSchema { $0 + 1 }
            let daemon = try linli.command(["serve"])
            #expect(try await daemon.end() == LinliProcess.End(code: 3))
            let said = daemon.errors.lines.joined(separator: "\n")
            #expect(said.contains("this store has schema \(newest + 1)"))
            #expect(said.contains("this binary accepts schema 1 to \(newest)"))
        }
    }

    /// As one that slept while the step was made, and was not waited for.
    @Test(.enabled(if: Engines.all.contains(.postgres)), arguments: ["--accept-only", nil])
    func aDaemonThatTheSchemaLeftBehindEnds(option: String?) async throws {
        try await LivingLinli.with(on: .postgres) { linli in
            let daemon =
                if let option { try await linli.start(0, option) } else { try await linli.start() }
            _ = try await linli.growSchema { $0 + 1 }
            #expect(try await daemon.end() == LinliProcess.End(code: 3))
            #expect(daemon.errors.lines.joined(separator: "\n").contains("install a newer linli"))
        }
    }
}
