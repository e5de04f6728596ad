/// How a PostgreSQL store is used. Limits of the daemon; a tool takes `tool`.
package struct PostgresOptions: Sendable {
    /// Connections for the work; each has a thread of its own.
    package var connections: Int
    /// Connections that only `writeAhead` uses, so that a webhook never waits behind the work.
    package var aheadConnections: Int
    /// Bodies that wait for a connection at most; beyond it `write` and `read` fail at once with `.busy`.
    package var waitingBodies: Int
    /// Reaching the server, its greeting and TLS included, where the URL says nothing else.
    package var connectSeconds: Int
    /// What the server allows one statement. The client gives up `graceSeconds` later by itself, for a
    /// server that has been stopped keeps no time. Nil: as long as it takes (migrations).
    package var statementSeconds: Int?
    /// From its arrival a body of `writeAhead` has this time, waiting included: a platform gives up after
    /// five seconds and comes again, so an answer after that is worth nothing.
    package var aheadSeconds: Int
    /// How often a body runs at most when it collides with others (SQLSTATE 40001, 40P01).
    package var attempts: Int
    /// What the server's own views call a connection, where the URL says nothing else.
    var applicationName = "linli"

    /// Between the server's own end of a statement and ours.
    let graceSeconds = 2
    /// The wait before the second run; it doubles with each.
    let firstPause = Duration.milliseconds(2)
    /// Between two attempts to reach a server that does not answer; the first is at once.
    let firstReconnectPause = Duration.milliseconds(100)
    let longestReconnectPause = Duration.seconds(2)

    package init(
        connections: Int = 6, aheadConnections: Int = 3, waitingBodies: Int = 10_000,
        connectSeconds: Int = 3, statementSeconds: Int? = 10, aheadSeconds: Int = 4, attempts: Int = 8
    ) {
        self.connections = max(1, connections)
        self.aheadConnections = max(1, aheadConnections)
        self.waitingBodies = max(1, waitingBodies)
        self.connectSeconds = max(2, connectSeconds)
        self.statementSeconds = statementSeconds
        self.aheadSeconds = max(1, aheadSeconds)
        self.attempts = max(1, attempts)
    }

    /// For a command that does one thing and may take its time.
    package static let tool = PostgresOptions(connections: 1, aheadConnections: 1, statementSeconds: nil)
}
