import LinliSQL

extension Schema {
    /// The double-entry ledger of points, claims, rewards and redemptions.
    ///
    /// `accounts.balance` is the guard row: it equals the sum of the account's postings (`points verify`
    /// proves it), and its CHECK is what keeps two redemptions of 80 on 100 from both passing.
    static let points = Migration(version: 4, name: "points") { tx throws(SQLError) in
        try createLedger(tx)
        try createRewards(tx)
    }

    private static func createLedger(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        let identity = tx.dialect.identity
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE accounts (
                id \(identity),
                estate TEXT NOT NULL,
                kind TEXT NOT NULL
                    \(check: "kind", among: ["issuer", "available", "held", "spent", "expired"]),
                resident_id \(integer) REFERENCES residents (id),
                balance \(integer) NOT NULL DEFAULT 0,
                CHECK (balance >= 0 OR kind = 'issuer'),
                CHECK ((resident_id IS NULL) = (kind IN ('issuer', 'spent', 'expired')))
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE UNIQUE INDEX accounts_resident ON accounts (resident_id, kind)
            WHERE resident_id IS NOT NULL
            """
        )
        try tx.run("CREATE UNIQUE INDEX accounts_estate ON accounts (estate, kind) WHERE resident_id IS NULL")
        try tx.run(
            """
            CREATE TABLE transfers (
                id \(identity),
                kind TEXT NOT NULL
                    \(check: "kind", among: ["earn", "hold", "capture", "release", "reverse", "expire"]),
                debit_id \(integer) NOT NULL REFERENCES accounts (id),
                credit_id \(integer) NOT NULL REFERENCES accounts (id),
                points \(integer) NOT NULL CHECK (points > 0),
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                memo TEXT NOT NULL,
                reference TEXT NOT NULL UNIQUE,
                actor TEXT NOT NULL,
                at \(integer) NOT NULL,
                CHECK (debit_id <> credit_id)
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX transfers_resident ON transfers (resident_id, id)")
        try tx.run(
            """
            CREATE TABLE claims (
                id \(identity),
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                estate TEXT NOT NULL,
                text TEXT NOT NULL,
                attachment TEXT,
                state TEXT NOT NULL DEFAULT 'pending'
                    \(check: "state", among: ["pending", "approved", "rejected"]),
                item \(integer),
                points \(integer),
                at \(integer) NOT NULL,
                first_approver \(integer) REFERENCES staff (id),
                decided_at \(integer),
                decided_by \(integer) REFERENCES staff (id),
                reason TEXT NOT NULL DEFAULT ''
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX claims_resident ON claims (resident_id, at)")
    }

    private static func createRewards(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        let identity = tx.dialect.identity
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE rewards (
                estate TEXT NOT NULL,
                code TEXT NOT NULL,
                name TEXT NOT NULL,
                points \(integer) NOT NULL CHECK (points > 0),
                stock \(integer) NOT NULL CHECK (stock >= 0),
                PRIMARY KEY (estate, code)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE redemptions (
                id \(identity),
                estate TEXT NOT NULL,
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                reward TEXT NOT NULL,
                name TEXT NOT NULL,
                quantity \(integer) NOT NULL CHECK (quantity > 0),
                points \(integer) NOT NULL CHECK (points > 0),
                code TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'held'
                    \(check: "state", among: ["held", "collected", "cancelled", "expired"]),
                created_at \(integer) NOT NULL,
                expires_at \(integer) NOT NULL,
                decided_at \(integer),
                FOREIGN KEY (estate, reward) REFERENCES rewards (estate, code)
            ) \(suffix)
            """)
        try tx.run("CREATE UNIQUE INDEX redemptions_code ON redemptions (estate, code) WHERE state = 'held'")
        try tx.run("CREATE INDEX redemptions_resident ON redemptions (resident_id, created_at)")
    }
}
