import LinliModel
import LinliSQL

/// Orders of lunch to the door (`domain.md` H01, 2.8). An order runs from its first day to its last one, or
/// until it is given up; which of those days have a meal is a matter of the calendar and of `meal_days`.
///
/// ```
/// running ── end ► ended; the days up to its last one are still brought
/// ```
package struct MealOrderTable {
    let tx: Transaction

    package func add(_ order: MealOrderRow, at now: Instant) throws(SQLError) -> MealOrderID {
        MealOrderID(
            try tx.insert(
                """
                INSERT INTO meal_orders (estate, resident_id, unit_id, eater, diet, weekdays, minute,
                    from_day, until_day, created_at)
                VALUES (\(order.estate), \(order.resident), \(order.unit), \(order.eater.withoutNUL),
                    \(order.dietText), \(order.weekdayText), \(order.minute),
                    \(order.from.description), \(order.until?.description), \(now.milliseconds))
                """))
    }

    package func find(_ id: MealOrderID) throws(SQLError) -> MealOrderRow? {
        try tx.first("SELECT \(Self.columns) FROM meal_orders WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// What he has ordered, and what is brought to a home that is proven to be his, with a day to come.
    package func of(_ resident: ResidentID, from day: CivilDate) throws(SQLError) -> [MealOrderRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM meal_orders
            WHERE (resident_id = \(resident) OR unit_id IN (
                    SELECT h.unit_id FROM homes h WHERE h.resident_id = \(resident) AND h.proof <> 'claimed'))
                AND (until_day IS NULL OR until_day >= \(day.description))
            ORDER BY id
            """,
            Self.decode)
    }

    /// All that he has ordered himself: for the copy of his data.
    package func all(of resident: ResidentID) throws(SQLError) -> [MealOrderRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM meal_orders WHERE resident_id = \(resident) ORDER BY id",
            Self.decode)
    }

    /// Orders that may have a meal on that day, the oldest first.
    ///
    /// - Parameter id: only those above it.
    package func on(
        _ day: CivilDate, estate: String?, in area: StaffArea? = nil, past id: Int64 = .min, limit: Int
    ) throws(SQLError) -> [MealOrderRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM meal_orders
            WHERE \(column: "estate", is: estate) AND id > \(id)
                AND from_day <= \(day.description)
                AND (until_day IS NULL OR until_day >= \(day.description))
                AND (\(area == nil) = 1 OR estate IN (\(list: area?.estates ?? []))
                    OR EXISTS (
                        SELECT 1 FROM units u WHERE u.id = meal_orders.unit_id
                            AND u.estate || '/' || u.building IN (\(list: area?.buildings ?? []))))
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// What stands in the order from now on.
    package func change(_ order: MealOrderRow) throws(SQLError) {
        try tx.run(
            """
            UPDATE meal_orders SET diet = \(order.dietText), weekdays = \(order.weekdayText),
                minute = \(order.minute), from_day = \(order.from.description),
                until_day = \(order.until?.description)
            WHERE id = \(order.id) AND ended_at IS NULL
            """)
    }

    /// - Parameter last: the last day that is still brought.
    package func end(_ id: MealOrderID, after last: CivilDate, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE meal_orders SET ended_at = \(now.milliseconds), until_day = \(last.description)
            WHERE id = \(id) AND ended_at IS NULL
            """) == 1
    }

    static let columns: Fragment =
        "id, estate, resident_id, unit_id, eater, diet, weekdays, minute, from_day, until_day, ended_at"

    static func decode(_ row: Row) throws(SQLError) -> MealOrderRow {
        guard let from = CivilDate(try row.text(8)) else {
            throw SQLError(.decoding, "a meal order begins on no day")
        }
        var order = MealOrderRow(
            id: MealOrderID(try row.integer(0)), estate: try row.text(1),
            resident: ResidentID(try row.integer(2)), unit: UnitID(try row.integer(3)), from: from)
        order.eater = try row.text(4)
        order.diet = try row.text(5).split(separator: "、").map(String.init)
        order.weekdays = try row.text(6).compactMap(\.wholeNumberValue)
        order.minute = try row.integerOrNil(7).map(Int.init)
        order.until = try row.textOrNil(9).flatMap { CivilDate($0) }
        order.endedAt = try row.instantOrNil(10)
        return order
    }
}

package struct MealOrderRow: Sendable, Hashable {
    package var id: MealOrderID
    package var estate: String
    /// Who has ordered it.
    package var resident: ResidentID
    package var unit: UnitID
    /// As kinship ("母亲"); empty for himself.
    package var eater = ""
    package var diet: [String] = []
    /// 1 = Monday; empty: all days on which meals are brought.
    package var weekdays: [Int] = []
    package var minute: Int?
    package var from: CivilDate
    package var until: CivilDate?
    package var endedAt: Instant?

    package init(
        id: MealOrderID = MealOrderID(0), estate: String, resident: ResidentID, unit: UnitID, from: CivilDate
    ) {
        self.id = id
        self.estate = estate
        self.resident = resident
        self.unit = unit
        self.from = from
    }

    fileprivate var dietText: String { diet.joined(separator: "、").withoutNUL }
    fileprivate var weekdayText: String { weekdays.map(String.init).joined() }
}
