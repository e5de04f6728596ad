import LinliModel
import LinliSQL
import LinliStore

/// A resident and his home: claimed by word, proven by a one-time code (`interface.md`, "Who is who").
package struct HomeService: Sendable {
    package init() {}

    package func claim(
        _ address: Address, _ relation: Home.Relation, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let units = try tx.units.find(estate: party.estate, address)
        guard units.count == 1, let unit = units.first else { return .homeUnknown(address) }
        let known = try tx.homes.of(party.resident).first { $0.unitID == unit.id }
        if let known, known.isProven { return .homeProven(unit.address) }
        try tx.homes.add(party.resident, unit: unit.id, relation: relation, proof: .claimed, at: now)
        return .homeClaimed(unit.address)
    }

    /// The same with a home that was named by mistake: it is forgotten, unless it was proven.
    package func claim(
        _ address: Address, instead wrong: Address, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let known = try tx.homes.of(party.resident).first { $0.address == wrong && !$0.isProven }
        let outcome = try claim(address, known?.relation ?? .owner, for: party, in: tx, at: now)
        if case .homeClaimed = outcome, let known {
            try tx.homes.remove(party.resident, unit: known.unitID)
        }
        return outcome
    }

    /// Tries a code on the homes that the resident claims. A wrong code counts against every open code of
    /// those homes; the fifth wrong try kills them.
    package func prove(
        _ code: String, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let claimed = try tx.homes.of(party.resident).filter { !$0.isProven }
        var open: [HomeCodeRow] = []
        for home in claimed {
            let rows = try tx.homeCodes.open(
                unit: home.unitID, wrongTries: Limits.bindCodeWrongTries, at: now)
            for row in rows where row.hash == SecretHash.of(code, salt: home.unitID.description) {
                guard try tx.homeCodes.use(row.id, by: party.resident) else { continue }
                try tx.homes.add(
                    party.resident, unit: home.unitID, relation: row.relation, proof: .code, at: now)
                return .homeProven(home.address)
            }
            open += rows
        }
        guard !open.isEmpty else { return .codeNotExpected }
        try tx.homeCodes.countWrongTry(open.map(\.id))
        let worst = open.map { Limits.bindCodeWrongTries - $0.wrongTries - 1 }.max() ?? 0
        return .codeWrong(triesLeft: max(0, worst))
    }
}
