import CPostgres
import Foundation
import LinliPostgres
import LinliSQL
import Synchronization

/// A private PostgreSQL of this test process: made in a folder of its own, reached by a socket in it, gone
/// with the process, however that ends.
///
/// It is kept by a shell that reads from a pipe: when the process is gone the pipe closes, and the shell
/// stops the server and removes the folder. It does not write through to the disk (`fsync=off`): what a
/// power cut does to PostgreSQL is not ours to test.
package final class PostgresCluster: Sendable {
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// Started by the first test that asks for it.
    package static var shared: PostgresCluster {
        get throws { try start.get() }
    }

    private static let start = Result { try PostgresCluster(keepsCommits: false) }

    /// Where Debian and others keep the server's programs, the newest first.
    package static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (FileManager.default.subpaths(inFolder: root)).compactMap { Int($0) }.sorted(by: >)
        let folders = versions.map { "\(root)/\($0)/bin" } + ["/usr/local/pgsql/bin", "/usr/bin"]
        return folders.first {
            FileManager.default.isExecutableFile(atPath: $0 + "/initdb")
                && FileManager.default.isExecutableFile(atPath: $0 + "/postgres")
        }
    }()

    /// What the cluster's files stand on.
    package enum Disk: Sendable, Equatable {
        /// The disk of this machine.
        case roomy
        /// The databases alone on a small disk of their own; the log has room.
        case smallForTables
        /// Everything on a small disk of its own.
        case small

        fileprivate var megabytes: Int { self == .small ? 192 : 96 }
    }

    /// Whether a test may mount a small disk: as root, and where the machine lets it.
    package static let mayMount: Bool = {
        guard getuid() == 0 else { return false }
        let trial = Process()
        trial.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        trial.arguments = ["--mount", "mount", "-t", "tmpfs", "linli", "/mnt"]
        trial.standardError = FileHandle.nullDevice
        do { try trial.run() } catch { return false }
        trial.waitUntilExit()
        return trial.terminationStatus == 0
    }()

    /// In memory where there is room for many databases, else where temporary files are.
    private static let quickFolder: String = {
        let shared = "/dev/shm/"
        var room = statvfs()
        guard access(shared, W_OK) == 0, statvfs(shared, &room) == 0,
            UInt64(room.f_bavail) * UInt64(room.f_frsize) >= 4 << 30
        else { return NSTemporaryDirectory() }
        return shared
    }()

    private let folder: String
    private let disk: Disk
    private let keeper: Process
    /// Kept open for the life of this process.
    private let lifeline: Pipe
    private let answers: FileHandle
    private let names = Atomic<Int>(0)

    private static let script = """
        set -eu
        if [ -n "$5" ]; then
            "$1/pg_basebackup" -h "$5" -U linli -D "$4" -R -c fast -X stream --no-sync > "$2/initdb.log" 2>&1
        else
            "$1/initdb" -D "$4" -U linli -A trust -E UTF8 --locale=C --wal-segsize=1 --no-sync \\
                > "$2/initdb.log" 2>&1
        fi
        if [ -d "$2/small" ]; then mkdir "$2/small/tables"; fi
        start() {
            "$1/postgres" -D "$4" -k "$2" -c listen_addresses= -c max_connections=200 \\
                -c fsync=off -c full_page_writes=off -c synchronous_commit="$3" \\
                -c autovacuum=off -c deadlock_timeout=50ms >> "$2/server.log" 2>&1 &
            server=$!
            until "$1/pg_isready" -q -h "$2"; do
                kill -0 $server || exit 1
                sleep 0.02
            done
        }
        start "$@"
        echo done
        while read -r word; do
            case $word in
            crash) kill -QUIT $server; wait $server || true ;;
            start)
                # A server that ran out of room may have come back by itself, where room came back in time.
                until "$1/pg_isready" -q -h "$2"; do
                    kill -0 $server 2> /dev/null || { start "$@"; break; }
                    sleep 0.02
                done ;;
            fill) dd if=/dev/zero of="$2/small/ballast" bs=64k 2> /dev/null || true ;;
            free) rm -f "$2/small/ballast" ;;
            stop) for p in $server $(cat /proc/$server/task/*/children); do kill -STOP $p || true; done ;;
            go) for p in $server $(cat /proc/$server/task/*/children); do kill -CONT $p || true; done ;;
            esac
            echo done
        done
        kill -CONT $server || true
        kill -QUIT $server || true
        wait $server || true
        rm -rf "$2" 2> /dev/null || true
        """

    /// Mounts the small disk where only this cluster sees it, so that it goes with its last process.
    private static let mounting = """
        folder=$2
        unshare --mount /bin/sh -c '
            mount -t tmpfs -o "size=$1m,mode=0700,uid=$3,gid=$4" linli "$2/small"
            shift 4
            exec "$@"' sh "$@" || true
        rm -rf "$folder"
        """

    /// - Parameters:
    ///   - keepsCommits: whether what was committed outlives a crash of the server, as a test wants that
    ///     lets it crash.
    ///   - primary: the cluster that this one follows, by streaming replication.
    package init(keepsCommits: Bool, disk: Disk = .roomy, following primary: PostgresCluster? = nil) throws {
        guard let programs = Self.programs else {
            throw Missing(description: "initdb and postgres are not installed; run .ci/libraries --tests")
        }
        // Short: a socket's path may have 107 bytes.
        folder = Self.quickFolder + "linli-pg-\(UUID().uuidString.prefix(8))"
        guard mkdir(folder, 0o700) == 0 else { throw Missing(description: "\(folder) cannot be made") }
        self.disk = disk
        keeper = Process()
        lifeline = Pipe()
        let command = [
            "/bin/sh", "-c", Self.script, "sh", programs, folder, keepsCommits ? "on" : "off",
            disk == .small ? "\(folder)/small/data" : "\(folder)/data", primary?.folder ?? "",
        ]
        var arguments = try Self.withoutPrivileges(command, owning: folder)
        if disk != .roomy { arguments = try Self.onSmallDisk(arguments, disk, in: folder) }
        keeper.executableURL = URL(fileURLWithPath: arguments[0])
        keeper.arguments = Array(arguments.dropFirst())
        keeper.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        keeper.standardInput = lifeline
        keeper.standardOutput = output
        // A daemon that a test starts must not hold the lifeline.
        _ = fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        answers = output.fileHandleForReading
        try keeper.run()
        try awaitAnswer()
        if disk == .smallForTables {
            try self.command("CREATE TABLESPACE small LOCATION '\(folder)/small/tables'")
        }
    }

    deinit {
        // The shell ends the server and removes the folder.
        try? lifeline.fileHandleForWriting.close()
    }

    /// What a server may suffer.
    package enum Fate: String {
        /// Every process of it ends at once; what was committed is in the log.
        case crash
        /// Begins again after a crash; returns when it takes connections.
        case start
        /// All its processes stand still, and its connections stay open.
        case stop
        case go
        /// The small disk has no byte left.
        case fill
        /// It has room again.
        case free
    }

    package func suffer(_ fate: Fate) throws {
        try lifeline.fileHandleForWriting.write(contentsOf: Data("\(fate.rawValue)\n".utf8))
        try awaitAnswer()
    }

    private func awaitAnswer() throws {
        var answer = pollfd(fd: answers.fileDescriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&answer, 1, Int32(Patience.seconds * 1000)) == 1 else {
            throw Missing(description: "PostgreSQL does not answer in \(Patience.seconds) s: \(folder)")
        }
        let word = String(decoding: answers.availableData, as: UTF8.self)
        guard word == "done\n" else { throw Missing(description: "PostgreSQL does not start: \(folder)") }
    }

    /// PostgreSQL refuses to run as root.
    private static func withoutPrivileges(_ command: [String], owning folder: String) throws -> [String] {
        guard getuid() == 0 else { return command }
        guard let user = getpwnam("postgres") ?? getpwnam("nobody") else {
            throw Missing(description: "there is no user postgres or nobody to run PostgreSQL as")
        }
        let (uid, gid) = (user.pointee.pw_uid, user.pointee.pw_gid)
        guard chown(folder, uid, gid) == 0 else {
            throw Missing(description: "\(folder) cannot be given away")
        }
        return ["/usr/bin/setpriv", "--reuid=\(uid)", "--regid=\(gid)", "--clear-groups"] + command
    }

    private static func onSmallDisk(
        _ command: [String], _ disk: Disk, in folder: String
    ) throws -> [String] {
        guard mkdir("\(folder)/small", 0o755) == 0, let user = getpwnam("postgres") ?? getpwnam("nobody")
        else { throw Missing(description: "no place for a small disk") }
        let (uid, gid) = (user.pointee.pw_uid, user.pointee.pw_gid)
        return [
            "/bin/sh", "-c", mounting, "sh", "\(disk.megabytes)", folder, "\(uid)", "\(gid)",
        ] + command
    }

    /// Whether it takes connections now.
    package var isUp: Bool {
        let connection = PQconnectdb(text(of: "postgres"))
        defer { PQfinish(connection) }
        return PQstatus(connection) == CONNECTION_OK
    }

    // MARK: Databases

    /// A URL of a database of this cluster.
    package func url(of database: String) throws(SQLError) -> PostgresURL {
        try PostgresURL(text(of: database))
    }

    /// - Parameter hosts: other ways to the server than its own socket, tried in their order.
    package func text(of database: String, over hosts: [String]? = nil) -> String {
        "postgres://linli@/\(database)?host=\((hosts ?? [folder]).joined(separator: ","))"
    }

    /// The folder with its socket, as it stands in the `host` of a URL.
    package var host: String { folder }

    /// Makes a database with a fresh name, as a copy of `template` or empty.
    package func create(from template: String = "template0") throws -> String {
        let name = "linli_\(names.add(1, ordering: .relaxed).newValue)"
        let place = disk == .smallForTables ? "TABLESPACE small" : ""
        _ = try ask("postgres") { version in
            // From version 15 on a copy goes page by page through the log unless one says otherwise, which
            // takes four times as long.
            let strategy = version >= 150_000 ? "STRATEGY FILE_COPY" : ""
            return "CREATE DATABASE \(name) TEMPLATE \(template) ENCODING 'UTF8' \(place) \(strategy)"
        }
        return name
    }

    package func drop(_ database: String) throws {
        try command("DROP DATABASE \(database) WITH (FORCE)")
    }

    /// Runs one command outside any transaction, on a connection of its own.
    package func command(_ command: String, in database: String = "postgres") throws {
        _ = try answer(to: command, in: database)
    }

    /// The first value that a command returns; nil where it returns none.
    package func answer(to command: String, in database: String = "postgres") throws -> String? {
        try ask(database) { _ in command }
    }

    /// - Parameter words: the command for a server of this version (150004 is 15.4).
    private func ask(_ database: String, _ words: (_ version: Int32) -> String) throws -> String? {
        let connection = PQconnectdb(text(of: database))
        defer { PQfinish(connection) }
        let command = words(PQserverVersion(connection))
        let result = PQexec(connection, command)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw Missing(description: "\(command): \(String(cString: PQerrorMessage(connection)))")
        }
        guard PQntuples(result) > 0, PQnfields(result) > 0 else { return nil }
        return PQgetvalue(result, 0, 0).map { String(cString: $0) }
    }
}

extension FileManager {
    /// The names in a folder; none where it cannot be read.
    fileprivate func subpaths(inFolder path: String) -> [String] {
        (try? contentsOfDirectory(atPath: path)) ?? []
    }
}
