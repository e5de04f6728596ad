import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Things and rooms of the list as residents order them (`domain.md` A07, A17, C15, H03).
///
/// Promise: an hour at which the row is not open is refused with the row's hours; a room is nobody else's in
/// the hours for which it is booked, also of two who ask at once. The list does not say how many pieces there
/// are of a thing: whoever lends it says whether one is there.
struct LoanService: Sendable {
    private let settings: Settings
    private let tickets: TicketService

    init(settings: Settings, tickets: TicketService) {
        self.settings = settings
        self.tickets = tickets
    }

    func order(
        _ listing: ResourceListing, _ wish: LoanWish, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let id = listing.id, let row = try tx.resources.find(id), row.estate == party.estate,
            row.state == .listed
        else { return .loanRefused(listing, wish, .gone) }
        var wish = wish
        let booking = listing.isRoom ? self.booking(of: &wish) : nil
        let draft = self.draft(listing, wish)
        let since = now - .minutes(Limits.repeatMinutes)
        if try tx.tickets.same(
            resident: party.resident, text: draft.text.withoutNUL, category: draft.category, since: since)
            == nil
        {
            if isOver(wish, at: now) { return .loanRefused(listing, wish, .past) }
            if !isOpen(row, wish) { return .loanRefused(listing, wish, .closed) }
            if let booking {
                let taken = try tx.roomBookings.of(id, on: booking.day)
                guard !taken.contains(where: { $0.opens < booking.closes && booking.opens < $0.closes })
                else { return .loanRefused(listing, wish, .taken(taken.map(\.words))) }
            }
        }
        let outcome = try tickets.open(draft, from: party, in: tx, at: now)
        switch outcome {
        case .ticketOpened(let summary):
            if let booking { try tx.roomBookings.add(booking, of: id, ticket: summary.id) }
            return .borrowed(listing, wish, summary, isNew: true)
        case .ticketRepeated(let summary): return .borrowed(listing, wish, summary, isNew: false)
        default: return outcome
        }
    }

    /// Nil where day or hour is open: then whoever keeps the room speaks to him. The end is entered into the
    /// wish, so that he reads it.
    private func booking(of wish: inout LoanWish) -> RoomBooking? {
        guard let day = wish.day, let opens = wish.opens else { return nil }
        let said = wish.closes.flatMap { $0 > opens ? $0 : nil }
        let closes = said ?? min(opens + settings.registers.resources.roomMinutes, 1440)
        guard opens < closes else { return nil }
        wish.until = ClockFace.full(closes)
        return RoomBooking(day: day, opens: opens, closes: closes, people: max(wish.people ?? 1, 1))
    }

    private func isOver(_ wish: LoanWish, at now: Instant) -> Bool {
        guard let day = wish.day else { return false }
        guard let opens = wish.opens else { return day < now.civil.date }
        return day.at(minute: opens) < now
    }

    private func isOpen(_ row: ResourceRow, _ wish: LoanWish) -> Bool {
        guard let hours = OpeningHours(row.hours), let day = wish.day, let opens = wish.opens else {
            return true
        }
        return hours.isOpen(on: day, isWorkday: isWorkday(day), from: opens, to: wish.closes)
    }

    private func isWorkday(_ day: CivilDate) -> Bool {
        do throws(CalendarMissing) {
            return try WorkingCalendar(settings.calendars).isWorkingDay(day)
        } catch {
            return day.weekday <= 5
        }
    }

    private func draft(_ listing: ResourceListing, _ wish: LoanWish) -> TicketDraft {
        let facts = [listing.name, wish.when, wish.people.map { "\($0)人" } ?? ""].filter { !$0.isEmpty }
        return TicketDraft(
            category: "resource.borrow", urgency: .p3,
            text: "\(wish.words)\n\(listing.isRoom ? "预约场地" : "借用")：\(facts.joined(separator: "，"))",
            address: Address(), intent: .orderService)
    }
}

extension RoomBooking {
    /// "15:00-16:00".
    fileprivate var words: String { "\(ClockFace.full(opens))-\(ClockFace.full(closes))" }
}
