import Foundation
import LinliModel
import LinliPostgres
import LinliSettings
import LinliSQL
import LinliStore

/// A store of one test's own, gone with it: the whole schema, the shipped settings and the demo estate's
/// register. On PostgreSQL it is a copy of a database that the first test makes.
package final class TemporaryStore: Sendable {
    package let database: any Database
    package let settings: Settings
    private let lodging: Engine.Lodging

    private init(_ lodging: Engine.Lodging, settings: Settings) {
        self.lodging = lodging
        self.database = lodging.database
        self.settings = settings
    }

    /// Runs `test` on a fresh store, closes it and removes it, also when the test throws.
    package static func with<Result>(
        at now: Instant, on engine: Engine = .sqlite, _ test: (TemporaryStore) async throws -> Result
    ) async throws -> Result {
        let store = try await make(at: now, on: engine)
        do {
            let result = try await test(store)
            try await store.lodging.leave()
            return result
        } catch {
            try await store.lodging.leave()
            throw error
        }
    }

    private static func make(at now: Instant, on engine: Engine) async throws -> TemporaryStore {
        let settings = try Settings.load(directory: Self.packageRoot + "/Config", environment: [:])
        switch engine {
        case .sqlite:
            let lodging = try await engine.lodging()
            try await furnish(lodging.database, settings, at: now)
            return TemporaryStore(lodging, settings: settings)
        case .postgres:
            let template = try await PostgresTemplate.shared.name(settings)
            return TemporaryStore(try Engine.postgresLodging(from: template), settings: settings)
        }
    }

    static func furnish(_ database: any Database, _ settings: Settings, at now: Instant) async throws {
        _ = try await Migrator(Schema.migrations).migrate(database, at: now.milliseconds)
        guard let estate = settings.estates["HTL"] else { return }
        let rooms = Self.rooms(of: estate)
        try await database.write { tx throws(SQLError) in
            for room in rooms {
                try tx.units.add(
                    estate: estate.code, building: room.building ?? "", unit: room.unit ?? "",
                    room: room.room ?? "")
            }
        }
    }

    private static func rooms(of estate: Estate) -> [Address] {
        estate.buildings.flatMap { building in
            building.units.flatMap { unit in
                unit.floors.flatMap(\.rooms).map {
                    Address(building: building.code, unit: unit.code, room: $0.name)
                }
            }
        }
    }

    /// Two folders above this file's: `Tests/LinliTestKit` stands in the package's root.
    package static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}

/// The database that PostgreSQL stores are copied from, made once a process.
private actor PostgresTemplate {
    static let shared = PostgresTemplate()

    private var making: Task<String, any Error>?

    func name(_ settings: Settings) async throws -> String {
        let task = making ?? Task { try await Self.make(settings) }
        making = task
        return try await task.value
    }

    private static func make(_ settings: Settings) async throws -> String {
        let cluster = try PostgresCluster.shared
        let name = try cluster.create()
        let database = PostgresDatabase(try cluster.url(of: name))
        do {
            try await TemporaryStore.furnish(database, settings, at: Instant(seconds: 0))
        } catch {
            await database.close()
            throw error
        }
        await database.close()
        return name
    }
}
