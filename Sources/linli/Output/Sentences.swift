import LinliAdmin
import LinliModel

/// What staff read in a sentence and not in a table: the one place of these words. Machines read `--json`.
enum Sentences {
    static let none = "没有。"

    static func more(after place: String) -> String { "还有：加上 --after \(place) 往下看。" }

    // MARK: explain ticket

    static func ticket(_ ticket: TicketDetail) -> String {
        "\(ticket.number) \(ticket.categoryName) \(ticket.urgency) L\(ticket.level) \(ticket.stateName)"
    }

    static func event(_ event: TicketHistoryEntry) -> String {
        [
            event.at.writtenTime,
            Headings.value(event.kind, in: "kind", of: "TicketHistoryEntry", beside: []),
            Headings.value(event.actor, in: "actor", of: "TicketHistoryEntry", beside: []), event.detail,
        ].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    static func clock(_ clock: TicketClockState) -> String {
        let name = Headings.value(clock.kind, in: "kind", of: "TicketClockState", beside: [])
        let start = "时限“\(name)”：\(clock.dueAt.writtenTime)到期"
        let provisional = clock.provisional ? "，暂定（当年放假安排未录入）" : ""
        guard let met = clock.metAt else {
            let state = Headings.value(clock.state, in: "state", of: "TicketClockState", beside: [])
            return "\(start)，\(state)\(provisional)"
        }
        let late = seconds(from: clock.dueAt, to: met)
        let verdict = late > 0 ? "晚\((late + 59) / 60)分钟" : "按时"
        return "\(start)，\(met.writtenTime)完成，\(verdict)\(provisional)"
    }

    private static func seconds(from due: String, to met: String) -> Int64 {
        guard let due = Instant(iso8601: due), let met = Instant(iso8601: met) else { return 0 }
        return (met - due).seconds
    }

    // MARK: explain balance, explain slot

    static func balance(available: Int, held: Int, addsUp: Bool) -> String {
        let end = addsUp ? "" : "。流水与余额对不上，请运行 linli points verify"
        return "可用\(available)分，冻结\(held)分\(end)"
    }

    static func session(_ session: Reception) -> String {
        "\(session.id) \(session.name) \(session.startsAt.writtenTime)，\(state(of: session))"
    }

    static func seat(_ booking: ReceptionBooking) -> String {
        [
            "\(booking.seat)号", booking.name,
            Headings.value(booking.state, in: "state", of: "ReceptionBooking", beside: []),
            booking.onBehalf ? "代约" : "", booking.ticket ?? "",
        ].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// Why there is a seat or none.
    static func seats(_ session: Reception) -> String {
        let free = session.seats - session.booked
        let count = "\(session.seats)个名额已约\(session.booked)个"
        guard session.state == "open" else { return "\(count)，本场\(state(of: session))" }
        return free > 0
            ? "\(count)，还有\(free)个，\(session.bookingClosesAt.writtenTime)前可约"
            : "\(count)，再约的人排候补：linli reception waitlist \(session.id)"
    }

    private static func state(of session: Reception) -> String {
        Headings.value(session.state, in: "state", of: "Reception", beside: [])
    }

    // MARK: explain deadline

    static func due(_ moment: Instant) -> String { "到期 \(moment.iso8601)" }

    private static let workingDay = Pattern(/working day ([0-9]+) of ([0-9]+)/)

    /// "window 13:30-18:00" of the reckoning.
    static func reckoning(_ why: String) -> String {
        why.replacing("window ", with: "时段 ").replacing("wall clock", with: "按自然时间")
            .replacing(Self.workingDay) { "第\($0.1)个工作日，共\($0.2)个" }
            .replacing(", make-up working day (", with: "，调休上班（").replacing(")", with: "）")
    }
}

extension String {
    /// A time of the admin API as people write it; itself where it is none.
    var writtenTime: String { Instant(iso8601: self)?.civil.written ?? self }
}
