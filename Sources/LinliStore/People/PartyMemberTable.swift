import LinliModel
import LinliSQL

/// Who has agreed that the office knows him as a member of the party (双报到, `domain.md` C03).
///
/// Restricted data: a row is there only with his consent and its time, goes when he takes it back or is
/// erased, and is shown to nobody without the right `resource.membership`.
package struct PartyMemberTable {
    let tx: Transaction

    /// False where it is known already; the first consent stands.
    package func add(_ resident: ResidentID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO party_members (resident_id, consented_at) VALUES (\(resident), \(now.milliseconds))
            ON CONFLICT (resident_id) DO NOTHING
            """) == 1
    }

    /// False where there was nothing to take back.
    package func remove(_ resident: ResidentID) throws(SQLError) -> Bool {
        try tx.run("DELETE FROM party_members WHERE resident_id = \(resident)") == 1
    }

    /// When he agreed; nil where he has not.
    package func consent(of resident: ResidentID) throws(SQLError) -> Instant? {
        try tx.first("SELECT consented_at FROM party_members WHERE resident_id = \(resident)") {
            row throws(SQLError) in
            try row.instant(0)
        }
    }
}
