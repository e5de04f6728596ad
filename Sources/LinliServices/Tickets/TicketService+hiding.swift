import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The reporter wants to stay unnamed: the ticket forgets whose it is for everybody who reads it
/// (`domain.md` 2.10). His own door goes with his name; a place that is not his stays, and so does the flat
/// in which somebody has to work.
extension TicketService {
    /// The reports that the words name; else the complaint that he spoke of last, else all complaints about
    /// people of the last days: one too many is better than one too few. Questions to the office are never
    /// meant. Where there is no complaint it is the report that he spoke of last.
    func hideReporters(
        _ words: String, last: String?, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let recent = try meant(by: party, in: tx).filter { ticket in
            ![.handoff, .forwarded].contains(ticket.draft.origin) && ticket.state != .cancelled
                && (ticket.state.isPending || now - ticket.receivedAt <= .days(Limits.hiddenComplaintDays))
        }
        var meant: [Ticket] = []
        for ticket in meantByWords(words, among: recent) ?? meantUnnamed(last, among: recent, at: now) {
            meant.append(try hide(ticket, from: party, in: tx, at: now))
        }
        var summaries: [TicketSummary] = []
        for ticket in meant { summaries.append(try summary(of: ticket, in: tx)) }
        return .reportersHidden(summaries, words: words)
    }

    /// 麻将那个: those that share most with what he says beside the wish itself; nil where none does.
    private func meantByWords(_ words: String, among tickets: [Ticket]) -> [Ticket]? {
        let pieces = words.piecesBesideWish
        let scores = tickets.map { ticket in
            let text = ticket.draft.text + categoryName(of: ticket) + ticket.draft.address.words
            return pieces.count { text.mentions($0) }
        }
        guard let best = scores.max(), best > 0 else { return nil }
        let fitting = zip(tickets, scores).filter { $0.1 == best }.map(\.0)
        let grievances = fitting.filter(\.isAboutPeople)
        return grievances.isEmpty ? Array(fitting.prefix(1)) : grievances
    }

    private func meantUnnamed(_ last: String?, among tickets: [Ticket], at now: Instant) -> [Ticket] {
        let grievances = tickets.filter { $0.isAboutPeople && !$0.draft.anonymous }
        let spokenOf = tickets.filter { $0.number == last }
        if spokenOf.contains(where: \.isAboutPeople) { return spokenOf }
        let near = grievances.filter { now - $0.receivedAt <= .days(Limits.hiddenComplaintDays) }
        return near.isEmpty ? spokenOf : near
    }

    private func hide(
        _ ticket: Ticket, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Ticket {
        let homes = try tx.homes.of(party.resident).map(\.address)
        let isHis = homes.contains {
            $0.room != nil && $0.room == ticket.draft.address.room
                && $0.building == ticket.draft.address.building
        }
        var place = ticket.draft.address
        let isWorkedIn = settings.categories[ticket.draft.category]?.place == .home
        if isHis, !isWorkedIn { place.room = nil }
        try tx.tickets.hideReporter(ticket.id, address: place)
        try tx.ticketEvents.add(ticket.id, .note, actor: "resident", detail: "匿名", at: now)
        return try tx.tickets.find(ticket.id) ?? ticket
    }
}

extension Ticket {
    private static let ofPeople = [
        "noise", "neighbor", "service", "illegal", "throwing", "governance", "security",
    ]

    /// About a neighbour, the staff or somebody else who must not learn from whom it comes.
    fileprivate var isAboutPeople: Bool {
        let field = draft.category.prefix { $0 != "." }
        return draft.intent == .complain || Self.ofPeople.contains(String(field))
    }
}

extension String {
    private static let wish = [
        "别说是我说的", "不要说是我说的", "别说是我", "不要说是我", "知道是我", "说是我", "别写我名字", "不要写我名字", "别写我名", "匿名", "名字", "告诉",
        "透露", "保密",
        "暴露", "公开", "那个", "那件", "那单", "这个", "刚才", "刚刚", "不要", "别", "让", "我", "是", "的", "也", "给", "说", "报",
        "投诉", "举报",
        "他们", "他", "她", "人家", "请", "帮",
    ]

    /// What the words name beside the wish to stay unnamed: numbers as a whole, words in pairs of characters.
    fileprivate var piecesBesideWish: Set<String> {
        var text = self
        for word in Self.wish { text = text.replacing(word, with: " ") }
        var pieces: Set<String> = []
        for part in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            let runs = part.split(omittingEmptySubsequences: true) { !$0.isNumber }
            pieces.formUnion(runs.filter { $0.count > 2 }.map(String.init))
            for words in part.split(omittingEmptySubsequences: true, whereSeparator: \.isNumber) {
                if words.count == 1 { continue }
                pieces.formUnion(zip(words, words.dropFirst()).map { String([$0, $1]) })
            }
        }
        return pieces
    }
}
