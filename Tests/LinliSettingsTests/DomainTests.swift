import LinliModel
import Testing

@testable import LinliSettings

/// The shipped data against the tables of `domain.md`, counted by hand there.
@Suite struct DomainTests {
    /// Items of each group of part 2.1 (install and renewal of lifts are two), and three for people in
    /// danger, whatever the cause, and one for appeals about points, which part 2.1 does not have.
    @Test func taxonomyIsWhole() throws {
        let table = try CheckoutTests.settings().categories
        let counts = Dictionary(grouping: table.codes) { String($0.prefix { $0 != "." }) }.mapValues(
            \.count)
        #expect(
            counts == [
                "water": 8, "power": 6, "gas": 3, "lift": 8, "access": 5, "parking": 6, "fire": 6,
                "throwing": 2,
                "ebike": 6, "noise": 6, "clean": 6, "green": 4, "building": 16, "illegal": 4,
                "neighbor": 7,
                "security": 6, "service": 5, "finance": 4, "governance": 7, "care": 8, "home": 2,
                "facility": 5,
                "municipal": 5, "weather": 3, "resource": 2, "points": 1, "info": 10,
            ])
        let emergencies = table.codes.filter { table[$0]?.urgency == .p0 }
        #expect(
            emergencies == [
                "power.dangling_wire", "power.sparks", "gas.leak", "lift.trapped", "fire.smoke",
                "building.manhole", "security.person", "security.missing", "security.crisis",
                "weather.garage_flood",
            ])
        #expect(table["home.appliance"]?.part == .private && table["water.burst"]?.part == .public)
        #expect(table["fire.lane_blocked"]?.departments == ["城管", "消防"])
        #expect(table["water.burst"]?.ownName == "水电工" && table["water.burst"]?.out == ["供水公司"])
        #expect(
            table["fire.lane_blocked"]?.needsStamp == true && table["noise.neighbor"]?.needsStamp == false
        )
    }

    @Test func serviceLevelsAreThoseOfTheTable() throws {
        let sla = try CheckoutTests.settings().sla
        #expect(sla.version == "2026-01" && sla.warnings == [50, 80])
        for urgency in [Urgency.p0, .p1, .p2, .p3] {
            #expect(sla.limit(.firstResponse, urgency: urgency)?.target == .span(.minutes(5)))
            #expect(sla.limit(.acknowledge, urgency: urgency)?.target == .span(.seconds(5)))
            #expect(sla.limit(.objection, urgency: urgency)?.target == .span(.days(7)))
        }
        #expect(sla.limit(.resolve, urgency: .p2)?.target == .workingDays(3))
        #expect(sla.limit(.resolve, urgency: .p2, intent: .complain)?.target == .workingDays(5))
        #expect(sla.limit(.resolve, urgency: .p3, intent: .suggestNeed)?.target == .workingDays(10))
        #expect(sla.limit(.arrive, urgency: .p0)?.target == .span(.minutes(15)))
        #expect(sla.limit(.arrive, urgency: .p0, category: "lift.trapped")?.target == .span(.minutes(30)))
        #expect(sla.limit(.arrive, urgency: .p3) == nil)
        #expect(sla.limit(.accept, urgency: .none) == nil)
    }

    /// The sum of the 35 prices of part 2.6, and of the number of items a category.
    @Test func pointsAreThoseOfTheTable() throws {
        let points = try CheckoutTests.settings().points
        let counts = Dictionary(grouping: points.items, by: \.category).mapValues(\.count)
        #expect(counts == ["文明督导": 5, "爱心帮扶": 5, "环境保护": 5, "平安守护": 5, "议事共治": 5, "党员先锋": 5, "文化共建": 5])
        #expect(
            points.items.map(\.points) == [
                1, 1, 2, 2, 4, 2, 2, 3, 5, 10, 1, 2, 2, 3, 4, 2, 3, 2, 5, 8, 1, 2, 2, 5, 10, 2, 3, 4, 6,
                10, 1, 2, 5, 6, 8,
            ])
        #expect(
            points.item("promote_sorting")?.points == 1 && points.item("inspect_facilities")?.points == 1)
        #expect(points.item("inspect_facilities")?.cap == .init(count: 2, period: .day))
        let pairs = points.items.filter { $0.approvals == 2 }
        #expect(pairs.map(\.number) == [10, 20, 25, 29, 30, 34, 35])
        let alone = points.items.filter { $0.approvals == 0 }
        #expect(alone.map(\.number) == [21, 23] && alone.allSatisfy(\.isVerifiedBySystem))
        #expect(points.dailyLimit == 10 && points.monthlyLimit == 100)
    }

    @Test func rewardsAreThoseOfTheCatalogue() throws {
        let rewards = try CheckoutTests.settings().rewards
        #expect(rewards.map(\.points) == [10, 15, 20, 25, 30, 40, 44, 60, 80, 300, 2])
        #expect(
            rewards.last?.kind == .feeDiscount && rewards.last?.cap == .init(count: 50, period: .quarter))
    }

    @Test func receptionsKeepSeatsForWalkIns() throws {
        let rules = try CheckoutTests.settings().receptions
        #expect(rules.kinds.map(\.code) == ["weekly", "day", "talk", "legal"])
        #expect(rules.kinds.allSatisfy { $0.seats == 8 && $0.minutesEach == 20 })
        // 30 % of 8 seats are 2.4: three whole seats stay free.
        #expect(rules.kinds.allSatisfy { rules.bookableSeats(of: $0) == 5 })
        #expect(rules.closesAtMinute == 17 * 60 && rules.closesWorkingDaysBefore == 1)
    }

    @Test func ladderHasFiveLevels() throws {
        let ladder = try CheckoutTests.settings().ladder
        #expect(ladder.rungs.map(\.level) == [.l1, .l2, .l3, .l4, .l5])
        #expect(ladder.rungs.map(\.isInsideEstate) == [true, true, false, false, false])
        #expect(ladder.rungs.map(\.isInsideCommunity) == [true, true, true, false, false])
        #expect(
            ladder.rules.contains {
                $0.urgency == .p1 && $0.condition == .notAccepted && $0.after == .span(.minutes(15))
                    && $0.level == .l2
            })
    }

    @Test(arguments: [
        (Role.steward, "ticket.accept", true), (.engineer, "ticket.resolve", true),
        (.engineer, "ticket.decline", false), (.steward, "ticket.reveal", false),
        (.community, "ticket.reveal", true), (.manager, "ticket.approve_suspension", true),
        (.admin, "ticket.accept", false), (.admin, "staff.token", true),
        (.committee, "points.approve", false),
        (.buildingLead, "points.approve", true), (.buildingLead, "resident.phone", false),
        (.street, "ticket.whistle", true), (.street, "ticket.resolve", false),
        (.cadre, "ticket.accept", false),
        (.department, "ticket.report_in", true), (.serviceDesk, "reward.collect", true),
    ])
    func rolesMayWhatTheyMay(role: Role, act: String, expected: Bool) throws {
        #expect(try CheckoutTests.settings().roles.may(role, act) == expected)
    }

    @Test func everyActIsSomebodys() throws {
        let roles = try CheckoutTests.settings().roles
        for (group, acts) in RoleRights.acts {
            for act in acts where act != "rate" {
                #expect(Role.allCases.contains { roles.may($0, "\(group).\(act)") }, "\(group).\(act)")
            }
        }
        #expect(
            roles.byRole[.buildingLead]?.pointsUpTo == 2 && roles.byRole[.gridWorker]?.pointsUpTo == 5)
        #expect(roles.byRole[.branch]?.pointsUpTo == 5 && roles.byRole[.community]?.pointsUpTo == 10)
    }

    /// Nobody could confirm an item whose points lie above what its approvers may approve.
    @Test func approversMayApproveTheirItems() throws {
        let settings = try CheckoutTests.settings()
        for item in settings.points.items {
            for role in item.approvers {
                #expect(settings.roles.may(role, "points.approve"), "\(item.code)")
                #expect((settings.roles.byRole[role]?.pointsUpTo ?? 0) >= item.points, "\(item.code)")
            }
        }
    }
}

