import LinliModel
import Testing

/// When something of the list is to be had, read from its row.
@Suite("Opening hours of the list")
struct OpeningHoursTests {
    /// Wednesday 2026-03-18 and the Sunday behind it.
    private static let wednesday = CivilDate(year: 2026, month: 3, day: 18)
    private static let sunday = CivilDate(year: 2026, month: 3, day: 22)

    @Test("Days and stretches are read from the words that residents read")
    func reads() throws {
        let wednesday = try #require(Self.wednesday)
        let sunday = try #require(Self.sunday)
        let daily = try #require(OpeningHours("每天8:30-20:30"))
        #expect(daily.isOpen(on: sunday, isWorkday: false, from: 510, to: 1230))
        #expect(!daily.isOpen(on: sunday, isWorkday: false, from: 500, to: 600))
        #expect(!daily.isOpen(on: sunday, isWorkday: false, from: 1200, to: 1260))
        let office = try #require(OpeningHours("工作日16:30-18:00"))
        #expect(office.isOpen(on: wednesday, isWorkday: true, from: 1000, to: nil))
        #expect(!office.isOpen(on: wednesday, isWorkday: false, from: 1000, to: nil))
        let children = try #require(OpeningHours("周二到周日9:00–11:30、14:30–17:30"))
        #expect(children.isOpen(on: sunday, isWorkday: false, from: 600, to: 690))
        #expect(!children.isOpen(on: sunday, isWorkday: false, from: 600, to: 900), "over the break")
        #expect(!children.isOpen(on: sunday.adding(days: 1), isWorkday: true, from: 600, to: 690))
        let some = try #require(OpeningHours("周一、周三9:00-11:00"))
        #expect(some.isOpen(on: wednesday, isWorkday: true, from: 540, to: 660))
        #expect(!some.isOpen(on: sunday, isWorkday: false, from: 540, to: 660))
    }

    @Test(
        "What says more than that holds nobody up",
        arguments: ["", "打电话约", "每天", "每天上午", "周一至周五上班时间9:00-11:00", "每天20:00-8:00", "每天9点到5点"])
    func unread(words: String) {
        #expect(OpeningHours(words) == nil)
    }
}
