import LinliModel
import LinliSQL

/// The register of needs (需求清单, `domain.md` A07). Its states: `NeedState`. Each move is one conditional
/// update; of two who act on one need one wins.
package struct NeedTable {
    let tx: Transaction

    package func add(_ need: NeedRow, at now: Instant) throws(SQLError) -> NeedID {
        NeedID(
            try tx.insert(
                """
                INSERT INTO needs (estate, quarter, category, title, text, place, building, intake,
                    resident_id, owner, due_at, created_at)
                VALUES (\(need.estate), \(need.quarter), \(need.category), \(need.title.withoutNUL),
                    \(need.text.withoutNUL), \(need.place.withoutNUL), \(need.building), \(need.intake),
                    \(need.resident), \(need.owner.withoutNUL), \(need.dueAt.milliseconds),
                    \(now.milliseconds))
                """))
    }

    package func find(_ id: NeedID) throws(SQLError) -> NeedRow? {
        try tx.first("SELECT \(Self.columns) FROM needs WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// In some states, by due time; only those that were due before `overdueAt` where that is given.
    package func list(
        estate: String?, in area: StaffArea? = nil, states: [NeedState], overdueAt: Instant?, rows: RowPage
    ) throws(SQLError) -> [NeedRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM needs
            WHERE \(column: "estate", is: estate) AND state IN (\(list: states))
                AND (due_at < \(overdueAt?.milliseconds ?? 0) OR \(overdueAt == nil) = 1)
                AND (\(area == nil) = 1 OR estate IN (\(list: area?.estates ?? []))
                    OR estate || '/' || building IN (\(list: area?.buildings ?? []))
                    OR (COALESCE(building, '') = '' AND estate IN (\(list: area?.common ?? []))))
                AND \(rows, above: "due_at", "id")
            ORDER BY due_at, id LIMIT \(rows)
            """,
            Self.decode)
    }

    /// What was said in a period, oldest first: for reports.
    package func created(estate: String?, from: Instant, to: Instant) throws(SQLError) -> [NeedRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM needs
            WHERE \(column: "estate", is: estate)
                AND created_at >= \(from.milliseconds) AND created_at < \(to.milliseconds) ORDER BY id
            """,
            Self.decode)
    }

    /// What was finished in a period, oldest first.
    package func finished(estate: String?, from: Instant, to: Instant) throws(SQLError) -> [NeedRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM needs
            WHERE \(column: "estate", is: estate) AND state = 'done'
                AND ended_at >= \(from.milliseconds) AND ended_at < \(to.milliseconds) ORDER BY id
            """,
            Self.decode)
    }

    /// Of one resident, the newest first.
    package func of(_ resident: ResidentID, limit: Int) throws(SQLError) -> [NeedRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM needs WHERE resident_id = \(resident) ORDER BY id DESC LIMIT \(limit)
            """,
            Self.decode)
    }

    /// Those for which this one stands.
    package func merged(into id: NeedID) throws(SQLError) -> [NeedRow] {
        try tx.all("SELECT \(Self.columns) FROM needs WHERE merged_into = \(id) ORDER BY id", Self.decode)
    }

    /// Somebody's wishes behind a need: its own, and those that it stands for; by their ids.
    package func wishes(
        behind id: NeedID, after: NeedID, limit: Int
    ) throws(SQLError) -> [NeedRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM needs
            WHERE (id = \(id) OR merged_into = \(id)) AND resident_id IS NOT NULL AND id > \(after)
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// How many of a quarter stand as they were said.
    package func unsorted(estate: String, quarter: String) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM needs
                WHERE estate = \(estate) AND quarter = \(quarter) AND state = 'collected'
                """))
    }

    /// Moves it on. False where it does not stand in one of `from` any more.
    ///
    /// What is nil in the change stays; a new due time begins a new wait for it.
    package func move(
        _ id: NeedID, from: [NeedState], _ change: NeedChange, at now: Instant
    ) throws(SQLError) -> Bool {
        let ended = change.state.isOpen ? nil : now
        return try tx.run(
            """
            UPDATE needs SET state = \(change.state), title = COALESCE(\(change.title?.withoutNUL), title),
                owner = COALESCE(\(change.owner?.withoutNUL), owner),
                due_at = COALESCE(\(change.dueAt?.milliseconds), due_at),
                overdue_at = CASE WHEN \(change.dueAt == nil) = 1 THEN overdue_at ELSE NULL END,
                merged_into = \(change.mergedInto), result = COALESCE(\(change.result?.withoutNUL), result),
                ended_at = \(ended?.milliseconds)
            WHERE id = \(id) AND state IN (\(list: from))
            """) == 1
    }

    /// Writes once that it was not done in time; false where that is known, or nothing is due any more.
    package func markOverdue(_ id: NeedID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE needs SET overdue_at = \(now.milliseconds)
            WHERE id = \(id) AND overdue_at IS NULL AND ended_at IS NULL AND due_at <= \(now.milliseconds)
            """) == 1
    }

    static let columns: Fragment =
        """
        id, estate, quarter, category, title, text, place, intake, resident_id, state, owner, due_at,
        merged_into, result, created_at, ended_at, building
        """

    static func decode(_ row: Row) throws(SQLError) -> NeedRow {
        var need = NeedRow(
            id: NeedID(try row.integer(0)), estate: try row.text(1), quarter: try row.text(2),
            category: try row.text(3), title: try row.text(4), text: try row.text(5), place: try row.text(6),
            intake: try row.text(7), resident: try row.integerOrNil(8).map { ResidentID($0) },
            owner: try row.text(10), dueAt: try row.instant(11))
        need.state = try row.named(9)
        need.mergedInto = try row.integerOrNil(12).map { NeedID($0) }
        need.result = try row.textOrNil(13)
        need.createdAt = try row.instant(14)
        need.endedAt = try row.instantOrNil(15)
        need.building = try row.textOrNil(16)
        return need
    }
}

