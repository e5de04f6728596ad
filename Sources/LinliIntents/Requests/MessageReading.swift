import LinliModel

/// One message (or one clause of it) with everything that was found in it, before anything is decided:
/// words of all lists and rules, addresses, identifiers, dates, times and quantities.
struct MessageReading: Sendable {
    let text: NormalizedText
    let now: CivilTime
    let holidays: Holidays
    let hits: [Lexicon.Hit]
    let spans: WordSpans
    let identifiers: [IdentifierReader.Finding]
    let addresses: [AddressReading]
    let dates: [DateReading]
    let times: [TimeReading]
    let quantities: [QuantityReader.Reading]
    let landmarks: [Range<Int>]
    /// Values that were taken back in the same breath, with the words that do it: "2栋，不对，".
    let retracted: [Range<Int>]

    init(
        _ text: NormalizedText, at now: Instant, register: (any PlaceRegister)?, lexicon: Lexicon,
        holidays: Holidays
    ) {
        self.text = text
        self.holidays = holidays
        self.now = now.civil
        let codes = text.codes
        hits = lexicon.hits(in: codes)
        spans = WordSpans(hits, lexicon)
        landmarks = MessageReading.landmarks(codes, register)
        let identifiers = IdentifierReader.read(codes)
        var taken = identifiers.map(\.range)
        let addresses = AddressReader(codes: codes, register: register).read(taken: taken + landmarks)
        taken += addresses.map(\.range)
        let dates = DateReader(codes: codes, today: now.civil.date, holidays: holidays).read(taken: taken)
        taken += dates.map(\.range)
        let times = TimeReader(codes: codes, dates: dates, now: now.civil, taken: taken).read()
        taken += times.map(\.range)
        let quantities = QuantityReader(codes: codes).read(taken: taken)
        var retractions = Retractions(codes)
        let told = retractions.standing(retractions.tailed(identifiers), \.range) { $0.kind == $1.kind }
        self.identifiers = Renewals(codes: codes).current(told)
        self.addresses = retractions.corrected(addresses)
        self.dates = retractions.standing(retractions.weeked(dates), \.range, isLoose: true)
        self.times = retractions.standing(times, \.range, isLoose: true) {
            $0.isClock == $1.isClock
        }
        self.quantities = retractions.standing(quantities, \.range, isLoose: true) {
            $0.kind == $1.kind
        }
        retracted = retractions.taken
    }

    func has(_ symbol: Symbol) -> Bool { spans.has(symbol) }

    /// Every span that has a form of its own: what remains beside them are words.
    var exactRanges: [Range<Int>] {
        identifiers.map(\.range) + addresses.map(\.range) + dates.map(\.range) + times.map(\.range)
            + retracted
    }

    /// Names of the register, longest first at each place. They are short lists, so no trie is built.
    private static func landmarks(_ codes: [UInt32], _ register: (any PlaceRegister)?) -> [Range<Int>] {
        guard let register else { return [] }
        var found: [Range<Int>] = []
        for name in register.landmarks {
            let wanted = name.codes
            guard let first = wanted.first, wanted.count > 1, wanted.count <= codes.count else { continue }
            for start in 0...(codes.count - wanted.count)
            where codes[start] == first && codes[start..<(start + wanted.count)].elementsEqual(wanted) {
                found.append(start..<(start + wanted.count))
            }
        }
        return found.filter { range in
            !found.contains { $0 != range && $0.contains(range.lowerBound) && $0.count > range.count }
        }
        .sorted { $0.lowerBound < $1.lowerBound }
    }
}
