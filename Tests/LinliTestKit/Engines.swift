import Foundation
import LinliPostgres
import LinliSQL
import LinliSQLite

/// The engines on which what is promised of a store is held.
///
/// PostgreSQL is among them where its programs are installed, and always with `LINLI_REQUIRE_POSTGRES=1`,
/// as on the build server: there its absence fails.
package enum Engines {
    package static let all: [Engine] =
        PostgresCluster.programs != nil || isRequired ? [.sqlite, .postgres] : [.sqlite]

    private static let isRequired =
        ProcessInfo.processInfo.environment["LINLI_REQUIRE_POSTGRES"] == "1"
}

/// One engine under test: how to get an empty store of it.
package enum Engine: String, Sendable, CaseIterable {
    case sqlite, postgres

    /// A store that nobody else has, and how to be rid of it.
    package struct Lodging: Sendable {
        package let database: any Database
        let remove: @Sendable () throws -> Void

        package func leave() async throws {
            await database.close()
            try remove()
        }
    }

    /// An empty store.
    package func lodging() async throws -> Lodging {
        switch self {
        case .sqlite:
            let scratch = try Scratch()
            return Lodging(
                database: try SQLiteDatabase.open(path: scratch.path("store.sqlite"), mode: .daemon),
                remove: { withExtendedLifetime(scratch) {} })
        case .postgres: return try Self.postgresLodging(from: "template0")
        }
    }

    /// A store that begins as the closed one of these bytes.
    static func sqliteLodging(copying template: Data) throws -> Lodging {
        let scratch = try Scratch()
        try template.write(to: URL(fileURLWithPath: scratch.path("store.sqlite")))
        return Lodging(
            database: try SQLiteDatabase.open(path: scratch.path("store.sqlite"), mode: .daemon),
            remove: { withExtendedLifetime(scratch) {} })
    }

    static func postgresLodging(from template: String) throws -> Lodging {
        let cluster = try PostgresCluster.shared
        let name = try cluster.create(from: template)
        return Lodging(
            database: PostgresDatabase(try cluster.url(of: name)), remove: { try cluster.drop(name) })
    }

    /// Runs `test` on an empty store, closes it and removes it, also when the test throws.
    package func withStore(_ test: (any Database) async throws -> Void) async throws {
        let lodging = try await lodging()
        do {
            try await test(lodging.database)
        } catch {
            try await lodging.leave()
            throw error
        }
        try await lodging.leave()
    }
}

/// A directory of one test's own, gone with it.
package final class Scratch: Sendable {
    package let directory: String

    package init() throws {
        directory = NSTemporaryDirectory() + "/linli-sql-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    package func path(_ name: String) -> String {
        directory + "/" + name
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }
}
