import LinliSQL

extension Schema {
    /// The two queues, the reply windows and the conversations.
    static let messages = Migration(version: 1, name: "messages") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        let identity = tx.dialect.identity
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE inbox (
                id \(identity),
                channel TEXT NOT NULL,
                external_id TEXT NOT NULL,
                sender TEXT NOT NULL,
                body TEXT NOT NULL,
                received_at \(integer) NOT NULL,
                state TEXT NOT NULL DEFAULT 'waiting'
                    \(check: "state", among: ["waiting", "done", "quarantined"]),
                attempts \(integer) NOT NULL DEFAULT 0,
                done_at \(integer),
                UNIQUE (channel, external_id)
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting'")
        try tx.run("CREATE INDEX inbox_received ON inbox (received_at)")
        try tx.run(
            """
            CREATE TABLE outbox (
                id \(identity),
                channel TEXT NOT NULL,
                recipient TEXT NOT NULL,
                text TEXT NOT NULL,
                why TEXT NOT NULL,
                idempotency_key TEXT NOT NULL UNIQUE,
                state TEXT NOT NULL DEFAULT 'queued'
                    \(check: "state", among: ["queued", "sending", "accepted", "window_closed", "refused",
                        "dead", "dropped"]),
                attempts \(integer) NOT NULL DEFAULT 0,
                not_before \(integer) NOT NULL,
                send_started_at \(integer),
                created_at \(integer) NOT NULL,
                decided_at \(integer),
                reason TEXT NOT NULL DEFAULT '',
                platform_id TEXT
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX outbox_queued ON outbox (id) WHERE state = 'queued'")
        try tx.run(
            """
            CREATE INDEX outbox_lane ON outbox (channel, recipient, id) WHERE state IN ('queued', 'sending')
            """)
        try tx.run(
            "CREATE INDEX outbox_closed ON outbox (channel, recipient) WHERE state = 'window_closed'")
        try tx.run("CREATE INDEX outbox_recipient ON outbox (channel, recipient, id)")
        try tx.run(
            """
            CREATE TABLE reply_windows (
                channel TEXT NOT NULL,
                recipient TEXT NOT NULL,
                closes_at \(integer) NOT NULL,
                remaining \(integer) NOT NULL CHECK (remaining >= 0),
                PRIMARY KEY (channel, recipient)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE conversations (
                channel TEXT NOT NULL,
                sender TEXT NOT NULL,
                state TEXT NOT NULL,
                updated_at \(integer) NOT NULL,
                PRIMARY KEY (channel, sender)
            ) \(suffix)
            """)
    }
}
