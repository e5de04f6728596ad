import Foundation
import LinliModel
import LinliPostgres
import LinliSettings
import LinliSQL
import LinliSQLite
import LinliStore

/// A store of one test's own, gone with it: the whole schema, the shipped settings and the demo estate's
/// register.
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
        on engine: Engine = .sqlite, _ test: (TemporaryStore) async throws -> Result
    ) async throws -> Result {
        let store = try await make(on: engine)
        do {
            let result = try await test(store)
            try await store.lodging.leave()
            return result
        } catch {
            try await store.lodging.leave()
            throw error
        }
    }

    private static func make(on engine: Engine) async throws -> TemporaryStore {
        let settings = try shipped.get()
        let lodging: Engine.Lodging
        switch engine {
        case .sqlite: lodging = try Engine.sqliteLodging(copying: try await StoreTemplates.shared.sqlite())
        case .postgres:
            lodging = try Engine.postgresLodging(from: try await StoreTemplates.shared.postgres())
        }
        return TemporaryStore(lodging, settings: settings)
    }

    /// `Config/` as it stands, read once.
    private static let shipped = Result {
        try Settings.load(directory: packageRoot + "/Config", environment: [:])
    }

    fileprivate static func furnish(_ database: any Database) async throws {
        let settings = try shipped.get()
        _ = try await Migrator(Schema.migrations).migrate(database, at: 0)
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

/// The furnished stores that tests get copies of, made once a process by the first that asks.
private actor StoreTemplates {
    static let shared = StoreTemplates()

    private var makingFile: Task<Data, any Error>?
    private var makingDatabase: Task<String, any Error>?

    /// The bytes of a closed store.
    func sqlite() async throws -> Data {
        let task =
            makingFile
            ?? Task {
                let scratch = try Scratch()
                let path = scratch.path("template.sqlite")
                try await Self.furnish(try SQLiteDatabase.open(path: path, mode: .daemon))
                return try Data(contentsOf: URL(fileURLWithPath: path))
            }
        makingFile = task
        return try await task.value
    }

    /// The name of a database that nobody is connected to.
    func postgres() async throws -> String {
        let task =
            makingDatabase
            ?? Task {
                let cluster = try PostgresCluster.shared
                let name = try cluster.create()
                try await Self.furnish(PostgresDatabase(try cluster.url(of: name)))
                return name
            }
        makingDatabase = task
        return try await task.value
    }

    private static func furnish(_ database: any Database) async throws {
        do {
            try await TemporaryStore.furnish(database)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }
}
