import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Posts as residents ask about and apply for them (`domain.md` C12).
///
/// Promise: what is told stands in the rows; an application is one row however often he says yes, and those
/// who decide it are told once.
struct PostService: Sendable {
    private let agenda: MeetingAgenda
    private let deciders: [Role]

    init(settings: Settings, notifier: Notifier) {
        agenda = MeetingAgenda(settings: settings, notifier: notifier)
        deciders = Role.allCases.filter { $0 != .admin && settings.roles.may($0, "post.decide") }
    }

    func handle(
        _ act: PostAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .ask(let words): .post(.offers(try offers(words, of: party, in: tx, at: now)))
        case .apply(let offer): .post(try apply(offer, from: party, in: tx, at: now))
        case .withdraw: .post(.withdrawn(try withdraw(party, in: tx, at: now)))
        }
    }

    /// Those that have a place and whose last day is not over; where his words name one, that one.
    private func offers(
        _ words: String, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [PostOffer] {
        let rows = try tx.posts.offered(
            estate: party.estate, on: now.civil.date, limit: Limits.postAnswerRows)
        var offers: [PostOffer] = []
        for row in rows {
            let free = try PostPlaces.free(row, in: tx)
            guard free > 0, let until = row.applyUntil else { continue }
            offers.append(PostOffer(id: row.id, name: row.name, free: free, until: until))
        }
        let named = offers.filter { words.contains($0.name) }
        return named.isEmpty ? offers : named
    }

    private func apply(
        _ offer: PostOffer, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> PostAnswer {
        guard let row = try tx.posts.find(offer.id), row.estate == party.estate, row.endedAt == nil,
            let until = row.applyUntil, until >= now.civil.date, try PostPlaces.free(row, in: tx) > 0
        else { return .closed(offer) }
        guard try tx.postApplications.add(row.id, party.resident, at: now) else {
            return .applied(offer, isNew: false)
        }
        let id = try tx.postApplications.of(party.resident).last { $0.post == row.id }?.id
        let number = id?.description ?? ""
        try agenda.tellStaff(
            deciders, estate: party.estate,
            Phrase("staff.post_applied", ["post": row.name, "application": number]),
            key: "application-\(number)-\(now.milliseconds)", withRobots: false, in: tx, at: now)
        return .applied(offer, isNew: true)
    }

    private func withdraw(
        _ party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [String] {
        var names: [String] = []
        for row in try tx.postApplications.of(party.resident) where row.state == .open {
            if try tx.postApplications.decide(row.id, .withdrawn, at: now) { names.append(row.name) }
        }
        return names
    }
}
