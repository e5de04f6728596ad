import Foundation
import LinliPostgres
import LinliSettings
import LinliSQL
import LinliSQLite

/// A store that was opened, with what only its engine has.
enum OpenStore: Sendable {
    case sqlite(SQLiteDatabase)
    case postgres(PostgresDatabase)

    var database: any Database {
        switch self {
        case .sqlite(let database): database
        case .postgres(let database): database
        }
    }

    /// Where it is, without what is secret.
    var place: String {
        switch self {
        case .sqlite(let database): database.path
        case .postgres(let database): database.url.place
        }
    }
}

/// Opens the store that the settings name; says what to do where it cannot.
struct StoreOpening {
    private let url: String

    init(_ settings: Settings) {
        url = settings.daemon.storeURL
    }

    init(url: String) {
        self.url = url
    }

    /// Nil where the store is no file.
    var path: String? {
        url.hasPrefix("sqlite:") ? String(url.dropFirst("sqlite:".count)) : nil
    }

    /// For what only a file can do. Says what does it on PostgreSQL instead.
    func filePath(orElse words: String) throws -> String {
        guard let path else {
            Console.error(words)
            throw Exit.no
        }
        return path
    }

    func open(_ mode: SQLiteMode) async throws -> OpenStore {
        guard let path else { return .postgres(try await openServer(mode)) }
        return .sqlite(try openFile(path, mode))
    }

    func openFile(_ path: String, _ mode: SQLiteMode) throws -> SQLiteDatabase {
        do throws(SQLError) {
            return try SQLiteDatabase.open(path: path, mode: mode)
        } catch {
            switch error.kind {
            case .busy:
                Console.error(
                    "Another linli holds the store \(path); stop it first, or ask it by its admin API.")
            default: Console.error("The store \(path) cannot be opened: \(error.message)")
            }
            throw Exit.unreachable
        }
    }

    private func openServer(_ mode: SQLiteMode) async throws -> PostgresDatabase {
        do throws(SQLError) {
            let place = try PostgresURL(url)
            return try await PostgresDatabase.open(
                place, options: mode == .daemon ? PostgresOptions() : .tool)
        } catch {
            Console.error("The store cannot be reached: \(error.message)")
            throw Exit.unreachable
        }
    }

    /// A store that is not there is said to be so, before an engine says it in its own words.
    private func mustExist() throws {
        guard let path, !FileManager.default.fileExists(atPath: path) else { return }
        Console.error("There is no store at \(path) yet; linli demo load or linli serve makes one.")
        throw Exit.unreachable
    }

    /// Opens, does, closes; an error of the store becomes a sentence and exit code 3.
    func with<Result: Sendable>(
        _ mode: SQLiteMode, _ body: (OpenStore) async throws(SQLError) -> Result
    ) async throws -> Result {
        if mode == .readOnly { try mustExist() }
        let store = try await open(mode)
        do throws(SQLError) {
            let result = try await body(store)
            await store.database.close()
            return result
        } catch {
            await store.database.close()
            Console.error("The store did not do it: \(error.message)")
            throw Exit.unreachable
        }
    }
}
