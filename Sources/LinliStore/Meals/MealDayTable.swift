import LinliModel
import LinliSQL

/// The days of a meal order that are not like the others: none is brought, at another time, was brought, or
/// nobody opened. A day without a row is as the order says.
package struct MealDayTable {
    let tx: Transaction

    package func find(_ order: MealOrderID, _ day: CivilDate) throws(SQLError) -> MealDayRow? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM meal_days
            WHERE order_id = \(order) AND day = \(day.description)
            """,
            Self.decode)
    }

    /// From a day on, in their order.
    package func of(_ order: MealOrderID, from day: CivilDate) throws(SQLError) -> [MealDayRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM meal_days
            WHERE order_id = \(order) AND day >= \(day.description) ORDER BY day
            """,
            Self.decode)
    }

    /// Writes how that day is; the matter of a meal that did not come stays with it.
    package func put(
        _ order: MealOrderID, _ day: CivilDate, _ state: MealDayRow.State, minute: Int? = nil,
        ticket: TicketID? = nil, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO meal_days (order_id, day, state, minute, ticket_id, at)
            VALUES (\(order), \(day.description), \(state), \(minute), \(ticket),
                \(now.milliseconds))
            ON CONFLICT (order_id, day) DO UPDATE SET state = excluded.state,
                minute = COALESCE(excluded.minute, meal_days.minute),
                ticket_id = COALESCE(excluded.ticket_id, meal_days.ticket_id), at = excluded.at
            """)
    }

    static let columns: Fragment = "order_id, day, state, minute, ticket_id, at"

    static func decode(_ row: Row) throws(SQLError) -> MealDayRow {
        guard let day = CivilDate(try row.text(1)) else {
            throw SQLError(.decoding, "a meal is for no day")
        }
        return MealDayRow(
            order: MealOrderID(try row.integer(0)), day: day, state: try row.named(2),
            minute: try row.integerOrNil(3).map(Int.init),
            ticket: try row.integerOrNil(4).map { TicketID($0) }, at: try row.instant(5))
    }
}

package struct MealDayRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case planned, skipped, delivered
        case noAnswer = "no_answer"
    }

    package let order: MealOrderID
    package let day: CivilDate
    package let state: State
    package let minute: Int?
    /// Of the meal that did not come, or of the door that nobody opened.
    package let ticket: TicketID?
    package let at: Instant
}

extension MealDayRow.State: Bindable {}
