import LinliModel
import LinliSQL

/// Members who were asked about an urgent matter, and what they said. The last word of each counts.
package struct VoiceTable {
    let tx: Transaction

    /// Asks a member once; false where he was asked before.
    package func ask(_ staff: StaffID, about item: AgendaItemID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO agenda_voices (item_id, staff_id, asked_at)
            VALUES (\(item), \(staff), \(now.milliseconds)) ON CONFLICT (item_id, staff_id) DO NOTHING
            """) == 1
    }

    /// False where he was not asked.
    package func answer(
        _ answer: VoiceRow.Answer, words: String, by staff: StaffID, about item: AgendaItemID, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE agenda_voices SET answer = \(answer), words = \(words.withoutNUL),
                answered_at = \(now.milliseconds)
            WHERE item_id = \(item) AND staff_id = \(staff)
            """) == 1
    }

    /// What he was asked and has not answered is asked of another; of one who was asked too it is not asked
    /// twice.
    package func hand(from staff: StaffID, to other: StaffID) throws(SQLError) {
        try tx.run(
            """
            UPDATE agenda_voices SET staff_id = \(other)
            WHERE staff_id = \(staff) AND answered_at IS NULL AND item_id NOT IN (
                SELECT item_id FROM agenda_voices WHERE staff_id = \(other))
            """)
        try tx.run("DELETE FROM agenda_voices WHERE staff_id = \(staff) AND answered_at IS NULL")
    }

    package func of(_ item: AgendaItemID) throws(SQLError) -> [VoiceRow] {
        try tx.all(
            """
            SELECT v.staff_id, s.name, v.answer, v.words, v.answered_at
            FROM agenda_voices v JOIN staff s ON s.id = v.staff_id
            WHERE v.item_id = \(item) ORDER BY v.asked_at, v.staff_id
            """
        ) { row throws(SQLError) in
            VoiceRow(
                staff: StaffID(try row.integer(0)), name: try row.text(1),
                answer: try row.textOrNil(2).flatMap(VoiceRow.Answer.init(rawValue:)),
                words: try row.text(3), answeredAt: try row.instantOrNil(4))
        }
    }
}

package struct VoiceRow: Sendable, Hashable {
    package enum Answer: String, Sendable, CaseIterable {
        case yes, no, abstain
    }

    package let staff: StaffID
    /// The account: a post, not a person's name.
    package let name: String
    /// Nil where he has not answered.
    package let answer: Answer?
    package let words: String
    package let answeredAt: Instant?
}

extension VoiceRow.Answer: Bindable {}
