import LinliSQL
import LinliTestKit
import Testing

@testable import LinliSQLite

/// A full disk: nothing acknowledged is missing, nothing refused is there, and life goes on with room.
@Suite struct SQLiteFullTests {
    private func withSmallStore(_ test: (SQLiteDatabase) async throws -> Void) async throws {
        let scratch = try Scratch()
        let database = try SQLiteDatabase.open(path: scratch.path("store.sqlite"), mode: .daemon)
        try await database.write { tx throws(SQLError) in try tx.makeNotes() }
        try await limit(database, pages: "64")
        try await test(database)
        await database.close()
    }

    private func limit(_ database: SQLiteDatabase, pages: String) async throws {
        let kept = try await database.onWriter { handle throws(SQLError) in
            pages == "64"
                ? try handle.pragma("PRAGMA max_page_count = 64")
                : try handle.pragma("PRAGMA max_page_count = 1073741823")
        }
        #expect(kept == [pages])
    }

    /// Adds notes of `bytes` each from many callers at once; returns the ids that were acknowledged.
    private func flood(
        _ database: SQLiteDatabase, _ ids: ClosedRange<Int>, bytes: @escaping @Sendable (Int) -> Int
    ) async -> (kept: [Int], kinds: Set<SQLError.Kind>) {
        await withTaskGroup(of: (Int, SQLError.Kind?).self) { group in
            for id in ids {
                group.addTask {
                    let result = await kind { () throws(SQLError) in
                        try await database.write { tx throws(SQLError) in
                            try tx.addNote(id)
                            let body = [UInt8](repeating: 7, count: bytes(id))
                            try tx.run("UPDATE notes SET body = \(body) WHERE id = \(id)")
                        }
                    }
                    return (id, result)
                }
            }
            var kept: [Int] = []
            var kinds: Set<SQLError.Kind> = []
            for await (id, kind) in group {
                if let kind { kinds.insert(kind) } else { kept.append(id) }
            }
            return (kept.sorted(), kinds)
        }
    }

    @Test func oneBodyThatFillsTheDiskHarmsNobody() async throws {
        try await withSmallStore { database in
            let (kept, kinds) = await flood(database, 1...60) { $0 == 30 ? 2_000_000 : 10 }
            #expect(kinds == [.full])
            #expect(kept == Array(1...60).filter { $0 != 30 })
            let ids = try await database.read { tx throws(SQLError) in try tx.noteIds() }
            #expect(ids == kept)
        }
    }

    @Test func aFullDiskKeepsExactlyWhatWasAcknowledged() async throws {
        try await withSmallStore { database in
            let (kept, kinds) = await flood(database, 1...600) { _ in 600 }
            #expect(!kept.isEmpty && kept.count < 600)
            #expect(kinds.contains(.full) && kinds.isSubset(of: [.full, .aborted]))
            #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == kept)
            // No half body: every note that is there has its content.
            let complete = try await database.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM notes WHERE length(body) = 600")
            }
            #expect(Int(complete) == kept.count)
            #expect(try await database.check().findings == [])

            try await limit(database, pages: "1073741823")
            let (more, none) = await flood(database, 601...700) { _ in 600 }
            #expect(more == Array(601...700) && none.isEmpty)
        }
    }
}