@Suite struct TimeTextTests {
    @Test(arguments: [
        ("5m", TimeTarget.span(.minutes(5))), ("2h", .span(.hours(2))), ("90s", .span(.seconds(90))),
        ("7d", .span(.days(7))), ("3wd", .workingDays(3)), ("0s", .span(.zero)),
    ])
    func readsTargets(text: String, expected: TimeTarget) {
        #expect(TimeTarget(text) == expected)
        #expect(TimeTarget(text)?.description == text)
    }

    @Test(arguments: [
        "", "5", "m", "-5m", "5M", "5 m", "0wd", "1.5h", "99999999999999999999s", "9999wd", "٣m", "3wds",
    ])
    func refusesWhatIsNoTarget(text: String) {
        #expect(TimeTarget(text) == nil)
    }

    @Test func readsWindows() throws {
        let windows = try #require(ServiceWindows("13:30-18:00, 09:00-12:00", days: .daily))
        #expect(windows.description == "09:00-12:00,13:30-18:00")
        #expect(ServiceWindows("22:00-06:00", days: .daily)?.windows.first?.closes == 30 * 60)
        #expect(ServiceWindows("22:00-06:00", days: .daily)?.description == "22:00-06:00")
        #expect(ServiceWindows("00:00-24:00", days: .daily) == .always)
        #expect(ServiceWindows("09:00-09:00", days: .daily)?.windows.first?.isEmpty == true)
        #expect(ServiceWindows("08:30-12:00,14:30-17:30", days: .workingDays) == .office)
    }

    @Test(arguments: [
        "", "9:00-12:00", "09:00", "09:00-12:60", "09:00-24:01", "24:00-06:00", "09:00-12:00,", "a-b",
        "09:00-12:00-13:00",
    ])
    func refusesWhatIsNoWindow(text: String) {
        #expect(ServiceWindows(text, days: .daily) == nil)
    }
}
