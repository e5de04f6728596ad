import CCurl
import Foundation

/// The machine on which a run took place: without it a figure says nothing.
struct Machine: Encodable, Sendable {
    var system: String
    var processor: String
    var cores: Int
    var memoryMebibytes: Int
    var sqlite: String
    var curl: String
    /// Empty where its server is not installed.
    var postgres: String
    /// One, five and fifteen minutes before the run: a quiet machine has less than 0.2.
    var loadBefore: String

    init() {
        var names = utsname()
        uname(&names)
        system = "\(Self.text(names.sysname)) \(Self.text(names.release)) \(Self.text(names.machine))"
        processor = Self.value(of: "model name", in: "/proc/cpuinfo") ?? "unknown"
        cores = ProcessInfo.processInfo.activeProcessorCount
        memoryMebibytes = Int(ProcessInfo.processInfo.physicalMemory / 1_048_576)
        sqlite = SQLiteYardstick.libraryVersion
        curl = String(cString: curl_version()).split(separator: " ").first.map(String.init) ?? ""
        postgres = PostgresServer.version
        loadBefore = Self.content("/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " ")
    }

    var words: String {
        "\(processor), \(cores) cores, \(memoryMebibytes) MiB, \(system), SQLite \(sqlite), \(curl)"
            + (postgres.isEmpty ? "" : ", \(postgres)")
    }

    private static func value(of key: String, in path: String) -> String? {
        let line = content(path).split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Empty where the file is not there: the name of a processor is no reason to stop.
    private static func content(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func text<Tuple>(_ tuple: Tuple) -> String {
        withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
