import LinliModel

/// How sessions with officials, the Party branch or a lawyer are booked (`domain.md` 2.7).
package struct ReceptionRules: Sendable {
    package struct Kind: Sendable, Hashable {
        package var code: String
        package var name: String
        package var seats: Int
        package var minutesEach: Int
        /// What residents call it beside its name (支部的接待日, 律师).
        package var words: [String]
    }

    package var kinds: [Kind]
    /// Booking closes at this minute of the day …
    package var closesAtMinute: Int
    /// … this many working days before the session.
    package var closesWorkingDaysBefore: Int
    /// Share of the seats kept for walk-ins, in per cent.
    package var walkInPercent: Int
    package var cancelHours: Int
    package var peoplePerMatter: Int
    package var noShows: Int
    package var noShowPauseDays: Int
    package var answer: TimeTarget

    package func kind(_ code: String) -> Kind? { kinds.first { $0.code == code } }

    /// The kind that a resident names; nil where his words fit any.
    package func kind(namedIn words: String) -> Kind? {
        kinds.first { words.mentions($0.name) || words.mentionsAny($0.words) }
    }

    /// Seats that can be booked ahead: the walk-in share is rounded up to whole seats.
    package func bookableSeats(of kind: Kind) -> Int {
        kind.seats - (kind.seats * walkInPercent + 99) / 100
    }
}

extension ReceptionRules {
    static func read(_ item: Item) -> ReceptionRules? {
        guard let table = item.table else { return nil }
        let kindItems = table.items("kinds")
        let closes = table.required("closes_at")?.parsed("a time of day like 17:00") {
            ServiceWindows.minute($0[...])
        }
        let before = table.required("closes_working_days_before")?.integer(in: 0...30)
        let walkIn = table.required("walk_in_percent")?.integer(in: 0...100)
        let cancel = table.required("cancel_hours")?.integer(in: 0...240)
        let people = table.required("people_per_matter")?.integer(in: 1...5)
        let noShows = table.required("no_shows")?.integer(in: 1...100)
        let pause = table.required("no_show_pause_days")?.integer(in: 0...365)
        let answer = table.required("answer")?.target
        table.finish()
        var codes: Set<String> = []
        let kinds = kindItems.compactMap { node -> Kind? in
            guard let kind = readKind(node) else { return nil }
            if !codes.insert(kind.code).inserted { node.report("the kind \(kind.code) is listed twice") }
            return kind
        }
        return ReceptionRules(
            kinds: kinds, closesAtMinute: closes ?? 0, closesWorkingDaysBefore: before ?? 0,
            walkInPercent: walkIn ?? 0, cancelHours: cancel ?? 0, peoplePerMatter: people ?? 1,
            noShows: noShows ?? 1, noShowPauseDays: pause ?? 0, answer: answer ?? .workingDays(1))
    }

    private static func readKind(_ item: Item) -> Kind? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let seats = table.required("seats")?.integer(in: 1...1000)
        let minutes = table.required("minutes_each")?.integer(in: 1...480)
        let words = table.optional("words")?.texts ?? []
        table.finish()
        guard let code, let name, let seats, let minutes else { return nil }
        return Kind(code: code, name: name, seats: seats, minutesEach: minutes, words: words)
    }
}