/// What an act makes of a need.
package struct NeedChange: Sendable, Hashable {
    package var state: NeedState
    package var title: String?
    package var owner: String?
    package var dueAt: Instant?
    package var result: String?
    package var mergedInto: NeedID?

    package init(
        to state: NeedState, title: String? = nil, owner: String? = nil, dueAt: Instant? = nil,
        result: String? = nil, mergedInto: NeedID? = nil
    ) {
        self.state = state
        self.title = title
        self.owner = owner
        self.dueAt = dueAt
        self.result = result
        self.mergedInto = mergedInto
    }
}

package struct NeedRow: Sendable, Hashable {
    package var id: NeedID
    package var estate: String
    /// `2026Q1`: in whose list it stands.
    package var quarter: String
    package var category: String
    /// Named by the staff at the sorting, so that no resident's words are shown to others.
    package var title: String
    /// What was said, and where.
    package var text: String
    package var place: String
    /// Nil where it is about no building.
    package var building: String?
    /// `chat`, or an `Intake`.
    package var intake: String
    /// Who hears what becomes of it; shown to nobody.
    package var resident: ResidentID?
    package var state: NeedState = .collected
    package var owner: String
    package var dueAt: Instant
    package var mergedInto: NeedID?
    /// What came of it, or why it was declined, as residents read it.
    package var result: String?
    package var createdAt = Instant(milliseconds: 0)
    package var endedAt: Instant?

    package init(
        id: NeedID = NeedID(0), estate: String, quarter: String, category: String, title: String,
        text: String, place: String, intake: String, resident: ResidentID?, owner: String, dueAt: Instant
    ) {
        self.id = id
        self.estate = estate
        self.quarter = quarter
        self.category = category
        self.title = title
        self.text = text
        self.place = place
        self.intake = intake
        self.resident = resident
        self.owner = owner
        self.dueAt = dueAt
    }
}

extension NeedState: Bindable {}
