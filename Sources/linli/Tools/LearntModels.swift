import Foundation
import LinliDigest
import LinliIntents

/// Where commands keep what was learnt from `Intents/`, so that only the first of them learns: in the
/// daemon's data directory where there is one, else in a cache of the user's own, a file for each folder of
/// sentences and each program. The file says itself whether it fits (`ModelFile`); deleting it costs seconds.
struct LearntModels {
    let intents: String
    let program: String
    /// The daemon's, whether a folder is there or not.
    let data: String
    /// Read are XDG_CACHE_HOME and HOME.
    let environment: [String: String]

    static func file(of intents: String, data: String) -> ModelFile? {
        let here = URL(fileURLWithPath: intents).standardizedFileURL.path
        return LearntModels(
            intents: here, program: Bundle.main.executablePath ?? "", data: data,
            environment: ProcessInfo.processInfo.environment
        ).place().map { ModelFile(path: $0) }
    }

    /// Nil where no folder takes a file: then each command learns for itself.
    func place() -> String? {
        if takesFiles(data) { return data + "/understanding.model" }
        guard let cache, makes(cache) else { return nil }
        let number = FNV1a.sum("\(intents)\n\(program)".utf8)
        return "\(cache)/understanding-\(String(number, radix: 16)).model"
    }

    private var cache: String? {
        // What is not absolute is to be ignored (XDG Base Directory Specification).
        if let set = environment["XDG_CACHE_HOME"], set.hasPrefix("/") { return set + "/linli" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.cache/linli"
    }

    private func makes(_ folder: String) -> Bool {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            return false
        }
        return takesFiles(folder)
    }

    private func takesFiles(_ folder: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory)
            && isDirectory.boolValue && access(folder, W_OK | X_OK) == 0
    }
}
