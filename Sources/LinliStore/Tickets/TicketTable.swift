import Foundation
import LinliModel
import LinliSQL

/// Tickets. Every change is one conditional UPDATE on the state it starts from, so that two of them at once
/// cannot both pass: "accept" has one taker because only one UPDATE finds the row in DISPATCHED.
package struct TicketTable {
    let tx: Transaction

    /// The next number of the day: `LL260318-0001`. Gaps are allowed, doubles are not. It is given out beside
    /// the transaction: all tickets of all daemons would otherwise be opened one after the other.
    package func nextNumber(at now: Instant) throws(SQLError) -> String {
        let date = now.civil.date
        let day = date.description.replacing("-", with: "").dropFirst(2)
        let count = try tx.integerApart(
            """
            INSERT INTO ticket_days (day, last) VALUES (\(String(day)), 1)
            ON CONFLICT (day) DO UPDATE SET last = ticket_days.last + 1
            RETURNING last
            """)
        let digits = String(count)
        return "LL\(day)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    package func add(
        _ draft: TicketDraft, number: String, party: Party?, estate: String, keys: TicketKeys = TicketKeys(),
        at now: Instant
    ) throws(SQLError) -> TicketID {
        let address = draft.address
        return TicketID(
            try tx.insert(
                """
                INSERT INTO tickets (number, estate, resident_id, channel, sender, category, urgency, text,
                    building, unit, room, place, origin, intent, anonymous, attachments, state,
                    object_key, riser, received_at)
                VALUES (\(number), \(estate), \(party?.resident), \(party?.channel ?? ""),
                    \(party?.sender ?? ""), \(draft.category), \(draft.urgency), \(draft.text.withoutNUL),
                    \(address.building), \(address.unit), \(address.room), \(address.place), \(draft.origin),
                    \(draft.intent), \(draft.anonymous), \(Self.encode(draft.attachments)),
                    \(TicketState.submitted), \(keys.object), \(keys.riser), \(now.milliseconds))
                """))
    }

    package func find(_ id: TicketID) throws(SQLError) -> Ticket? {
        try tx.first("SELECT \(Self.columns) FROM tickets WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    package func find(number: String) throws(SQLError) -> Ticket? {
        try tx.first(
            "SELECT \(Self.columns) FROM tickets WHERE number = \(number) \(tx.rowLock)", Self.decode)
    }

    /// A resident's tickets, newest first.
    package func of(_ resident: ResidentID, limit: Int) throws(SQLError) -> [Ticket] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM tickets WHERE resident_id = \(resident)
            ORDER BY received_at DESC, id DESC LIMIT \(limit)
            """,
            Self.decode)
    }

    /// What a resident's words can mean, newest first: all that is not at its end, and the newest of the
    /// rest.
    package func meant(
        by resident: ResidentID, recent: Int, pending: Int
    ) throws(SQLError) -> [Ticket] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM tickets
            WHERE resident_id = \(resident)
                AND (state IN (\(list: TicketState.allCases.filter(\.isPending)))
                    OR id IN (SELECT id FROM tickets WHERE resident_id = \(resident)
                        ORDER BY received_at DESC, id DESC LIMIT \(recent)))
            ORDER BY received_at DESC, id DESC LIMIT \(pending)
            """,
            Self.decode)
    }

    /// The ticket that the same words of the same resident opened since `limit`, if it is still open. Two
    /// matters of one message share its words: the category tells them apart, and of one category the
    /// place, where both name one.
    package func same(
        resident: ResidentID, text: String, category: String, at address: Address = Address(),
        since limit: Instant
    ) throws(SQLError) -> Ticket? {
        let alike = try tx.all(
            """
            SELECT \(Self.columns) FROM tickets
            WHERE resident_id = \(resident) AND received_at >= \(limit.milliseconds) AND text = \(text)
                AND category = \(category)
                AND state IN (\(list: TicketState.allCases.filter(\.isPending)))
            ORDER BY id DESC LIMIT \(Limits.residentTicketRows)
            """,
            Self.decode)
        return alike.first { ticket in
            [\Address.building, \.unit, \.room, \.place].allSatisfy { part in
                guard let said = address[keyPath: part], let known = ticket.draft.address[keyPath: part]
                else { return true }
                return said == known
            }
        }
    }

    /// For staff: the most urgent and oldest first.
    package func list(
        estate: String?, states: [TicketState], limit: Int, after position: TicketID
    ) throws(SQLError) -> [Ticket] {
        let wanted = states.isEmpty ? TicketState.allCases : states
        guard let estate else {
            return try tx.all(
                """
                SELECT \(Self.columns) FROM tickets WHERE state IN (\(list: wanted)) AND id > \(position)
                ORDER BY urgency, received_at, id LIMIT \(limit)
                """,
                Self.decode)
        }
        return try tx.all(
            """
            SELECT \(Self.columns) FROM tickets
            WHERE estate = \(estate) AND state IN (\(list: wanted)) AND id > \(position)
            ORDER BY urgency, received_at, id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// The results that a resident was told since `limit`: what the least answered of them waits for; nil
    /// where there is none.
    package func resultTold(
        to resident: ResidentID, since limit: Instant
    ) throws(SQLError) -> AnswerProgress? {
        let least = try tx.first(
            """
            SELECT min(CASE WHEN state = 'RESOLVED' THEN 0 WHEN rating IS NULL THEN 1 ELSE 2 END)
            FROM tickets WHERE resident_id = \(resident) AND state IN ('RESOLVED', 'RATED')
            AND resolved_at >= \(limit.milliseconds)
            """
        ) { row throws(SQLError) in try row.integerOrNil(0) }
        return (least ?? nil).flatMap { AnswerProgress(rawValue: Int($0)) }
    }

    /// Moves a ticket from one of `states` to another. False where it was in none of them.
    @discardableResult
    package func move(
        _ id: TicketID, from states: [TicketState], to state: TicketState
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET state = \(state), version = version + 1
            WHERE id = \(id) AND state IN (\(list: states))
            """) == 1
    }

    /// One taker only: the first wins.
    package func take(
        _ id: TicketID, by staff: StaffID, from states: [TicketState], at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET state = 'ACCEPTED', taker_id = \(staff), accepted_at = \(now.milliseconds),
                version = version + 1
            WHERE id = \(id) AND state IN (\(list: states))
            """) == 1
    }

    package func setTaker(_ id: TicketID, _ staff: StaffID?) throws(SQLError) {
        try tx.run("UPDATE tickets SET taker_id = \(staff), version = version + 1 WHERE id = \(id)")
    }

    /// Whoever takes it up first answers for it; a recorded assignment hands that over.
    package func setOwner(_ id: TicketID, _ staff: StaffID, isHandover: Bool) throws(SQLError) {
        try tx.run(
            """
            UPDATE tickets SET first_owner_id = \(staff)
            WHERE id = \(id) AND (first_owner_id IS NULL OR \(isHandover) = 1)
            """)
    }

    /// Open again for somebody else: what was stamped in the round before says nothing about this one, and
    /// stands in the history. False where the ticket was in none of `states`.
    package func reopen(_ id: TicketID, from states: [TicketState]) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET state = 'DISPATCHED', taker_id = NULL, accepted_at = NULL, arrived_at = NULL,
                resolved_at = NULL, rating = NULL, false_closure = 0, merged_into = NULL,
                version = version + 1
            WHERE id = \(id) AND state IN (\(list: states))
            """) == 1
    }

    package func arrive(_ id: TicketID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET state = 'IN_PROGRESS', arrived_at = \(now.milliseconds), version = version + 1
            WHERE id = \(id) AND state = 'ACCEPTED'
            """) == 1
    }

    package func resolve(
        _ id: TicketID, result: String, falseClosure: Bool, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET state = 'RESOLVED', result = \(result.withoutNUL),
                false_closure = \(falseClosure), resolved_at = \(now.milliseconds), version = version + 1
            WHERE id = \(id) AND state IN ('ACCEPTED', 'IN_PROGRESS')
            """) == 1
    }

    /// Answered, with the mark that he gave or without one; a later mark takes the place of the one before.
    /// False where the ticket was in none of `states`.
    package func rate(_ id: TicketID, score: Int?, from states: [TicketState]) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET state = 'RATED', rating = coalesce(\(score), rating), version = version + 1
            WHERE id = \(id) AND state IN (\(list: states))
            """) == 1
    }

    /// Up to `level`, never down: of two climbs at once the higher one stands. False where it lies there.
    package func climb(_ id: TicketID, to level: Int) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET level = \(level), version = version + 1
            WHERE id = \(id) AND level < \(level)
            """) == 1
    }

    /// Moves a mediation on; from nothing where `states` is empty. False where it stands elsewhere.
    package func mediate(
        _ id: TicketID, from states: [Mediation], to state: Mediation
    ) throws(SQLError) -> Bool {
        guard !states.isEmpty else {
            return try tx.run(
                """
                UPDATE tickets SET mediation = \(state), version = version + 1
                WHERE id = \(id) AND mediation IS NULL
                """) == 1
        }
        return try tx.run(
            """
            UPDATE tickets SET mediation = \(state), version = version + 1
            WHERE id = \(id) AND mediation IN (\(list: states))
            """) == 1
    }

    /// By which way it came to the desk.
    package func setIntake(_ id: TicketID, _ intake: Intake) throws(SQLError) {
        try tx.run("UPDATE tickets SET intake = \(intake) WHERE id = \(id)")
    }

    /// The matter came back after the resident's window had closed.
    package func link(_ id: TicketID, repeatOf first: TicketID) throws(SQLError) {
        try tx.run("UPDATE tickets SET repeat_of = \(first) WHERE id = \(id)")
    }

    package func repeated(by id: TicketID) throws(SQLError) -> TicketID? {
        try tx.first("SELECT repeat_of FROM tickets WHERE id = \(id)") { row throws(SQLError) in
            try row.integerOrNil(0).map { TicketID($0) }
        } ?? nil
    }

    package func complete(_ id: TicketID, text: String, address: Address) throws(SQLError) {
        try tx.run(
            """
            UPDATE tickets SET text = \(text.withoutNUL), building = \(address.building),
                unit = \(address.unit), room = \(address.room), place = \(address.place),
                version = version + 1
            WHERE id = \(id)
            """)
    }

    /// Marks the reporter as unnamed; `address` is what may stay of the place.
    package func hideReporter(_ id: TicketID, address: Address) throws(SQLError) {
        try tx.run(
            """
            UPDATE tickets SET anonymous = \(true), building = \(address.building), unit = \(address.unit),
                room = \(address.room), place = \(address.place), version = version + 1
            WHERE id = \(id)
            """)
    }

    /// Replaces the list of the ticket's attachments.
    package func attach(_ id: TicketID, _ attachments: [String]) throws(SQLError) {
        try tx.run(
            """
            UPDATE tickets SET attachments = \(try Self.encode(attachments)), version = version + 1
            WHERE id = \(id)
            """)
    }

    /// The results in `states` that a resident was told since `limit`, the newest first.
    package func results(
        toldTo resident: ResidentID, in states: [TicketState], since limit: Instant
    ) throws(SQLError) -> [ResolvedTicket] {
        try tx.all(
            """
            SELECT number, category, resolved_at, state FROM tickets
            WHERE resident_id = \(resident) AND state IN (\(list: states))
                AND resolved_at >= \(limit.milliseconds)
            ORDER BY resolved_at DESC, id DESC LIMIT \(Limits.residentTicketRows)
            """
        ) { row throws(SQLError) in
            ResolvedTicket(
                number: try row.text(0), category: try row.text(1),
                toldAt: Instant(milliseconds: try row.integer(2)),
                isAnswered: try row.named(3, TicketState.self) == .rated)
        }
    }

    static let columns: Fragment =
        """
        id, number, estate, resident_id, channel, sender, category, urgency, text, building, unit, room,
        place, origin, anonymous, attachments, state, level, taker_id, received_at, accepted_at, arrived_at,
        resolved_at, result, false_closure, rating, intent, merged_into,
        first_owner_id, mediation
        """

    static func decode(_ row: Row) throws(SQLError) -> Ticket {
        let draft = TicketDraft(
            category: try row.text(6), urgency: try row.named(7), text: try row.text(8),
            address: Address(
                building: try row.textOrNil(9), unit: try row.textOrNil(10), room: try row.textOrNil(11),
                place: try row.textOrNil(12)),
            origin: try row.named(13), intent: try row.textOrNil(26).flatMap(Intent.init(rawValue:)),
            anonymous: try row.flag(14), attachments: try decodeAttachments(try row.text(15)))
        return Ticket(
            id: TicketID(try row.integer(0)), number: try row.text(1), estate: try row.text(2),
            resident: try row.integerOrNil(3).map { ResidentID($0) }, channel: try row.text(4),
            sender: try row.text(5), draft: draft, state: try row.named(16), level: try row.int(17),
            taker: try row.integerOrNil(18).map { StaffID($0) }, receivedAt: try row.instant(19),
            acceptedAt: try row.instantOrNil(20), arrivedAt: try row.instantOrNil(21),
            resolvedAt: try row.instantOrNil(22), result: try row.textOrNil(23),
            falseClosure: try row.flag(24), rating: try row.integerOrNil(25).map { Int($0) },
            mergedInto: try row.integerOrNil(27).map { TicketID($0) },
            firstOwner: try row.integerOrNil(28).map { StaffID($0) },
            mediation: try row.textOrNil(29).flatMap(Mediation.init(rawValue:)))
    }

    private static func encode(_ attachments: [String]) throws(SQLError) -> String {
        guard !attachments.isEmpty else { return "[]" }
        do {
            return String(decoding: try JSONEncoder().encode(attachments), as: UTF8.self)
        } catch {
            throw SQLError(.value, "the attachments cannot be written as JSON")
        }
    }

    private static func decodeAttachments(_ text: String) throws(SQLError) -> [String] {
        guard text != "[]" else { return [] }
        do {
            return try JSONDecoder().decode([String].self, from: Data(text.utf8))
        } catch {
            throw SQLError(.decoding, "tickets.attachments is not a list")
        }
    }
}

extension Urgency: Bindable {}
extension TicketState: Bindable {}
extension TicketOrigin: Bindable {}
extension ClockKind: Bindable {}
extension Intent: Bindable {}
extension Mediation: Bindable {}
extension Intake: Bindable {}
