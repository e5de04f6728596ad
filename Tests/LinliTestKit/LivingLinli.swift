import Foundation
import LinliModel
import LinliPostgres
import LinliSQL
import LinliSQLite
import LinliStore
import Synchronization

/// A whole Linli of one test's own: a folder with its settings and its store, the demo estate, stand-ins for
/// WeChat (`oa`) and a bridge (`bridge`), and the real daemon, which a test starts, kills and starts again.
/// On PostgreSQL there may be several, which share the store and take the calls in turn.
package final class LivingLinli: Sendable {
    package static let appID = "wx0123456789abcdef"
    private static let appSecret = "secretOfTheStandIn"

    package let folder: String
    package let wechat: WeChatStandIn
    package let bridge: StandardWebhookStandIn
    package let caller = WeChatCaller.standard
    /// Added to the daemon's environment at the next start; an empty value takes a name away.
    package let environment = Mutex<[String: String]>([:])
    /// How many daemons there are when all run.
    package let daemons: Int
    private let members: Mutex<[Member]>
    private let calls = Atomic<Int>(0)
    private let server: Server?
    private let messages = Atomic<UInt64>(7_000_000_000_000_000)

    private struct Member {
        var process: LinliProcess?
        var port: UInt16 = 0
    }

    /// A database of its own, and this test's eyes on it.
    private struct Server {
        let cluster: PostgresCluster
        let name: String
        let url: String
        let database: PostgresDatabase
    }

    private init(
        folder: String, server: Server?, daemons: Int, wechat: WeChatStandIn, bridge: StandardWebhookStandIn
    ) {
        self.server = server
        self.daemons = daemons
        members = Mutex(Array(repeating: Member(), count: daemons))
        self.folder = folder
        self.wechat = wechat
        self.bridge = bridge
    }

    // MARK: Its life

    /// Three at one time: each daemon loads for seconds, and two cores serve them all.
    private static let places = Places(3)

    /// Runs `test` with a folder in which the demo estate is loaded and no daemon runs yet. `apiBase` takes
    /// the place of the stand-in's own address. Afterwards everything ends and goes.
    package static func with<Result: Sendable>(
        apiBase: String? = nil, on engine: Engine = .sqlite, daemons: Int = 1,
        cluster: PostgresCluster? = nil, route: ServerRoute? = nil,
        _ test: (LivingLinli) async throws -> Result
    ) async throws -> Result {
        await places.take()
        do {
            let linli = try await make(
                apiBase: apiBase, on: engine, try server(engine, cluster, route), daemons: daemons)
            do {
                let result = try await test(linli)
                await linli.end()
                await places.giveBack()
                return result
            } catch {
                await linli.end()
                throw error
            }
        } catch {
            await places.giveBack()
            throw error
        }
    }

    private static func make(
        apiBase: String?, on engine: Engine, _ server: Server?, daemons: Int
    ) async throws -> LivingLinli {
        let folder = NSTemporaryDirectory() + "linli-whole-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["Config", "Intents"] {
            try FileManager.default.copyItem(
                atPath: "\(TemporaryStore.packageRoot)/\(name)", toPath: "\(folder)/\(name)")
        }
        let wechat = try await WeChatStandIn.start(appID: appID, secret: appSecret, at: Self.seconds)
        let linli = LivingLinli(
            folder: folder, server: server, daemons: daemons,
            wechat: wechat, bridge: try await StandardWebhookStandIn.start())
        try linli.write(
            "Config/channels.yaml",
            """
            channels:
              - {name: web, kind: web, estate: HTL}
              - name: oa
                kind: wechat
                estate: HTL
                mode: safe
                app_id: \(appID)
                app_secret: env:OA_SECRET
                token: env:OA_TOKEN
                encoding_aes_key: env:OA_AES
                api_base: "\(apiBase ?? wechat.url)"
              - name: bridge
                kind: standard
                estate: HTL
                secret: env:BRIDGE_SECRET
                push_url: "\(linli.bridge.url)"
            """)
        let load = try linli.command(["demo", "load"])
        guard try await load.end() == LinliProcess.End(code: 0) else {
            throw Unexpected("demo load failed:\n\(load.errors.lines.joined(separator: "\n"))")
        }
        for number in 0..<daemons {
            let data = linli.dataDirectory(number)
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            try await models.give(to: data)
        }
        return linli
    }

    private static func server(
        _ engine: Engine, _ own: PostgresCluster?, _ route: ServerRoute?
    ) throws -> Server? {
        guard engine == .postgres else { return nil }
        let cluster = try own ?? PostgresCluster.shared
        let name = try cluster.create()
        let eyes = try PostgresURL(cluster.text(of: name, over: route?.eyes))
        return Server(
            cluster: cluster, name: name, url: cluster.text(of: name, over: route?.daemons),
            database: PostgresDatabase(eyes))
    }

    private func dataDirectory(_ number: Int) -> String {
        number == 0 ? "\(folder)/data" : "\(folder)/data-\(number)"
    }

    private static let models = LearntModels()

    private func end() async {
        for member in members.withLock({ $0 }) { member.process?.signal(SIGKILL) }
        await wechat.stop()
        await bridge.stop()
        if let server {
            await server.database.close()
            // A database that cannot be dropped goes with its cluster.
            try? server.cluster.drop(server.name)
        }
        // A folder that cannot be removed is left to the system's cleaning: the test's verdict stands.
        try? FileManager.default.removeItem(atPath: folder)
    }

    package struct Unexpected: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    /// Now, as the platforms count.
    package static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }

    package static var now: Instant { Instant(seconds: seconds) }

    package func write(_ path: String, _ text: String) throws {
        try text.write(toFile: "\(folder)/\(path)", atomically: true, encoding: .utf8)
    }

    package func read(_ path: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    }

    // MARK: The daemon

    /// The environment of a command, or of one of the daemons.
    private func variables(of number: Int = 0) throws -> [String: String] {
        let own = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC",
            "LINLI_STORE_URL": storeURL, "LINLI_DATA_DIRECTORY": dataDirectory(number),
            "LINLI_STORE_LEASE": "3",
            // A test's residents write as fast as they can.
            "LINLI_LIMITS_MESSAGES_PER_MINUTE": "100000",
            "LINLI_INTENTS_DIRECTORY": "\(folder)/Intents", "LINLI_HTTP_PORT": "0", "LINLI_ADMIN_PORT": "0",
            "OA_SECRET": Self.appSecret, "OA_TOKEN": caller.token, "OA_AES": caller.encodingKey,
            "BRIDGE_SECRET": bridge.secret,
        ]
        return own.merging(environment.withLock { $0 }) { $1 }.filter { !$0.value.isEmpty }
    }

    package var storePath: String { "\(folder)/linli.sqlite" }

    private var storeURL: String { server?.url ?? "sqlite:\(storePath)" }

    /// Any command of the binary on this folder's settings.
    package func command(
        _ arguments: [String], daemon number: Int = 0, fileKilobytes limit: Int? = nil,
        input: String? = nil
    ) throws -> LinliProcess {
        try LinliProcess(
            arguments + ["--config", "\(folder)/Config"], environment: try variables(of: number),
            directory: folder, fileKilobytes: limit, input: input)
    }

    /// A staff command against the running daemon, by the demo's token of a role, or by the one that the
    /// daemon left for its own user: what it printed. Another end than `code` is an error with what it said.
    @discardableResult
    package func staff(
        _ arguments: String..., role: String? = nil, code: Int32 = 0
    ) async throws -> String {
        var variables = try variables()
        if let role { variables["LINLI_TOKEN"] = try read("data/tokens/\(role)") }
        let process = try LinliProcess(arguments, environment: variables, directory: folder)
        return try await Self.output(of: process, arguments, code)
    }

    /// A command that works on the folder's settings and store.
    @discardableResult
    package func tool(_ arguments: String..., code: Int32 = 0) async throws -> String {
        try await Self.output(of: try command(arguments), arguments, code)
    }

    private static func output(
        of process: LinliProcess, _ arguments: [String], _ code: Int32
    ) async throws -> String {
        let end = try await process.end()
        guard end == LinliProcess.End(code: code) else {
            let said = (process.output.lines + process.errors.lines).joined(separator: "\n")
            throw Unexpected("linli \(arguments.joined(separator: " ")) ended with \(end):\n\(said)")
        }
        return process.output.lines.joined(separator: "\n")
    }

    /// Starts a daemon; returns when it listens. Messages may come from then on, the answers come when it
    /// has loaded (`untilLoaded`).
    @discardableResult
    package func start(
        _ number: Int = 0, _ options: String..., fileKilobytes limit: Int? = nil
    ) async throws -> LinliProcess {
        let process = try command(["serve"] + options, daemon: number, fileKilobytes: limit)
        members.withLock { $0[number].process = process }
        let line = try await process.output.line("Linli listens on http://127.0.0.1:")
        guard let address = line.split(separator: " ").first(where: { $0.hasPrefix("http://") }),
            let port = address.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw Unexpected("no port in: \(line)") }
        members.withLock { $0[number].port = port }
        return process
    }

    package func startAll() async throws {
        for number in 0..<daemons { try await start(number) }
    }

    /// The running daemon; throws where none was started.
    package func running(_ number: Int = 0) throws -> LinliProcess {
        guard let process = members.withLock({ $0[number].process }) else {
            throw Unexpected("no daemon was started")
        }
        return process
    }

    package func untilLoaded() async throws {
        for number in 0..<daemons { try await running(number).errors.line("understanding loaded") }
    }

    package func kill(_ number: Int = 0) async throws {
        try await running(number).killAtOnce()
    }

    /// Takes away what was learnt: the next start learns anew.
    package func forget() throws {
        for number in 0..<daemons {
            try FileManager.default.removeItem(atPath: "\(dataDirectory(number))/\(LearntModels.name)")
        }
    }

    /// SIGTERM; returns how it ended.
    @discardableResult
    package func stop() async throws -> LinliProcess.End {
        let process = try running()
        process.signal(SIGTERM)
        return try await process.end()
    }

    // MARK: Its doors

    /// Of several daemons each in turn, as behind a balancer.
    package var client: LoopbackClient {
        client(of: calls.add(1, ordering: .relaxed).newValue % daemons)
    }

    private func client(of number: Int) -> LoopbackClient {
        LoopbackClient(port: members.withLock { $0[number].port })
    }

    package var nextID: UInt64 { messages.add(1, ordering: .relaxed).newValue }

    /// A sealed call as it stands, to `/hooks/oa` of one daemon, or of each in turn.
    package func post(
        _ call: WeChatCaller.Call, to number: Int? = nil
    ) async throws -> LoopbackClient.Answer {
        try await (number.map { client(of: $0) } ?? client).post(
            "/hooks/oa?\(call.query)", headers: ["Content-Type": "text/xml"], body: Array(call.body.utf8))
    }

    /// The person writes: his reply window opens at the platform, and the platform calls.
    @discardableResult
    package func say(
        _ text: String, from openid: String, id: UInt64? = nil, at seconds: Int64 = LivingLinli.seconds
    ) async throws -> LoopbackClient.Answer {
        wechat.personWrote(openid)
        return try await post(try caller.text(text, from: openid, id: id ?? nextID, at: seconds))
    }

    /// The person writes and the next reply to him is waited for.
    package func ask(_ text: String, from openid: String) async throws -> String {
        let before = wechat.texts(to: openid).count
        let answer = try await say(text, from: openid)
        guard answer.status == 200, answer.body == "success" else {
            throw Unexpected("the webhook was answered \(answer)")
        }
        return try await reply(before + 1, to: openid)
    }

    /// The `number`-th reply to a person, waited for.
    package func reply(_ number: Int, to openid: String) async throws -> String {
        let wechat = wechat
        try await Patience.wait(for: "reply \(number) to \(openid); so far \(wechat.texts(to: openid))") {
            while true {
                let seen = wechat.accepted.count
                if wechat.texts(to: openid).count >= number { return }
                await wechat.accepted.reaches(seen + 1)
            }
        }
        return wechat.texts(to: openid)[number - 1]
    }

    // MARK: Its store

    /// Looks into the store, also beside the living daemon; takes no lock and writes nothing.
    package func look<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws -> Result {
        if let server { return try await server.database.read(body) }
        return try await opened(.readOnly) { database in try await database.read(body) }
    }

    /// Writes to the store while no daemon holds it.
    package func arrange<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws -> Result {
        if let server { return try await server.database.write(body) }
        return try await opened(.exclusiveTool) { database in try await database.write(body) }
    }

    private func opened<Result: Sendable>(
        _ mode: SQLiteMode, _ body: (SQLiteDatabase) async throws -> Result
    ) async throws -> Result {
        let database = try SQLiteDatabase.open(path: storePath, mode: mode)
        do {
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

/// A number of places; who finds none waits in line.
private actor Places {
    private var free: Int
    private var line: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func take() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { line.append($0) }
    }

    func giveBack() {
        if line.isEmpty {
            free += 1
        } else {
            line.removeFirst().resume()
        }
    }
}

extension WeChatStandIn {
    /// What came so far no longer stands in `sends`; windows, tokens and tallies stay.
    package func forgetSends() {
        state.withLock { $0.sends = [] }
    }
}
