import Foundation
import LinliModel

/// What every measurement uses: the programs, the stand-in, a place on the disk.
final class Workshop {
    let options: RunOptions
    let account = BenchAccount()
    let standIn: StandIn
    private let folder: URL
    private var stores = 0

    init(_ options: RunOptions) throws {
        self.options = options
        standIn = try StandIn()
        folder = URL(fileURLWithPath: options.scratch, isDirectory: true)
            .appendingPathComponent("linli-bench-\(getpid())", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try prepareConfig()
    }

    /// Removes everything that was written.
    func clear() {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Console.note("\(folder.path) could not be removed")
        }
    }

    // MARK: Programs

    /// Where one daemon keeps its store.
    func newStore() throws -> URL {
        stores += 1
        let store = folder.appendingPathComponent("store-\(stores)", isDirectory: true)
        try FileManager.default.createDirectory(at: store, withIntermediateDirectories: true)
        return store
    }

    enum Duty {
        case everything, accepts
    }

    /// A daemon on a store of its own, ready for work.
    func readyDaemon(_ duty: Duty = .everything) throws -> ChildProcess {
        standIn.reset()
        standIn.holdTokens(false)
        let daemon = try daemon(on: try newStore(), duty)
        guard MonotonicTime.waits(atMost: 60, until: { daemon.page("/readyz") != nil }) else {
            throw BenchError("the daemon was not ready within a minute; see \(log)")
        }
        return daemon
    }

    func daemon(on store: URL, _ duty: Duty = .everything) throws -> ChildProcess {
        try daemon(on: store, environment(store), duty)
    }

    /// Several daemons that share a database, ready for work.
    func readyDaemons(
        _ count: Int, on database: String, _ duty: Duty = .everything
    ) throws -> [ChildProcess] {
        standIn.reset()
        standIn.holdTokens(false)
        let daemons = try (0..<count).map { _ in
            let folder = try newStore()
            let own = environment(folder).merging(["LINLI_STORE_URL": database]) { $1 }
            return try daemon(on: folder, own, duty)
        }
        let areReady = MonotonicTime.waits(atMost: 60) {
            daemons.allSatisfy { $0.page("/readyz") != nil }
        }
        guard areReady else { throw BenchError("the daemons were not ready within a minute; see \(log)") }
        return daemons
    }

    private func daemon(
        on store: URL, _ environment: [String: String], _ duty: Duty
    ) throws -> ChildProcess {
        let arguments = ["serve", "--config", config.path] + (duty == .accepts ? ["--accept-only"] : [])
        return try ChildProcess(options.binary, arguments, environment: environment, log: log)
    }

    /// The bare Hummingbird that every accept is compared with, in a process of its own.
    func echo() throws -> ChildProcess {
        try ChildProcess("/proc/self/exe", ["echo"], environment: [:], log: log)
    }

    /// What the programs say; it stays, because it is read when something went wrong.
    private var log: String {
        URL(fileURLWithPath: options.scratch, isDirectory: true).appendingPathComponent("linli-bench.log")
            .path
    }

    private var config: URL { folder.appendingPathComponent("Config", isDirectory: true) }

    // MARK: Settings

    private func environment(_ store: URL) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "LINLI_HTTP_HOST": "127.0.0.1", "LINLI_HTTP_PORT": "0",
            "LINLI_ADMIN_PORT": "0", "LINLI_STORE_URL": "sqlite:\(store.path)/linli.sqlite",
            "LINLI_DATA_DIRECTORY": store.path, "LINLI_INTENTS_DIRECTORY": options.intentsPath,
            "LINLI_LOG_LEVEL": "warning", "BENCH_SECRET": account.appSecret, "BENCH_TOKEN": account.token,
            "BENCH_AES": account.encodingKey,
        ]
    }

    private func prepareConfig() throws {
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: options.config, isDirectory: true), to: config)
        let channels = """
            channels:
              - {name: \(account.channel), kind: wechat, estate: HTL, mode: safe, app_id: \(account.appID), \
            app_secret: env:BENCH_SECRET, token: env:BENCH_TOKEN, encoding_aes_key: env:BENCH_AES, \
            api_base: "\(standIn.url)"}

            """
        try channels.write(
            to: config.appendingPathComponent("channels.yaml"), atomically: true, encoding: .utf8)
    }

    // MARK: Requests

    func forge() throws -> WebhookForge {
        try WebhookForge(account: account)
    }

    func plan(_ port: UInt16, _ requests: RequestSet, _ pace: LoadPlan.Pace, seconds: Double) -> LoadPlan {
        LoadPlan(
            ports: [port], requests: requests, pace: pace, seconds: seconds, threads: options.threads,
            connections: options.connections)
    }
}
