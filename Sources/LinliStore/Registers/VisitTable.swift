import LinliModel
import LinliSQL

/// Visits of the grid workers (`domain.md` A04): 敲门 at those who have moved in, 串门 at those who have lived
/// here, 上门 at those on the care list.
///
/// ```
/// planned ── finish ► done
///    └────── drop ► dropped
/// ```
package struct VisitTable {
    let tx: Transaction

    /// Nil where a visit of the kind is planned there already.
    package func plan(_ visit: VisitRow, at now: Instant) throws(SQLError) -> VisitID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO visits
                (estate, kind, unit_id, resident_id, owner, post, due_at, wish, created_at)
            VALUES (\(visit.estate), \(visit.kind), \(visit.unit), \(visit.resident), \(visit.owner),
                \(visit.post), \(visit.dueAt.milliseconds), \(visit.wish.withoutNUL),
                \(now.milliseconds))
            ON CONFLICT (unit_id, kind) WHERE state = 'planned' DO NOTHING
            """
        ).map { VisitID($0) }
    }

    package func find(_ id: VisitID) throws(SQLError) -> VisitRow? {
        try tx.first("SELECT \(Self.columns) FROM visits WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// By due time; only planned ones where asked for.
    package func list(
        estate: String?, in area: StaffArea? = nil, onlyPlanned: Bool, overdueAt: Instant?, rows: RowPage
    ) throws(SQLError) -> [VisitRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM visits
            WHERE \(column: "estate", is: estate)
                AND (state = 'planned' OR \(onlyPlanned) = 0)
                AND (due_at < \(overdueAt?.milliseconds ?? 0) OR \(overdueAt == nil) = 1)
                AND (\(area == nil) = 1 OR estate IN (\(list: area?.estates ?? []))
                    OR EXISTS (
                        SELECT 1 FROM units u WHERE u.id = visits.unit_id
                            AND u.estate || '/' || u.building IN (\(list: area?.buildings ?? []))))
                AND \(rows, above: "due_at", "id")
            ORDER BY due_at, id LIMIT \(rows)
            """,
            Self.decode)
    }

    /// Planned ones at which a resident is to be met.
    package func planned(for resident: ResidentID) throws(SQLError) -> [VisitRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM visits
            WHERE resident_id = \(resident) AND state = 'planned' ORDER BY id
            """,
            Self.decode)
    }

    /// All at which a resident was met or was to be.
    package func of(_ resident: ResidentID) throws(SQLError) -> [VisitRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM visits WHERE resident_id = \(resident) ORDER BY id", Self.decode)
    }

    /// Whether somebody has knocked at his door, or was to: he moves in once.
    package func hasKnock(for resident: ResidentID) throws(SQLError) -> Bool {
        try tx.integer(
            "SELECT count(*) FROM visits WHERE resident_id = \(resident) AND kind = 'knock'") > 0
    }

    /// Whether somebody is to knock at this door already.
    package func isKnockPlanned(at unit: UnitID) throws(SQLError) -> Bool {
        try tx.integer(
            "SELECT count(*) FROM visits WHERE unit_id = \(unit) AND kind = 'knock' AND state = 'planned'"
        ) > 0
    }

    /// Another time suits him better; what was late is so no more where the new day is still to come.
    package func wish(
        _ id: VisitID, _ words: String, due: Instant, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE visits SET wish = \(words.withoutNUL), due_at = \(due.milliseconds),
                overdue_at = CASE WHEN \(due.milliseconds) > \(now.milliseconds) THEN NULL
                    ELSE overdue_at END
            WHERE id = \(id) AND state = 'planned'
            """) == 1
    }

    /// What was due in a period, those that were dropped left out: for reports.
    package func due(estate: String?, from: Instant, to: Instant) throws(SQLError) -> [VisitRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM visits
            WHERE \(column: "estate", is: estate) AND state <> 'dropped'
                AND due_at >= \(from.milliseconds) AND due_at < \(to.milliseconds) ORDER BY id
            """,
            Self.decode)
    }

    package func end(
        _ id: VisitID, as state: VisitRow.State, note: String, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE visits SET state = \(state), note = \(note.withoutNUL), ended_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'planned'
            """) == 1
    }

    package func planned(post: String) throws(SQLError) -> Int {
        Int(try tx.integer("SELECT count(*) FROM visits WHERE post = \(post) AND state = 'planned'"))
    }

    /// What is planned for a post goes to another one. How many.
    package func hand(post: String, to other: String) throws(SQLError) -> Int {
        try tx.run("UPDATE visits SET post = \(other) WHERE post = \(post) AND state = 'planned'")
    }

    package func markOverdue(_ id: VisitID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE visits SET overdue_at = \(now.milliseconds)
            WHERE id = \(id) AND overdue_at IS NULL AND state = 'planned' AND due_at <= \(now.milliseconds)
            """) == 1
    }

    static let columns: Fragment =
        "id, estate, kind, unit_id, resident_id, state, owner, post, due_at, note, ended_at, wish"

    static func decode(_ row: Row) throws(SQLError) -> VisitRow {
        var visit = VisitRow(
            id: VisitID(try row.integer(0)), estate: try row.text(1), kind: try row.named(2),
            unit: UnitID(try row.integer(3)), resident: try row.integerOrNil(4).map { ResidentID($0) },
            owner: try row.text(6), post: try row.text(7), dueAt: try row.instant(8))
        visit.state = try row.named(5)
        visit.note = try row.text(9)
        visit.endedAt = try row.instantOrNil(10)
        visit.wish = try row.text(11)
        return visit
    }
}

package struct VisitRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case planned, done, dropped
    }

    package var id: VisitID
    package var estate: String
    package var kind: VisitKind
    package var unit: UnitID
    /// Who has moved in; nil where only the home is known.
    package var resident: ResidentID?
    package var state = State.planned
    /// Who makes it: 第2网格网格员.
    package var owner: String
    /// The code of that post, which is the name of its account; empty where the register has none.
    package var post: String
    package var dueAt: Instant
    /// What came of it; for the staff.
    package var note = ""
    package var endedAt: Instant?
    /// When it suits whoever is called on, in his own words.
    package var wish = ""

    package init(
        id: VisitID = VisitID(0), estate: String, kind: VisitKind, unit: UnitID, resident: ResidentID?,
        owner: String, post: String, dueAt: Instant
    ) {
        self.id = id
        self.estate = estate
        self.kind = kind
        self.unit = unit
        self.resident = resident
        self.owner = owner
        self.post = post
        self.dueAt = dueAt
    }
}

extension VisitRow.State: Bindable {}
extension VisitKind: Bindable {}
