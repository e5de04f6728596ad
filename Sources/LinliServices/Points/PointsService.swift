import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Points as residents see them: balance, statement, rules, and claims for deeds.
package struct PointsService: Sendable {
    private let rules: PointsRules
    private let notifier: Notifier
    private let reach: StaffReach

    package init(settings: Settings, notifier: Notifier) {
        rules = settings.points
        self.notifier = notifier
        reach = StaffReach(settings: settings)
    }

    package func balance(of party: Party, in tx: Transaction) throws(SQLError) -> Outcome {
        .balance(
            try tx.ledger.balance(of: .available(party.resident, estate: party.estate)),
            held: try tx.ledger.balance(of: .held(party.resident, estate: party.estate)))
    }

    package func ledger(of party: Party, in tx: Transaction) throws(SQLError) -> Outcome {
        .ledger(
            try tx.ledger.lines(of: party.resident, limit: 10),
            balance: try tx.ledger.balance(of: .available(party.resident, estate: party.estate)))
    }

    package func list() -> Outcome {
        .pointsRules(
            rules.categories.map { category in
                let items = rules.items.filter { $0.category == category }
                return "【\(category)】" + items.map { "\($0.name) \($0.points)分" }.joined(separator: "、")
            })
    }

    /// A deed is noted as pending; a person decides which item it is and whether it counts.
    package func claim(
        _ text: String, attachment: String?, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let id = try tx.claims.add(
            party.resident, estate: party.estate, text: text, attachment: attachment, at: now)
        try askLead(id, text, of: party, in: tx, at: now)
        return .claimPending(id)
    }

    /// A small deed is confirmed by the lead of the building (`domain.md` C04): he is asked in his own chat,
    /// where the words name the item. Everything else waits for the desk.
    private func askLead(
        _ id: ClaimID, _ text: String, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let item = rules.named(in: text), item.approvers.contains(.buildingLead), item.approvals == 1,
            let home = try tx.homes.of(party.resident).first(where: \.isProven),
            let building = home.address.building
        else { return }
        let name = try tx.residents.find(party.resident)?.name ?? ""
        let phrase = Phrase(
            "staff.claim_asked",
            [
                "claim": "\(id)", "name": Masking.name(name), "item": item.name, "points": "\(item.points)",
            ])
        for lead in try reach.leads(ofBuilding: building, estate: party.estate, in: tx) {
            for chat in lead.chats where chat != StaffReach.Chat(channel: party.channel, sender: party.sender)
            {
                try notifier.tell(
                    channel: chat.channel, recipient: chat.sender, [phrase], why: ClaimWords.asked,
                    key: "claim-\(id)-asked-\(chat.channel)-\(chat.sender)", in: tx, at: now)
            }
        }
    }
}
