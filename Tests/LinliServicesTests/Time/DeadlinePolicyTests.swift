import LinliModel
import LinliSettings
import Testing

@testable import LinliServices

/// The demo estate serves 08:00–20:00 every day (`domain.md` 2.11, 2.2.2).
@Suite struct DeadlinePolicyTests {
    private func clocks(
        _ urgency: Urgency, _ received: String, category: String = "water.leak",
        intent: Intent = .reportRepair
    ) throws -> [DeadlinePolicy.Clock] {
        let policy = DeadlinePolicy(settings: try Checkout.settings())
        let matter = DeadlinePolicy.Matter(
            estate: "HTL", category: category, intent: intent, urgency: urgency)
        return try policy.clocks(for: matter, received: Checkout.instant(received))
    }

    struct Expectation: Sendable {
        var urgency: Urgency
        var received: String
        var firstResponse: String
        var accept: String
        var resolve: String
    }

    @Test(arguments: [
        Expectation(
            urgency: .p0, received: "2026-02-16 02:10", firstResponse: "2026-02-16 02:15",
            accept: "2026-02-16 02:15", resolve: "2026-02-17 02:10"),
        Expectation(
            urgency: .p1, received: "2026-02-16 02:10", firstResponse: "2026-02-16 02:15",
            accept: "2026-02-16 02:25", resolve: "2026-02-17 02:10"),
        Expectation(
            urgency: .p2, received: "2026-02-13 19:58", firstResponse: "2026-02-14 08:03",
            accept: "2026-02-14 09:58", resolve: "2026-02-25 20:00"),
        Expectation(
            urgency: .p2, received: "2026-02-16 21:00", firstResponse: "2026-02-17 08:05",
            accept: "2026-02-17 10:00", resolve: "2026-02-26 20:00"),
        Expectation(
            urgency: .p3, received: "2026-03-18 10:00", firstResponse: "2026-03-18 10:05",
            accept: "2026-03-19 20:00", resolve: "2026-04-01 20:00"),
    ])
    func givesTheThreeClocks(expected: Expectation) throws {
        let clocks = try clocks(expected.urgency, expected.received)
        #expect(clocks.map(\.step) == [.firstResponse, .accept, .resolve])
        let dues = try [expected.firstResponse, expected.accept, expected.resolve].map(Checkout.instant)
        #expect(clocks.map(\.due) == dues)
        let isWall = expected.urgency <= .p1
        #expect(clocks.allSatisfy { $0.kind == (isWall ? .wall : .business) && !$0.isProvisional })
    }

    @Test func givesComplaintsFiveWorkingDays() throws {
        let clocks = try clocks(.p2, "2026-03-18 10:00", category: "noise.neighbor", intent: .complain)
        #expect(clocks.last?.due == (try Checkout.instant("2026-03-25 20:00")))
    }

    @Test func marksADueDateInAYearWithoutNotice() throws {
        let clocks = try clocks(.p2, "2026-12-30 10:00")
        #expect(clocks.map(\.isProvisional) == [false, false, true])
        // 12-31 is a working day by the notice; 2027-01-01 (Friday) and 01-04 (Monday) by the week alone.
        #expect(clocks.last?.due == (try Checkout.instant("2027-01-04 20:00")))
    }

    @Test func hasNoClockWhereNoneApplies() throws {
        #expect(try clocks(.none, "2026-03-18 10:00", category: "care.meal").isEmpty)
    }

    @Test func knowsTheLimitOfALiftRescue() throws {
        let policy = DeadlinePolicy(settings: try Checkout.settings())
        let matter = DeadlinePolicy.Matter(estate: "HTL", category: "lift.trapped", urgency: .p0)
        let clock = try policy.clock(.arrive, for: matter, from: Checkout.instant("2026-03-18 03:00"))
        #expect(clock?.due == (try Checkout.instant("2026-03-18 03:30")))
    }

    /// A whistle on Friday at 16:30: one hour until 17:30, and three on make-up Saturday from 08:30.
    @Test func countsOfficeHours() throws {
        let policy = DeadlinePolicy(settings: try Checkout.settings())
        let start = try Checkout.instant("2026-02-13 16:30")
        let deadline = try policy.due(.span(.hours(4)), hours: .office, estate: "HTL", from: start)
        #expect(deadline.due == (try Checkout.instant("2026-02-14 11:30")))
    }

    @Test func refusesAnEstateThatIsNotThere() throws {
        let policy = DeadlinePolicy(settings: try Checkout.settings())
        let matter = DeadlinePolicy.Matter(estate: "XYZ", category: nil, urgency: .p2)
        let start = try Checkout.instant("2026-03-18 03:00")
        #expect(throws: DeadlinePolicyError.unknownEstate("XYZ")) {
            try policy.clocks(for: matter, received: start)
        }
    }
}
