import LinliModel
import LinliSQL

/// The ledger: transfers between accounts, append-only, each with two sides.
///
/// Promise: a transfer with the same reference is written once; no account but the issuer's goes below zero,
/// because the guard row's CHECK says so; and the sum of an account's postings is its balance (`verify`).
package struct LedgerTable {
    let tx: Transaction

    package enum Account: Sendable, Hashable {
        /// The estate's well of points. Its balance is minus everything that is out.
        case issuer(estate: String)
        case spent(estate: String)
        case expired(estate: String)
        case available(ResidentID, estate: String)
        case held(ResidentID, estate: String)

        var kind: String {
            switch self {
            case .issuer: "issuer"
            case .spent: "spent"
            case .expired: "expired"
            case .available: "available"
            case .held: "held"
            }
        }

        var estate: String {
            switch self {
            case .issuer(let estate), .spent(let estate), .expired(let estate), .available(_, let estate),
                .held(_, let estate):
                estate
            }
        }

        var resident: ResidentID? {
            switch self {
            case .issuer, .spent, .expired: nil
            case .available(let resident, _), .held(let resident, _): resident
            }
        }
    }

    /// Moves points. Answers whether it was done: false where the source has too little.
    ///
    /// A known `reference` answers `.known` and changes nothing.
    package func transfer(_ transfer: Transfer, at now: Instant) throws(SQLError) -> TransferResult {
        if try isKnown(transfer.reference) { return .known }
        let source = try account(transfer.from)
        let target = try account(transfer.to)
        guard try take(transfer.points, from: source, mayOverdraw: transfer.from.kind == "issuer") else {
            return .tooLittle
        }
        try tx.run("UPDATE accounts SET balance = balance + \(transfer.points) WHERE id = \(target)")
        try tx.run(
            """
            INSERT INTO transfers (kind, debit_id, credit_id, points, resident_id, memo, reference, actor, at)
            VALUES (\(transfer.kind), \(source), \(target), \(transfer.points), \(transfer.resident),
                \(transfer.memo), \(transfer.reference), \(transfer.actor), \(now.milliseconds))
            """)
        return .done
    }

    package func isKnown(_ reference: String) throws(SQLError) -> Bool {
        try tx.first("SELECT 1 FROM transfers WHERE reference = \(reference)") { _ throws(SQLError) in true }
            ?? false
    }

    package func balance(of account: Account) throws(SQLError) -> Int {
        guard let id = try find(account) else { return 0 }
        return Int(try tx.integer("SELECT balance FROM accounts WHERE id = \(id)"))
    }

    /// A resident's transfers, newest first; points negative where they left the available account.
    package func lines(of resident: ResidentID, limit: Int) throws(SQLError) -> [LedgerLine] {
        try tx.all(
            """
            SELECT t.at, t.kind, t.memo,
                CASE WHEN d.kind = 'available' THEN -t.points
                     WHEN c.kind = 'available' THEN t.points ELSE 0 END
            FROM transfers t JOIN accounts d ON d.id = t.debit_id JOIN accounts c ON c.id = t.credit_id
            WHERE t.resident_id = \(resident) ORDER BY t.id DESC LIMIT \(limit)
            """
        ) { row throws(SQLError) in
            LedgerLine(
                at: try row.instant(0), points: try row.int(3), kind: try row.text(1), memo: try row.text(2))
        }
    }

    /// Accounts whose balance is not the sum of their postings; empty when the books are right.
    package func mismatches() throws(SQLError) -> [LedgerMismatch] {
        try tx.all(
            """
            SELECT a.id, a.kind, a.balance,
                coalesce((SELECT sum(points) FROM transfers WHERE credit_id = a.id), 0)
                - coalesce((SELECT sum(points) FROM transfers WHERE debit_id = a.id), 0) AS posted
            FROM accounts a
            WHERE a.balance <>
                coalesce((SELECT sum(points) FROM transfers WHERE credit_id = a.id), 0)
                - coalesce((SELECT sum(points) FROM transfers WHERE debit_id = a.id), 0)
            ORDER BY a.id
            """
        ) { row throws(SQLError) in
            LedgerMismatch(
                account: try row.integer(0), kind: try row.text(1), balance: try row.int(2),
                posted: try row.int(3))
        }
    }

    /// The sum of all balances: zero when the books are right.
    package func total() throws(SQLError) -> Int {
        Int(try tx.integer("SELECT coalesce(sum(balance), 0) FROM accounts"))
    }

    /// Points that came in up to `limit` and points that went out at any time: what is left of the old ones
    /// is the difference, because the oldest go first.
    package func flows(of resident: ResidentID, earnedUntil limit: Instant) throws(SQLError) -> (
        earned: Int, gone: Int
    ) {
        let row = try tx.first(
            """
            SELECT
                coalesce(sum(CASE WHEN kind = 'earn' AND at <= \(limit.milliseconds) THEN points
                    ELSE 0 END), 0),
                coalesce(sum(CASE WHEN kind IN ('hold', 'expire', 'reverse') THEN points
                    WHEN kind = 'release' THEN -points ELSE 0 END), 0)
            FROM transfers WHERE resident_id = \(resident)
            """
        ) { row throws(SQLError) in (earned: try row.int(0), gone: try row.int(1)) }
        return row ?? (0, 0)
    }

    /// Who holds points, the most first: the public list shows names masked.
    package func ranking(estate: String, rows: RowPage) throws(SQLError) -> [RankingRow] {
        try tx.all(
            """
            SELECT a.id, r.name, a.balance
            FROM accounts a JOIN residents r ON r.id = a.resident_id
            WHERE a.estate = \(estate) AND a.kind = 'available' AND a.balance > 0 AND r.erased_at IS NULL
                AND \(rows, below: "a.balance", "a.id")
            ORDER BY a.balance DESC, a.id DESC LIMIT \(rows)
            """
        ) { row throws(SQLError) in
            RankingRow(account: try row.integer(0), name: try row.text(1), balance: try row.int(2))
        }
    }

    /// How many stand before this one in the ranking, and how many of them hold more.
    package func before(_ holder: RankingRow, estate: String) throws(SQLError) -> (all: Int, richer: Int) {
        let row = try tx.first(
            """
            SELECT count(*), coalesce(sum(CASE WHEN a.balance > \(holder.balance) THEN 1 ELSE 0 END), 0)
            FROM accounts a JOIN residents r ON r.id = a.resident_id
            WHERE a.estate = \(estate) AND a.kind = 'available' AND r.erased_at IS NULL
                AND (a.balance, a.id) > (\(holder.balance), \(holder.account))
            """
        ) { row throws(SQLError) in (all: try row.int(0), richer: try row.int(1)) }
        return row ?? (0, 0)
    }

    /// Everybody with points, for the yearly expiry.
    package func holders(estate: String) throws(SQLError) -> [ResidentID] {
        try tx.all(
            """
            SELECT resident_id FROM accounts
            WHERE estate = \(estate) AND kind = 'available' AND balance > 0 ORDER BY resident_id
            """
        ) { row throws(SQLError) in ResidentID(try row.integer(0)) }
    }

    package func transfer(reference: String) throws(SQLError) -> TransferRow? {
        try tx.first(
            """
            SELECT t.id, t.kind, t.points, t.resident_id, t.memo, d.kind, c.kind
            FROM transfers t JOIN accounts d ON d.id = t.debit_id JOIN accounts c ON c.id = t.credit_id
            WHERE t.reference = \(reference)
            """
        ) { row throws(SQLError) in
            TransferRow(
                id: try row.integer(0), kind: try row.text(1), points: try row.int(2),
                resident: ResidentID(try row.integer(3)), memo: try row.text(4), debit: try row.text(5),
                credit: try row.text(6))
        }
    }

    private func take(_ points: Int, from account: Int64, mayOverdraw: Bool) throws(SQLError) -> Bool {
        if mayOverdraw {
            return try tx.run("UPDATE accounts SET balance = balance - \(points) WHERE id = \(account)") == 1
        }
        return try tx.run(
            """
            UPDATE accounts SET balance = balance - \(points)
            WHERE id = \(account) AND balance >= \(points)
            """) == 1
    }

    /// The account's row, made where it is missing.
    private func account(_ account: Account) throws(SQLError) -> Int64 {
        if let known = try find(account) { return known }
        try tx.run(
            """
            INSERT INTO accounts (estate, kind, resident_id)
            VALUES (\(account.estate), \(account.kind), \(account.resident))
            ON CONFLICT DO NOTHING
            """)
        guard let made = try find(account) else { throw SQLError(.decoding, "an account is missing") }
        return made
    }

    private func find(_ account: Account) throws(SQLError) -> Int64? {
        guard let resident = account.resident else {
            return try tx.first(
                """
                SELECT id FROM accounts
                WHERE estate = \(account.estate) AND kind = \(account.kind) AND resident_id IS NULL
                """
            ) { row throws(SQLError) in try row.integer(0) }
        }
        return try tx.first(
            "SELECT id FROM accounts WHERE resident_id = \(resident) AND kind = \(account.kind)"
        ) { row throws(SQLError) in try row.integer(0) }
    }
}

