import LinliModel
import Testing

@testable import LinliIntents

/// Days as foreigners write them.
@Suite struct EnglishDaysTests {
    /// Wednesday.
    let today = CivilDate("2026-03-18")!

    private func day(_ text: String) -> String? {
        DateReader(codes: Normalizer().normalize(text).codes, today: today, holidays: Holidays())
            .read(taken: []).first?.forward.description
    }

    @Test(arguments: [
        ("on Monday", "2026-03-23"), ("Tuesday", "2026-03-24"), ("Wednesday afternoon", "2026-03-18"),
        ("Thursday please", "2026-03-19"), ("Friday", "2026-03-20"), ("Saturday", "2026-03-21"),
        ("Sunday", "2026-03-22"), ("next Wednesday", "2026-03-25"), ("this Sunday", "2026-03-22"),
        ("tomorrow", "2026-03-19"), ("Dec 9", "2026-12-09"), ("December 9th", "2026-12-09"),
        ("9 December", "2026-12-09"), ("21st of April", "2026-04-21"), ("3 Feb", "2027-02-03"),
    ])
    func areRead(text: String, expected: String) {
        #expect(day(text) == expected)
    }

    /// A modal verb, a word that only begins like a month, no such day.
    @Test(arguments: ["you may come", "5 marbles", "31 April", "the second floor", "12 decks"])
    func othersAreNone(text: String) {
        #expect(day(text) == nil)
    }
}
