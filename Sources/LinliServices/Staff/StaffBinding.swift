import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Whose chat a staff member's is: he sends the code of `linli staff bind` from it (`interface.md`, "Who is
/// who").
///
/// Promise: a chat is bound by a good code and nothing else, once for each code, with one audit row. After
/// five wrong codes within a day no code of that chat is looked at.
struct StaffBinding: Sendable {
    let rights: RoleRights

    /// Nil where this is no open code of an account that holds a role, or where the chat has used up its
    /// tries. Nothing is counted: the code may be a home's.
    func bind(
        _ code: String, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome? {
        let hash = SecretHash.of(code, salt: StaffDesk.bindSalt)
        guard try triesLeft(party, in: tx, at: now) > 0,
            let id = try tx.staffCodes.find(hash: hash, at: now), let account = try tx.staff.find(id),
            account.disabledAt == nil
        else { return nil }
        let held = try tx.staff.roles(of: id)
        guard let first = held.first, try tx.staffCodes.use(hash: hash, at: now) == id else { return nil }
        try tx.staffCodes.attach(id, channel: party.channel, sender: party.sender, at: now)
        try tx.audit.add(
            StaffIdentity(id: id, name: account.name, role: first.role, estate: first.estate),
            act: "staff.bound", target: account.name, detail: party.channel, at: now)
        var names: [String] = []
        for role in held.map(\.role) {
            let name = rights.byRole[role]?.name ?? role.rawValue
            if !names.contains(name) { names.append(name) }
        }
        return .staffBound(account: account.name, roles: names)
    }

    /// A code that opened nothing. Counted only while there is something left to close.
    func refuse(_ party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> Outcome {
        if try triesLeft(party, in: tx, at: now) > 0 {
            try tx.staffCodes.countWrongTry(channel: party.channel, sender: party.sender, at: now)
        }
        return .staffCodeWrong(triesLeft: try triesLeft(party, in: tx, at: now))
    }

    private func triesLeft(_ party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> Int {
        let wrong = try tx.staffCodes.wrongTries(channel: party.channel, sender: party.sender, at: now)
        return max(0, Limits.staffCodeWrongTries - wrong)
    }
}
