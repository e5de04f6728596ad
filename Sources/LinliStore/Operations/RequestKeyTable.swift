import LinliModel
import LinliSQL

/// Answers to admin requests by their `Idempotency-Key`: a request that is sent again gets the same answer
/// and does nothing twice. The row is written in the commit of what the request did.
package struct RequestKeyTable {
    let tx: Transaction

    package func find(staff: StaffID, key: String) throws(SQLError) -> RequestKeyRow? {
        try tx.first(
            "SELECT fingerprint, status, body FROM request_keys WHERE staff_id = \(staff) AND key = \(key)"
        ) { row throws(SQLError) in
            RequestKeyRow(fingerprint: try row.text(0), status: try row.int(1), body: try row.text(2))
        }
    }

    package func add(
        staff: StaffID, key: String, _ answer: RequestKeyRow, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO request_keys (staff_id, key, fingerprint, status, body, at)
            VALUES (\(staff), \(key), \(answer.fingerprint), \(answer.status), \(answer.body),
                \(now.milliseconds))
            """)
    }

    package func prune(before limit: Instant) throws(SQLError) -> Int {
        try tx.run("DELETE FROM request_keys WHERE at < \(limit.milliseconds)")
    }
}

package struct RequestKeyRow: Sendable, Hashable {
    /// What was asked, so that a key cannot be used for something else.
    package let fingerprint: String
    package let status: Int
    package let body: String

    package init(fingerprint: String, status: Int, body: String) {
        self.fingerprint = fingerprint
        self.status = status
        self.body = body
    }
}
