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
}
