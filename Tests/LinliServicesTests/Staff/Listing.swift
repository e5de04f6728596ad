import LinliAdmin
import LinliModel
import LinliSQL
import LinliTestKit
import Testing

@testable import LinliServices

/// A list of a desk, by the name of its command.
struct Listing: Sendable {
    let name: String
    let ask: @Sendable (RowPage, DeskCall) throws(SQLError) -> Int
    let next: @Sendable (RowPage, DeskCall) throws(SQLError) -> (rows: Set<String>, next: String?)

    init(_ name: String, _ ask: @escaping @Sendable (RowPage, DeskCall) throws(SQLError) -> Int) {
        self.name = name
        self.ask = ask
        next = { _, _ in ([], nil) }
    }

    /// A list whose pages are walked.
    init<Item: Codable & Sendable & Hashable>(
        _ name: String,
        _ page: @escaping @Sendable (RowPage, DeskCall) throws(SQLError) -> Ruling<Page<Item>>
    ) {
        self.name = name
        ask = { rows, call throws(SQLError) in try page(rows, call).rows }
        next = { rows, call throws(SQLError) in
            let page = try page(rows, call).value
            return (Set((page?.items ?? []).map { "\($0)" }), page?.next)
        }
    }

    /// Fifty rows within a second, and no large table read to its end.
    func answersSoon(as role: Role, _ desks: DeskStore, on engine: Engine) async throws {
        let staff = try desks.identity(role)
        let answer = try await desks.store.database.write { tx throws(SQLError) in
            let watched = PlanWatch(tx)
            let call = DeskCall(
                staff: staff, in: Transaction(connection: watched), at: DeskStore.monday)
            let start = ContinuousClock.now
            let rows = try ask(50, call)
            let spent = ContinuousClock.now - start
            return (rows: rows, spent: spent, scans: engine == .sqlite ? try watched.scans() : [])
        }
        #expect(answer.rows == 50, "\(name)")
        #expect(answer.spent < .seconds(1), "\(name): \(answer.spent)")
        #expect(answer.scans == [], "\(name)")
    }
}

extension Ruling where Value: Counted {
    var rows: Int { value?.count ?? -1 }
}

protocol Counted {
    var count: Int { get }
}

extension Page: Counted {
    var count: Int { items.count }
}

/// Passes everything on, and asks SQLite afterwards how it went about each SELECT.
final class PlanWatch: Connection {
    private let base: Transaction
    private var asked: [Statement] = []

    init(_ base: Transaction) {
        self.base = base
    }

    var dialect: Dialect { base.dialect }
    var rowLock: Fragment { base.rowLock }

    func rows(_ statement: Statement) throws(SQLError) -> [Row] {
        asked.append(statement)
        return try base.all(statement) { row throws(SQLError) in row }
    }

    func insert(_ statement: Statement) throws(SQLError) -> Int64? { try base.insertUnlessKnown(statement) }
    func rowsApart(_ statement: Statement) throws(SQLError) -> [Row] { try rows(statement) }
    func run(_ statement: Statement) throws(SQLError) -> Int { try base.run(statement) }

    /// How SQLite goes about each SELECT that says `words`.
    func plans(saying words: String) throws(SQLError) -> [String] {
        var found: [String] = []
        for statement in asked where statement.sql.contains(words) {
            found.append(
                try base.all("EXPLAIN QUERY PLAN \(statement)") { row throws(SQLError) in
                    try row.text(3)
                }.joined(separator: "; "))
        }
        return found
    }

    private static let large = [
        "tickets", "residents", "transfers", "bookings", "outbox", "claims", "accounts", "redemptions",
        "ticket_clocks", "ticket_events", "needs", "visits", "meetings", "sessions", "activities",
        "care_list", "praises",
    ]

    /// A large table that was read to its end: one that is read in the order of the list ends with its page.
    func scans() throws(SQLError) -> [String] {
        var found: [String] = []
        for statement in asked {
            let plan = try base.all("EXPLAIN QUERY PLAN \(statement)") { row throws(SQLError) in
                try row.text(3)
            }
            let sorts = plan.contains { $0.contains("USE TEMP B-TREE FOR ORDER BY") }
            found += plan.filter { step in
                sorts && Self.large.contains { step.hasPrefix("SCAN \($0)") }
            }
        }
        return found
    }
}
