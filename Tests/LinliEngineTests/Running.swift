import LinliEngine
import LinliModel
import LinliTestKit
import Logging
import ServiceLifecycle

/// A logger that keeps the tests' output readable.
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension EngineMeasures {
    static var unread: EngineMeasures { EngineMeasures(MetricsRegistry()) }
}

extension Backoff {
    /// Without jitter: the whole of each delay.
    static let plain = Backoff { 1 }
}

extension WatchedStore {
    static func with(
        on engine: Engine, _ test: (TemporaryStore, WatchedStore) async throws -> Void
    ) async throws {
        try await TemporaryStore.with(on: engine) { store in
            try await test(store, WatchedStore(store.database))
        }
    }
}

/// Runs services while `test` runs, then stops them gracefully and waits for their end.
func running(
    _ services: [any Service], _ test: (ServiceGroup) async throws -> Void
) async throws {
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .ignore) }, logger: quiet)
    )
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        do {
            try await test(group)
        } catch {
            await group.triggerGracefulShutdown()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}
