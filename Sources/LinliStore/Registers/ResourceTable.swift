import LinliModel
import LinliSQL

/// The list of service resources (服务资源清单, `domain.md` A07, D04): what there is to lend, to use and to give.
///
/// ```
/// proposed ── list ► listed ── remove ► removed
///     └────── decline ► declined
/// ```
package struct ResourceTable {
    let tx: Transaction

    /// Nil where the estate has the code already.
    package func add(_ resource: ResourceRow, at now: Instant) throws(SQLError) -> ResourceID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO resources (estate, code, name, provider, text, donor_id, state, owner, due_at,
                place, hours, created_at)
            VALUES (\(resource.estate), \(resource.code), \(resource.name.withoutNUL),
                \(resource.provider.withoutNUL), \(resource.text.withoutNUL), \(resource.donor),
                \(resource.state), \(resource.owner.withoutNUL), \(resource.dueAt.milliseconds),
                \(resource.place.withoutNUL), \(resource.hours.withoutNUL), \(now.milliseconds))
            ON CONFLICT (estate, code) DO NOTHING
            """
        ).map { ResourceID($0) }
    }

    package func find(_ id: ResourceID) throws(SQLError) -> ResourceRow? {
        try tx.first("SELECT \(Self.columns) FROM resources WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// By due time; with those that are over where asked for.
    package func list(
        estate: String?, states: [ResourceRow.State], overdueAt: Instant?, rows: RowPage
    ) throws(SQLError) -> [ResourceRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM resources
            WHERE \(column: "estate", is: estate) AND state IN (\(list: states))
                AND (due_at < \(overdueAt?.milliseconds ?? 0) OR \(overdueAt == nil) = 1)
                AND \(rows, above: "due_at", "id")
            ORDER BY due_at, id LIMIT \(rows)
            """,
            Self.decode)
    }

    package func of(_ donor: ResidentID) throws(SQLError) -> [ResourceRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM resources WHERE donor_id = \(donor) ORDER BY id DESC", Self.decode)
    }

    /// Enters it in the list under a name that everybody may read; false where it is not proposed any more.
    package func enlist(
        _ id: ResourceID, name: String, provider: String, place: String, hours: String, due: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE resources SET state = 'listed', name = \(name.withoutNUL),
                provider = \(provider.withoutNUL), place = \(place.withoutNUL),
                hours = \(hours.withoutNUL), due_at = \(due.milliseconds), overdue_at = NULL
            WHERE id = \(id) AND state = 'proposed'
            """) == 1
    }

    /// The donor's own words, with what he has added; false where it is not proposed any more.
    package func reword(_ id: ResourceID, _ text: String) throws(SQLError) -> Bool {
        try tx.run(
            "UPDATE resources SET text = \(text.withoutNUL) WHERE id = \(id) AND state = 'proposed'") == 1
    }

    package func end(
        _ id: ResourceID, from: ResourceRow.State, to state: ResourceRow.State, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE resources SET state = \(state), ended_at = \(now.milliseconds)
            WHERE id = \(id) AND state = \(from)
            """) == 1
    }

    /// It was looked at and is still there.
    package func review(_ id: ResourceID, next due: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE resources SET due_at = \(due.milliseconds), overdue_at = NULL
            WHERE id = \(id) AND state = 'listed'
            """) == 1
    }

    package func markOverdue(_ id: ResourceID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE resources SET overdue_at = \(now.milliseconds)
            WHERE id = \(id) AND overdue_at IS NULL AND ended_at IS NULL AND due_at <= \(now.milliseconds)
            """) == 1
    }

    static let columns: Fragment =
        "id, estate, code, name, provider, text, donor_id, state, owner, due_at, created_at, place, hours"

    static func decode(_ row: Row) throws(SQLError) -> ResourceRow {
        ResourceRow(
            id: ResourceID(try row.integer(0)), estate: try row.text(1), code: try row.textOrNil(2),
            name: try row.text(3), provider: try row.text(4), text: try row.text(5),
            donor: try row.integerOrNil(6).map { ResidentID($0) }, state: try row.named(7),
            owner: try row.text(8), dueAt: try row.instant(9), createdAt: try row.instant(10),
            place: try row.text(11),
            hours: try row.text(12))
    }
}

package struct ResourceRow: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        case proposed, listed, declined, removed

        package var isOpen: Bool { self == .proposed || self == .listed }
    }

    package var id: ResourceID
    package var estate: String
    /// Of an entry that the settings made; nil of all others.
    package var code: String?
    /// What everybody may read; empty while it is proposed.
    package var name: String
    package var provider: String
    /// A donor's own words.
    package var text: String
    package var donor: ResidentID?
    package var state: State
    /// Who answers for it.
    package var owner: String
    /// Proposed: until then the donor is spoken to. Listed: then it is looked at again.
    package var dueAt: Instant
    package var createdAt: Instant
    /// Where it is fetched, and when: as residents read it; empty where nobody has said it.
    package var place: String
    package var hours: String

    package init(
        id: ResourceID = ResourceID(0), estate: String, code: String? = nil, name: String, provider: String,
        text: String = "", donor: ResidentID? = nil, state: State, owner: String, dueAt: Instant,
        createdAt: Instant = Instant(milliseconds: 0), place: String = "", hours: String = ""
    ) {
        self.place = place
        self.hours = hours
        self.id = id
        self.estate = estate
        self.code = code
        self.name = name
        self.provider = provider
        self.text = text
        self.donor = donor
        self.state = state
        self.owner = owner
        self.dueAt = dueAt
        self.createdAt = createdAt
    }
}

extension ResourceRow.State: Bindable {}
