import LinliModel
import LinliSQL

/// Residents and who they are on which channel. A resident is made at the first contact, without a name.
package struct ResidentTable {
    let tx: Transaction

    package func find(channel: String, sender: String) throws(SQLError) -> ResidentID? {
        try tx.first(
            """
            SELECT resident_id FROM identities WHERE channel = \(channel) AND external_id = \(sender)
            \(tx.rowLock)
            """
        ) { row throws(SQLError) in ResidentID(try row.integer(0)) }
    }

    /// The resident behind this sender, made where he is new. The flag says whether he is new. The rest of
    /// this transaction decides for him alone: what counts his claims or bookings counts all of them.
    package func findOrAdd(
        channel: String, sender: String, estate: String, at now: Instant
    ) throws(SQLError) -> (id: ResidentID, isNew: Bool) {
        if let known = try find(channel: channel, sender: sender) {
            try keep(known)
            return (known, false)
        }
        let id = try add(estate: estate, name: "", at: now)
        // Without ON CONFLICT: of two first messages at once the second runs again and finds the first.
        try tx.run(
            """
            INSERT INTO identities (channel, external_id, resident_id, created_at)
            VALUES (\(channel), \(sender), \(id), \(now.milliseconds))
            """)
        return (id, true)
    }

    /// Whoever decides by a resident's rows keeps him until the commit. On one writer nothing is to be done.
    package func keep(_ id: ResidentID) throws(SQLError) {
        guard tx.dialect.engine != .sqlite else { return }
        try tx.run("SELECT id FROM residents WHERE id = \(id) \(tx.rowLock)")
    }

    package func add(estate: String, name: String, at now: Instant) throws(SQLError) -> ResidentID {
        ResidentID(
            try tx.insert(
                """
                INSERT INTO residents (estate, name, created_at)
                VALUES (\(estate), \(name), \(now.milliseconds))
                """))
    }

    package func attach(
        _ id: ResidentID, channel: String, sender: String, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO identities (channel, external_id, resident_id, created_at)
            VALUES (\(channel), \(sender), \(id), \(now.milliseconds))
            ON CONFLICT (channel, external_id) DO UPDATE SET resident_id = excluded.resident_id
            """)
    }

    package func find(_ id: ResidentID) throws(SQLError) -> ResidentRow? {
        try tx.first("SELECT \(Self.columns) FROM residents WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    package func find(name: String, estate: String) throws(SQLError) -> ResidentRow? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM residents WHERE name = \(name) AND estate = \(estate)
            ORDER BY id LIMIT 1
            """,
            Self.decode)
    }

    package func list(limit: Int) throws(SQLError) -> [ResidentRow] {
        try tx.all("SELECT \(Self.columns) FROM residents ORDER BY id DESC LIMIT \(limit)", Self.decode)
    }

    package func identities(of id: ResidentID) throws(SQLError) -> [IdentityRow] {
        try tx.all(
            """
            SELECT channel, external_id FROM identities WHERE resident_id = \(id)
            ORDER BY created_at DESC, channel, external_id
            """
        ) { row throws(SQLError) in IdentityRow(channel: try row.text(0), sender: try row.text(1)) }
    }

    static let columns: Fragment = "id, estate, name, created_at, erased_at"

    static func decode(_ row: Row) throws(SQLError) -> ResidentRow {
        ResidentRow(
            id: ResidentID(try row.integer(0)), estate: try row.text(1), name: try row.text(2),
            createdAt: try row.instant(3), erasedAt: try row.instantOrNil(4))
    }

    /// Takes name, homes and channel identities away, and every word that he wrote or that was written to him
    /// or about him; tickets and ledger keep the bare number.
    package func erase(_ id: ResidentID, at now: Instant) throws(SQLError) {
        for identity in try identities(of: id) { try eraseMessages(identity) }
        try eraseMatters(id, at: now)
        try tx.run("DELETE FROM identities WHERE resident_id = \(id)")
        try tx.run("DELETE FROM homes WHERE resident_id = \(id)")
        _ = try tx.partyMembers.remove(id)
        try tx.run("UPDATE residents SET name = '', erased_at = \(now.milliseconds) WHERE id = \(id)")
    }

    /// A push that is under way goes too: its row is gone when the platform answers, and nothing is written.
    /// Where a platform gives no message id the key against redelivery holds the sender's: it is cut out.
    private func eraseMessages(_ identity: IdentityRow) throws(SQLError) {
        try tx.run(
            """
            UPDATE inbox SET kind = '', words = NULL, detail = NULL, sender = '', handle = NULL,
                handle_until = NULL
            WHERE channel = \(identity.channel) AND sender = \(identity.sender) AND state <> 'waiting'
            """)
        try tx.run(
            """
            UPDATE inbox SET external_id = replace(external_id, \(identity.sender), 'erased-' || id)
            WHERE channel = \(identity.channel)
                AND replace(external_id, \(identity.sender), '') <> external_id
            """)
        try tx.run(
            "DELETE FROM outbox WHERE channel = \(identity.channel) AND recipient = \(identity.sender)")
        try tx.conversations.delete(channel: identity.channel, sender: identity.sender)
        try tx.run(
            """
            DELETE FROM staff_identities
            WHERE channel = \(identity.channel) AND external_id = \(identity.sender)
            """)
        try tx.run(
            """
            DELETE FROM staff_code_tries
            WHERE channel = \(identity.channel) AND external_id = \(identity.sender)
            """)
        try tx.run(
            """
            DELETE FROM reply_windows
            WHERE channel = \(identity.channel) AND recipient = \(identity.sender)
            """)
    }

    private func eraseMatters(_ id: ResidentID, at now: Instant) throws(SQLError) {
        try tx.tickets.erase(try tx.tickets.forgettable(of: id))
        try tx.run("UPDATE transfers SET memo = '' WHERE resident_id = \(id)")
        try tx.run("UPDATE bookings SET matter = '', outcome = '', attendee = '' WHERE resident_id = \(id)")
        try tx.run("UPDATE seat_waits SET matter = '', attendee = '' WHERE resident_id = \(id)")
        try tx.run("UPDATE claims SET text = '', attachment = NULL WHERE resident_id = \(id)")
        try tx.run(
            """
            UPDATE topics SET text = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END
            WHERE resident_id = \(id)
            """)
        try tx.run("DELETE FROM praises WHERE resident_id = \(id)")
        try eraseRegisters(id, at: now)
        try tx.run(
            """
            UPDATE agenda_items SET words = '', title = CASE WHEN state = 'decided' THEN title ELSE '' END
            WHERE resident_id = \(id)
            """)
    }
}

