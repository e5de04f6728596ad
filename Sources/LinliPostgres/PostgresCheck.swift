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
            let replicas = try Self.replicas(tx)
            return PostgresCheck(
                findings: Self.findings(settings, collation: collation ?? ""),
                notes: Self.notes(settings, replicas: replicas),
                serverVersion: settings["server_version"] ?? "unknown",
                bytes: try tx.integer("SELECT pg_database_size(current_database())"))
        }
    }

    /// What nobody notices while all goes well, and too late when a server dies; nil where nothing is to be
    /// said.
    package func replicaNote() async throws(SQLError) -> String? {
        try await read { tx throws(SQLError) in
            // It is asked often, and the view of all settings is dear.
            let settings = try tx.first(
                """
                SELECT current_setting('synchronous_standby_names'), current_setting('synchronous_commit')
                """
            ) { row throws(SQLError) in
                ["synchronous_standby_names": try row.text(0), "synchronous_commit": try row.text(1)]
            }
            return Self.replicaNote(settings ?? [:], replicas: try Self.replicas(tx))
        }
    }

    /// Those that are attached now, whatever they may be waited for.
    private static func replicas(_ tx: Transaction) throws(SQLError) -> Int {
        Int(try tx.integer("SELECT count(*) FROM pg_stat_replication"))
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

    private static func waitsForReplica(_ settings: [String: String]) -> Bool {
        settings["synchronous_standby_names"]?.isEmpty == false
            && ["on", "remote_write", "remote_apply"].contains(settings["synchronous_commit"])
    }

    static func replicaNote(_ settings: [String: String], replicas: Int) -> String? {
        switch (waitsForReplica(settings), replicas) {
        case (true, 0): "a synchronous replica is demanded and none is attached: every commit waits for it"
        case (false, 1...): "no replica is synchronous: a promotion loses what was answered with 200 last"
        default: nil
        }
    }

    static func notes(_ settings: [String: String], replicas: Int) -> [String] {
        var notes: [String] = []
        if !waitsForReplica(settings) {
            notes.append(
                "no synchronous replica: when a replica is promoted, what was answered with 200 last is lost")
        } else if let note = replicaNote(settings, replicas: replicas) {
            notes.append(note)
        }
        if settings["data_checksums"] == "off" {
            notes.append("data checksums are off: a page that the disk spoiled is not noticed")
        }
        return notes
    }
}
