import LinliSQL

/// What `linli store check` tells about a store in PostgreSQL.
package struct PostgresCheck: Sendable {
    /// Settings under which a promise does not hold. Empty in a sound store.
    package let findings: [String]
    /// What an operator should know though nothing is wrong.
    package let notes: [String]
    /// The server's version, such as `15.18`.
    package let serverVersion: String
    package let bytes: Int64

    package var isSound: Bool { findings.isEmpty }
}

extension PostgresDatabase {
    /// Looks at the settings on which promises rest, as this connection has them. Pages and indexes are
    /// PostgreSQL's own matter (`pg_amcheck`, data checksums).
    package func check() async throws(SQLError) -> PostgresCheck {
        try await read { tx throws(SQLError) in
            let settings = try Self.settings(tx)
            let collation = try tx.first(
                "SELECT datcollate FROM pg_database WHERE datname = current_database()"
            ) { row throws(SQLError) in try row.text(0) }
            return PostgresCheck(
                findings: Self.findings(settings, collation: collation ?? ""), notes: Self.notes(settings),
                serverVersion: settings["server_version"] ?? "unknown",
                bytes: try tx.integer("SELECT pg_database_size(current_database())"))
        }
    }

    private static func settings(_ tx: Transaction) throws(SQLError) -> [String: String] {
        let rows = try tx.all(
            """
            SELECT name, setting FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names',
                'server_version', 'data_checksums')
            """
        ) { row throws(SQLError) in (try row.text(0), try row.text(1)) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    static func findings(_ settings: [String: String], collation: String) -> [String] {
        var findings: [String] = []
        for name in ["fsync", "full_page_writes"] where settings[name] == "off" {
            findings.append("\(name) is off: a crash of the machine can damage the store")
        }
        if settings["synchronous_commit"] == "off" {
            findings.append("synchronous_commit is off: a crash loses messages that were answered with 200")
        }
        if !["C", "POSIX", "C.UTF-8", "C.utf8"].contains(collation) {
            findings.append("the collation is \(collation): create the database with LC_COLLATE 'C'")
        }
        return findings
    }

    static func notes(_ settings: [String: String]) -> [String] {
        var notes: [String] = []
        let waitsForReplica = ["on", "remote_write", "remote_apply"].contains(settings["synchronous_commit"])
        if settings["synchronous_standby_names"]?.isEmpty != false || !waitsForReplica {
            notes.append(
                "no synchronous replica: when a replica is promoted, what was answered with 200 last is lost")
        }
        if settings["data_checksums"] == "off" {
            notes.append("data checksums are off: a page that the disk spoiled is not noticed")
        }
        return notes
    }
}
