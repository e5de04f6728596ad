import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("The schema: each step once, whoever starts")
struct SchemaTests {
    @Test("Four daemons that start at once on an empty store migrate it together", arguments: Engines.all)
    func together(engine: Engine) async throws {
        try await engine.withStore { database in
            let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask { try await Migrator(Schema.migrations).migrate(database, at: 1) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == Schema.migrations.map(\.version))
            let state = try await Migrator(Schema.migrations).state(of: database)
            #expect(state.isCurrent)
        }
    }
}
