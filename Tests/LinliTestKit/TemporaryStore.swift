import Foundation
import LinliModel
import LinliSettings
import LinliSQL
import LinliSQLite
import LinliStore

/// A store of one test's own: SQLite in a folder that goes with it, the whole schema, the shipped settings
/// and the demo estate's register.
package final class TemporaryStore: Sendable {
    package let database: any Database
    package let settings: Settings
    package let directory: String

    private init(database: any Database, settings: Settings, directory: String) {
        self.database = database
        self.settings = settings
        self.directory = directory
    }

    /// Runs `test` on a fresh store, closes it and removes it, also when the test throws.
    package static func with<Result>(
        at now: Instant, _ test: (TemporaryStore) async throws -> Result
    ) async throws -> Result {
        let store = try await make(at: now)
        do {
            let result = try await test(store)
            await store.close()
            return result
        } catch {
            await store.close()
            throw error
        }
    }

    private static func make(at now: Instant) async throws -> TemporaryStore {
        let directory = NSTemporaryDirectory() + "linli-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let database = try SQLiteDatabase.open(path: directory + "/linli.sqlite", mode: .daemon)
        _ = try await Migrator(Schema.migrations).migrate(database, at: now.milliseconds)
        let settings = try Settings.load(directory: Self.packageRoot + "/Config", environment: [:])
        if let estate = settings.estates["HTL"] {
            let rooms = Self.rooms(of: estate)
            try await database.write { tx throws(SQLError) in
                for room in rooms {
                    try tx.units.add(
                        estate: estate.code, building: room.building ?? "", unit: room.unit ?? "",
                        room: room.room ?? "")
                }
            }
        }
        return TemporaryStore(database: database, settings: settings, directory: directory)
    }

    private func close() async {
        await database.close()
        // A folder that cannot be removed is left to the system's cleaning: the test's verdict stands.
        try? FileManager.default.removeItem(atPath: directory)
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
