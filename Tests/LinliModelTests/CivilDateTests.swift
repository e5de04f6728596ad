import LinliModel
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-02-14", 20_498, 6), ("2026-03-18", 20_530, 3),
        ("1969-12-31", -1, 3),
    ])
    func knowsDaysAndWeekdays(text: String, days: Int, weekday: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSinceEpoch == days)
        #expect(date.weekday == weekday)
        #expect(CivilDate(daysSinceEpoch: days) == date)
    }

    @Test(arguments: ["2026-02-30", "2026-13-01", "2026-1-1", "26-01-01", "", "2026-00-10"])
    func refusesWhatIsNoDay(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func countsEveryDayOfFourHundredYears() throws {
        let first = try #require(CivilDate("1900-01-01"))
        var previous = first
        for offset in 1...146_097 {
            let date = first.adding(days: offset)
            #expect(date > previous && date.daysSinceEpoch == previous.daysSinceEpoch + 1)
            previous = date
        }
        #expect(previous == CivilDate("2300-01-01"))
    }

    @Test(arguments: [
        ("2026-03-18T10:00:00+08:00", 1_773_799_200_000), ("2026-03-18T02:00:00Z", 1_773_799_200_000),
        ("2026-03-18T10:00:00.250+08:00", 1_773_799_200_250), ("2026-03-18T10:00+08:00", 1_773_799_200_000),
    ])
    func readsTimesWithAnOffset(text: String, milliseconds: Int) {
        #expect(Instant(iso8601: text)?.milliseconds == Int64(milliseconds))
    }

    @Test(arguments: ["2026-03-18T10:00:00", "2026-03-18", "2026-03-18T25:00:00Z", "2026-03-18T10:00:00Zx"])
    func refusesTimesThatAreNotClear(text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test func writesWhatItReads() {
        for text in ["2026-03-18T10:00:00+08:00", "1969-12-31T23:59:59.999+08:00"] {
            #expect(Instant(iso8601: text)?.iso8601 == text)
        }
    }
}