extension ResidentTable {
    /// What the staff have made of his wish, its name and whoever has taken it on, is no word of his.
    private func eraseRegisters(_ id: ResidentID, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            UPDATE needs SET text = '', place = '', result = CASE WHEN result IS NULL THEN NULL ELSE '' END
            WHERE resident_id = \(id)
            """)
        try tx.run(
            """
            DELETE FROM need_followers WHERE resident_id = \(id)
            """)
        try tx.run("DELETE FROM reward_waits WHERE resident_id = \(id)")
        try tx.run("DELETE FROM post_applications WHERE resident_id = \(id)")
        try tx.run(
            """
            UPDATE resources SET text = '', name = '', provider = '', state = 'removed',
                ended_at = COALESCE(ended_at, created_at)
            WHERE donor_id = \(id)
            """)
        try tx.run(
            """
            UPDATE visits SET note = ''
            WHERE resident_id = \(id)
                OR unit_id IN (SELECT h.unit_id FROM homes h WHERE h.resident_id = \(id))
            """)
        // Nobody is brought a meal whom nobody speaks for any more: it ends with today's.
        try tx.run(
            """
            UPDATE meal_orders SET eater = '', diet = '', until_day = CASE WHEN ended_at IS NULL
                THEN \(now.civil.date.description) ELSE until_day END,
                ended_at = COALESCE(ended_at, \(now.milliseconds))
            WHERE resident_id = \(id)
            """)
        // A home where somebody else lives too stays on the care list.
        try tx.run(
            """
            UPDATE care_list SET reason = '', contact = ''
            WHERE unit_id IN (SELECT h.unit_id FROM homes h WHERE h.resident_id = \(id))
                AND unit_id NOT IN (SELECT h.unit_id FROM homes h WHERE h.resident_id <> \(id))
            """)
    }
}

package struct ResidentRow: Sendable, Hashable {
    package let id: ResidentID
    package let estate: String
    package let name: String
    package let createdAt: Instant
    package let erasedAt: Instant?
}

package struct IdentityRow: Sendable, Hashable {
    package let channel: String
    package let sender: String
}
