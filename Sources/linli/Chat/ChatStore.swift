import Foundation
import LinliSQL
import LinliSQLite

/// Where a conversation keeps its store: in the file that was named, or in a private one that goes with it.
struct ChatStore {
    private let path: String
    private let folder: String?

    static func place(_ store: String?) -> ChatStore {
        if let store { return ChatStore(path: store, folder: nil) }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("linli-chat-\(UUID().uuidString)").path
        return ChatStore(path: folder + "/linli.sqlite", folder: folder)
    }

    func open() throws -> SQLiteDatabase {
        do throws(SQLError) {
            return try SQLiteDatabase.open(path: path, mode: .exclusiveTool)
        } catch {
            Console.error(
                error.kind == .busy
                    ? "A daemon or another tool holds \(path); stop it first or use another --store."
                    : "The store \(path) cannot be opened: \(error.message)")
            throw Exit.unreachable
        }
    }

    func discard() {
        guard let folder else { return }
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            Console.error("The private store \(folder) could not be deleted; please delete it.")
        }
    }
}
