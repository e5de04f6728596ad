import LinliSQL

extension Schema {
    /// Meetings of the ladder, what stands on their agendas, and what members who were asked have said; and
    /// the clocks of steps that begin later than their ticket.
    static let meetings = Migration(version: 18, name: "meetings") { tx throws(SQLError) in
        try addMeetings(tx)
        try addAgenda(tx)
        try addSteps(tx)
    }

    private static func addMeetings(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE meetings (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                period TEXT NOT NULL,
                place TEXT NOT NULL,
                starts_at \(integer) NOT NULL,
                state TEXT NOT NULL \(check: "state", among: ["called", "held", "cancelled", "missed"]),
                present TEXT NOT NULL DEFAULT '',
                minutes TEXT NOT NULL DEFAULT '',
                minuted_at \(integer),
                published_at \(integer),
                CHECK ((state = 'held') = (minuted_at IS NOT NULL)),
                CHECK (published_at IS NULL OR state = 'held')
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run(
            """
            CREATE UNIQUE INDEX meetings_called ON meetings (estate, kind, starts_at)
            WHERE state = 'called'
            """)
        try tx.run(
            """
            CREATE UNIQUE INDEX meetings_missed ON meetings (estate, kind, period)
            WHERE state = 'missed'
            """)
        try tx.run("CREATE INDEX meetings_time ON meetings (estate, kind, starts_at)")
    }

    private static func addAgenda(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE agenda_items (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                kind TEXT NOT NULL,
                meeting_id \(integer) REFERENCES meetings (id),
                ticket_id \(integer) REFERENCES tickets (id),
                resident_id \(integer) REFERENCES residents (id),
                title TEXT NOT NULL,
                words TEXT NOT NULL,
                class TEXT,
                state TEXT NOT NULL DEFAULT 'open' \(check: "state", among: ["open", "decided", "dropped"]),
                due_at \(integer),
                decision TEXT,
                owner TEXT,
                votes_for \(integer) CHECK (votes_for >= 0),
                votes_against \(integer) CHECK (votes_against >= 0),
                created_at \(integer) NOT NULL,
                ended_at \(integer),
                CHECK ((state = 'open') = (ended_at IS NULL)),
                CHECK (state <> 'decided' OR decision IS NOT NULL)
            ) \(tx.dialect.tableSuffix)
            """)
        // A case stands once on the agenda of one kind of meeting.
        try tx.run(
            """
            CREATE UNIQUE INDEX agenda_items_case ON agenda_items (ticket_id, kind)
            WHERE ticket_id IS NOT NULL AND state = 'open'
            """)
        try tx.run("CREATE INDEX agenda_items_kind ON agenda_items (estate, kind, state)")
        try tx.run("CREATE INDEX agenda_items_meeting ON agenda_items (meeting_id)")
        try tx.run("CREATE INDEX agenda_items_resident ON agenda_items (resident_id)")
        try tx.run(
            """
            CREATE TABLE agenda_voices (
                item_id \(integer) NOT NULL REFERENCES agenda_items (id),
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                asked_at \(integer) NOT NULL,
                answer TEXT \(check: "answer", among: ["yes", "no", "abstain"]),
                words TEXT NOT NULL DEFAULT '',
                answered_at \(integer),
                PRIMARY KEY (item_id, staff_id),
                CHECK ((answer IS NULL) = (answered_at IS NULL))
            ) \(tx.dialect.tableSuffix)
            """)
    }

    private static func addSteps(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE ticket_steps (
                id \(tx.dialect.identity),
                ticket_id \(integer) NOT NULL REFERENCES tickets (id),
                step TEXT NOT NULL \(check: "step", among: ["dispatch", "arrive", "progress", "follow_up"]),
                started_at \(integer) NOT NULL,
                due_at \(integer) NOT NULL,
                provisional \(integer) NOT NULL CHECK (provisional IN (0, 1)),
                met_at \(integer),
                breached_at \(integer),
                stopped_at \(integer),
                CHECK (met_at IS NULL OR stopped_at IS NULL)
            ) \(tx.dialect.tableSuffix)
            """)
        // One running clock of a step.
        try tx.run(
            """
            CREATE UNIQUE INDEX ticket_steps_running ON ticket_steps (ticket_id, step)
            WHERE met_at IS NULL AND stopped_at IS NULL
            """)
        try tx.run("CREATE INDEX ticket_steps_ticket ON ticket_steps (ticket_id)")
    }
}
