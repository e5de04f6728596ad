import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Pages of what is told to many, as subjects of timers")
struct BroadcastPageTests {
    @Test(
        "A page is read as it was written",
        arguments: [
            BroadcastPage.alert(AlertID(3), after: ResidentID(120)),
            .session(8, after: .seat(BookingID(41))), .session(8, after: .wait(SeatWaitID(2))),
            .need(event: 77, after: .wish(NeedID(5))), .need(event: 77, after: .follower(ResidentID(9))),
            .reward(estate: "HTL", code: "tissue"),
        ])
    func again(page: BroadcastPage) throws {
        #expect(try BroadcastPage(subject: page.subject) == page)
    }

    @Test(
        "What is no page is an error, and never a page of something else",
        arguments: [
            "", "3/120", "alert/3", "alert/x/1", "session/8/row/1", "need/77/wish/", "need/77/heard/1",
            "reward/HTL", "walk/1/2",
        ])
    func unreadable(subject: String) {
        #expect(throws: SQLError.self) { try BroadcastPage(subject: subject) }
    }

    @Test(
        "A timer whose subject cannot be read fails, so that it is counted and seen",
        arguments: [
            TimerRow.Kind.broadcast, .archive, .ladder, .quiet,
        ])
    func timer(kind: TimerRow.Kind) async throws {
        try await House.with(on: .sqlite) { house in
            try await house.store.database.write { tx throws(SQLError) in
                try tx.timers.arm(kind, subject: "nothing", due: House.monday)
            }
            await #expect(throws: SQLError.self) { try await house.fireTimers(at: House.monday) }
        }
    }
}
