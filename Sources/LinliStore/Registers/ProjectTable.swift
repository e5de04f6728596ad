import LinliModel
import LinliSQL

/// Who has taken a need on (项目认领清单, `domain.md` A07): handed to a body that must, or claimed by somebody
/// who offered to. A need has one running project at most.
///
/// ```
/// taken ── begin ► under_way
///   └────────┬─────────┘
///            ├── finish  ► done
///            └── give up ► given_up
/// ```
package struct ProjectTable {
    let tx: Transaction

    /// Nil where somebody has the need already.
    package func take(_ project: ProjectRow, at now: Instant) throws(SQLError) -> ProjectID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO projects (need_id, way, claimant, role, due_at, taken_at)
            VALUES (\(project.need), \(project.way), \(project.claimant.withoutNUL),
                \(project.role?.rawValue ?? ""), \(project.dueAt.milliseconds), \(now.milliseconds))
            ON CONFLICT (need_id) WHERE state IN ('taken', 'under_way') DO NOTHING
            """
        ).map { ProjectID($0) }
    }

    package func running(of need: NeedID) throws(SQLError) -> ProjectRow? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM projects
            WHERE need_id = \(need) AND state IN ('taken', 'under_way') \(tx.rowLock)
            """,
            Self.decode)
    }

    package func begin(_ id: ProjectID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE projects SET state = 'under_way', begun_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'taken'
            """) == 1
    }

    package func end(_ id: ProjectID, as state: ProjectRow.State, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE projects SET state = \(state), ended_at = \(now.milliseconds)
            WHERE id = \(id) AND state IN ('taken', 'under_way')
            """) == 1
    }

    package func postpone(_ id: ProjectID, until due: Instant) throws(SQLError) {
        try tx.run("UPDATE projects SET due_at = \(due.milliseconds) WHERE id = \(id) AND ended_at IS NULL")
    }

    /// By due time; with those that are over where asked for.
    package func list(
        estate: String?, in area: StaffArea? = nil, onlyRunning: Bool, overdueAt: Instant?, rows: RowPage
    ) throws(SQLError) -> [(project: ProjectRow, title: String)] {
        try tx.all(
            """
            SELECT \(Self.columns), title FROM (
                SELECT p.*, n.title AS title, n.estate AS estate, n.building AS building
                FROM projects p
                JOIN needs n ON n.id = p.need_id) AS listed
            WHERE \(column: "estate", is: estate)
                AND (state IN ('taken', 'under_way') OR \(onlyRunning) = 0)
                AND (due_at < \(overdueAt?.milliseconds ?? 0) OR \(overdueAt == nil) = 1)
                AND (\(area == nil) = 1 OR estate IN (\(list: area?.estates ?? []))
                    OR estate || '/' || building IN (\(list: area?.buildings ?? []))
                    OR (COALESCE(building, '') = '' AND estate IN (\(list: area?.common ?? []))))
                AND \(rows, above: "due_at", "id")
            ORDER BY due_at, id LIMIT \(rows)
            """
        ) { row throws(SQLError) in (try Self.decode(row), try row.text(9)) }
    }

    /// What was taken on in a period, oldest first: for reports.
    package func taken(estate: String?, from: Instant, to: Instant) throws(SQLError) -> [ProjectRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM projects
            WHERE need_id IN (
                    SELECT n.id FROM needs n WHERE \(column: "n.estate", is: estate))
                AND taken_at >= \(from.milliseconds) AND taken_at < \(to.milliseconds) ORDER BY id
            """,
            Self.decode)
    }

    static let columns: Fragment = "id, need_id, way, claimant, state, due_at, taken_at, ended_at, role"

    static func decode(_ row: Row) throws(SQLError) -> ProjectRow {
        var project = ProjectRow(
            id: ProjectID(try row.integer(0)), need: NeedID(try row.integer(1)), way: try row.named(2),
            claimant: try row.text(3), dueAt: try row.instant(5))
        project.state = try row.named(4)
        project.takenAt = try row.instant(6)
        project.endedAt = try row.instantOrNil(7)
        project.role = Role(rawValue: try row.text(8))
        return project
    }
}

package struct ProjectRow: Sendable, Hashable {
    package enum Way: String, Sendable {
        case assigned, claimed
    }

    package enum State: String, Sendable {
        case taken, done
        case underWay = "under_way"
        case givenUp = "given_up"
    }

    package var id: ProjectID
    package var need: NeedID
    package var way: Way
    /// The body, company or team; no resident's name.
    package var claimant: String
    /// The role of the staff that sees it done; nil where the claimant has none here.
    package var role: Role?
    package var state = State.taken
    package var dueAt: Instant
    package var takenAt = Instant(milliseconds: 0)
    package var endedAt: Instant?

    package init(id: ProjectID = ProjectID(0), need: NeedID, way: Way, claimant: String, dueAt: Instant) {
        self.id = id
        self.need = need
        self.way = way
        self.claimant = claimant
        self.dueAt = dueAt
    }
}

extension ProjectRow.Way: Bindable {}
extension ProjectRow.State: Bindable {}
