import Foundation

/// A PostgreSQL of the run's own on the disk that is measured, as durable as it comes (`fsync` and
/// `synchronous_commit` on), reached by a socket. It ends with this process, however that ends.
final class PostgresServer {
    /// Where Debian and others keep the server's programs, the newest first; nil where there are none.
    static let programs: String? = {
        let root = "/usr/lib/postgresql"
        // Not there: the server is not installed the way of Debian.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let versions = names.compactMap { Int($0) }.sorted(by: >).map { "\(root)/\($0)/bin" }
        return (versions + ["/usr/local/pgsql/bin", "/usr/bin"]).first { folder in
            ["initdb", "postgres", "pgbench", "psql"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
            }
        }
    }()

    /// Such as `PostgreSQL 15.18`; empty where there is none.
    static let version: String = {
        guard let programs,
            let words = try? output("\(programs)/postgres", ["--version"]).split(separator: " "),
            words.count > 2
        else { return "" }
        return "PostgreSQL \(words[2].trimmingCharacters(in: .whitespacesAndNewlines))"
    }()

    private let programs: String
    /// Of the socket: its path may have 107 bytes.
    private let folder: String
    private let keeper = Process()
    /// Kept open for the life of this process.
    private let lifeline = Pipe()
    private var databases = 0

    /// The shell stops the server when its input ends.
    private static let script = """
        "$1/initdb" -D "$2/data" -U linli -A trust -E UTF8 --locale=C > "$2/initdb.log" 2>&1 || exit 1
        "$1/postgres" -D "$2/data" -k "$3" -c listen_addresses= >> "$2/server.log" 2>&1 &
        server=$!
        until "$1/pg_isready" -q -h "$3"; do
            kill -0 $server || exit 1
            sleep 0.05
        done
        echo ready
        read -r word
        kill -QUIT $server
        wait $server
        rm -rf "$3"
        """

    /// - Parameter place: a folder of the server's own. PostgreSQL refuses to run as root: where we are root
    ///   it runs as `postgres` or `nobody`, who must be able to get there.
    init(in place: URL) throws {
        guard let programs = Self.programs else {
            throw BenchError("PostgreSQL's server programs are not installed (.ci/libraries --tests)")
        }
        self.programs = programs
        folder = NSTemporaryDirectory() + "linli-bench-pg-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var command = ["/bin/sh", "-c", Self.script, "sh", programs, place.path, folder]
        if getuid() == 0 {
            guard let user = getpwnam("postgres") ?? getpwnam("nobody") else {
                throw BenchError("there is no user postgres or nobody to run PostgreSQL as")
            }
            let (uid, gid) = (user.pointee.pw_uid, user.pointee.pw_gid)
            for path in [place.path, folder] where chown(path, uid, gid) != 0 {
                throw BenchError("\(path) cannot be given away")
            }
            command = ["/usr/bin/setpriv", "--reuid=\(uid)", "--regid=\(gid)", "--clear-groups"] + command
        }
        keeper.executableURL = URL(fileURLWithPath: command[0])
        keeper.arguments = Array(command.dropFirst())
        keeper.currentDirectoryURL = place
        let output = Pipe()
        keeper.standardInput = lifeline
        keeper.standardOutput = output
        _ = fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try keeper.run()
        guard String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "ready\n" else {
            throw BenchError("PostgreSQL does not start in \(place.path); may its user enter the folder?")
        }
    }

    deinit {
        end()
    }

    func end() {
        guard keeper.isRunning else { return }
        lifeline.fileHandleForWriting.closeFile()
        keeper.waitUntilExit()
    }

    /// The URL of an empty database.
    func newDatabase() throws -> String {
        databases += 1
        try run("CREATE DATABASE bench_\(databases)", in: "postgres")
        return "postgres://linli@/bench_\(databases)?host=\(folder)"
    }

    /// What pgbench gives to so many connections: transactions a second, each of so many rows of 600 bytes.
    func commitsPerSecond(rows: Int, clients: Int, seconds: Double) throws -> Double {
        try run("CREATE TABLE IF NOT EXISTS rows (id BIGSERIAL PRIMARY KEY, body TEXT)", in: "postgres")
        let script = folder + "/insert-\(rows).sql"
        let insert = "INSERT INTO rows (body) VALUES (repeat('a', 600));\n"
        let text = "BEGIN;\n" + String(repeating: insert, count: rows) + "COMMIT;\n"
        try text.write(toFile: script, atomically: true, encoding: .utf8)
        let first = try pgbench(script, clients, transactions: 50)
        let rate = try pgbench(script, clients, transactions: Int(first * seconds) / clients)
        try run("TRUNCATE rows", in: "postgres")
        return rate
    }

    /// So many transactions of each client; returns all of them together a second. By count and not by time:
    /// its time is a signal, which a process that we start does not get.
    private func pgbench(_ script: String, _ clients: Int, transactions: Int) throws -> Double {
        let words = try Self.output(
            "\(programs)/pgbench",
            [
                "-h", folder, "-U", "linli", "-n", "-f", script, "-c", "\(clients)", "-j", "2",
                "-t", "\(max(50, transactions))", "-M", "prepared", "postgres",
            ])
        let line = words.split(separator: "\n").first { $0.hasPrefix("tps = ") }
        guard let rate = line.flatMap({ Double($0.split(separator: " ")[2]) }) else {
            throw BenchError("pgbench gave no rate:\n\(words)")
        }
        return rate
    }

    /// Runs commands of SQL, each outside any transaction; returns what they print.
    @discardableResult
    func run(_ commands: String..., in database: String) throws -> String {
        try Self.output(
            "\(programs)/psql",
            ["-h", folder, "-U", "linli", "-d", database, "-qAt", "-v", "ON_ERROR_STOP=1"]
                + commands.flatMap { ["-c", $0] })
    }

    private static func output(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("\(program): \(said)") }
        return text
    }
}
