import LinliModel
import Testing

@Suite("Times of the day as they are written")
struct ClockFaceTests {
    @Test(
        "In tables all are as wide, in sentences none begins with a nought",
        arguments: [
            (0, "00:00", "0:00"), (485, "08:05", "8:05"), (1020, "17:00", "17:00"), (1440, "24:00", "24:00"),
        ])
    func written(minute: Int, full: String, short: String) {
        #expect(ClockFace.full(minute) == full)
        #expect(ClockFace.short(minute) == short)
    }

    @Test("The seconds of a moment are left out")
    func moment() {
        let time = CivilTime(date: CivilDate(daysSinceEpoch: 0), hour: 9, minute: 4, second: 59)
        #expect(time.clock == "09:04")
        #expect(time.shortClock == "9:04")
    }
}