package struct Transfer: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case earn, hold, capture, release, reverse, expire
    }

    package var kind: Kind
    package var from: LedgerTable.Account
    package var to: LedgerTable.Account
    /// More than zero.
    package var points: Int
    package var resident: ResidentID
    /// Words for the resident's statement.
    package var memo: String
    /// The same for every attempt at this transfer.
    package var reference: String
    package var actor: String

    package init(
        _ kind: Kind, from: LedgerTable.Account, to: LedgerTable.Account, points: Int, resident: ResidentID,
        memo: String, reference: String, actor: String
    ) {
        self.kind = kind
        self.from = from
        self.to = to
        self.points = points
        self.resident = resident
        self.memo = memo
        self.reference = reference
        self.actor = actor
    }
}

package enum TransferResult: Sendable {
    case done, known, tooLittle
}

package struct TransferRow: Sendable, Hashable {
    package let id: Int64
    package let kind: String
    package let points: Int
    package let resident: ResidentID
    package let memo: String
    package let debit: String
    package let credit: String
}

package struct RankingRow: Sendable, Hashable {
    package let account: Int64
    package let name: String
    package let balance: Int
}

/// Who has earned so many points in a span.
package struct EarnerRow: Sendable, Hashable {
    package let resident: ResidentID
    package let name: String
    package let points: Int
}

package struct LedgerMismatch: Sendable, Hashable {
    package let account: Int64
    package let kind: String
    package let balance: Int
    package let posted: Int
}

extension Transfer.Kind: Bindable {}
