import LinliSQL

extension Schema {
    /// An index of the few rows that say whom of the staff a ticket is about. They are asked for at every
    /// step of a ticket, and the history of one that a whole building has joined is as long as the building.
    static let concerns = Migration(version: 38, name: "concerns") { tx throws(SQLError) in
        try tx.run("CREATE INDEX ticket_events_concerns ON ticket_events (ticket_id) WHERE kind = 'concerns'")
    }
}
