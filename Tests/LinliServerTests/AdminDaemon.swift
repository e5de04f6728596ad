import Foundation
import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit

@testable import LinliServer

/// The admin side on a real store and a real port, with one token a role.
struct AdminDaemon: Sendable {
    static let now = Instant(iso8601: "2026-03-16T10:00:00+08:00") ?? Instant(seconds: 0)

    let store: TemporaryStore
    let api: AdminAPI
    let port: Int

    static func with(
        probe: @escaping ChannelTrials.Probe = { _ in [] },
        _ test: @escaping @Sendable (AdminDaemon) async throws -> Void
    ) async throws {
        try await TemporaryStore.with { store in
            let tokens = try await register(store)
            let api = AdminAPI(
                database: store.database, settings: store.settings,
                notifier: Notifier(phrases: Keys(), settings: store.settings, wakeups: .none),
                wakeups: .none,
                codes: .system, probe: probe, now: { now })
            let router = AdminRouter(
                authenticate: { tokens[$0] }, readiness: { Readiness(checks: [:]) },
                metrics: MetricsRegistry(),
                api: { api.mount(on: $0) })
            try await TestServer.running(
                { onListening in
                    try AdminServer(
                        host: "127.0.0.1", port: 0, limits: TestServer.patient, router: router,
                        metrics: MetricsRegistry(), logger: LogBook().logger, onListening: onListening)
                },
                { server in try await test(AdminDaemon(store: store, api: api, port: server.port)) })
        }
    }

    /// The token of a role is its name.
    private static func register(_ store: TemporaryStore) async throws -> [String: StaffIdentity] {
        try await store.database.write { tx throws(SQLError) in
            var tokens: [String: StaffIdentity] = [:]
            for role in Role.allCases {
                guard let id = try tx.staff.add(name: "\(role.rawValue)-1", at: now) else { continue }
                try tx.staff.grant(role, to: id, estate: nil)
                tokens[role.rawValue] = StaffIdentity(
                    id: id, name: "\(role.rawValue)-1", role: role, estate: nil)
            }
            let resident = try tx.residents.add(estate: "HTL", name: "住户甲", at: now)
            try tx.residents.attach(resident, channel: "web", sender: "a", at: now)
            return tokens
        }
    }

    /// One request over a connection of its own.
    func send(_ request: AdminRequest) async throws -> AdminResponse {
        let key = request.idempotencyKey.map { "Idempotency-Key: \($0)\r\n" } ?? ""
        let head = """
            \(request.method.rawValue) \(request.path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\
            Authorization: Bearer \(request.token)\r\n\(key)Content-Length: \(request.body.count)\r\n\r\n
            """
        let text = head + String(decoding: request.body, as: UTF8.self)
        let answer = try await Wire.connected(to: port) { wire in
            try await wire.send(text)
            return try await wire.readAnswer()
        }
        return AdminResponse(status: answer.status, body: Array(answer.body.utf8))
    }

    func client(_ role: Role, key: @escaping @Sendable () -> String = { UUID().uuidString })
        -> AdminClient
    {
        AdminClient(token: role.rawValue, newKey: key) { request in
            do {
                return .success(try await send(request))
            } catch {
                return .failure(AdminUnreachable(reason: "\(error)"))
            }
        }
    }

    func post(
        _ path: String, as role: Role, key: String? = nil, _ body: String = "{}"
    ) async throws -> AdminResponse {
        try await send(
            AdminRequest(
                method: .post, path: path, token: role.rawValue, idempotencyKey: key,
                body: Array(body.utf8)))
    }

    private struct Keys: Phrasebook {
        func words(_ phrase: Phrase, for kind: ChannelConfiguration.Kind?) -> String { phrase.key }
    }
}
