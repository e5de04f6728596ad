import LinliModel
import LinliSQL

/// The talk with a person that a resident asked for.
package struct Handoff: Sendable, Hashable {
    package let number: String
    /// When somebody of the staff last wrote to him; nil while nobody has.
    package let lastReply: Instant?
}

extension TicketTable {
    /// His newest open one, on whatever channel it was asked for; nil where there is none.
    package func handoff(of resident: ResidentID) throws(SQLError) -> Handoff? {
        try tx.first(
            """
            SELECT t.number, (SELECT max(e.at) FROM ticket_events e
                WHERE e.ticket_id = t.id AND e.kind = 'reply')
            FROM tickets t WHERE t.resident_id = \(resident) AND t.origin = 'handoff'
                AND t.state IN (\(list: TicketState.allCases.filter(\.isOpen)))
            ORDER BY t.id DESC LIMIT 1
            """
        ) { row throws(SQLError) in
            Handoff(number: try row.text(0), lastReply: try row.instantOrNil(1))
        }
    }
}
