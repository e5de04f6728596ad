import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite struct PointsDeskTests {
    private func claim(
        _ desks: DeskStore, _ resident: ResidentID, attachment: String? = nil,
        after span: TimeSpan = .zero
    ) async throws -> ClaimID {
        try await desks.store.database.write { tx throws(SQLError) in
            try tx.claims.add(
                resident, estate: "HTL", text: "清扫楼道", attachment: attachment, at: DeskStore.monday + span
            )
        }
    }

    // MARK: Approving

    @Test(arguments: Engines.all) func oneApproverGivesASmallItemOnce(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let id = try await claim(desks, desks.residentA)
            let request = ApproveClaim(item: "sweep_corridor")
            let first = try await desks.as(.buildingLead) { call throws(SQLError) in
                try desks.points.approve(id, request, call)
            }
            #expect(first.value?.state == "approved")
            #expect(try await desks.balance(of: desks.residentA) == 2)
            let second = try await desks.as(.gridWorker) { call throws(SQLError) in
                try desks.points.approve(id, request, call)
            }
            #expect(second.refusal?.code == "claim.decided")
            #expect(try await desks.balance(of: desks.residentA) == 2)
        }
    }

    @Test(arguments: Engines.all) func tenPointsNeedTwoDifferentPeople(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let id = try await claim(desks, desks.residentA)
            let request = ApproveClaim(item: "blood_donation")
            let first = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.approve(id, request, call)
            }
            #expect(first.value?.state == "pending")
            #expect(first.value?.firstApprover == "community-1")
            #expect(try await desks.balance(of: desks.residentA) == 0)
            let same = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.approve(id, request, call)
            }
            #expect(same.refusal?.code == "points.same_approver")
            let other = try await desks.another(.community, name: "community-2")
            let second = try await desks.call(other) { call throws(SQLError) in
                try desks.points.approve(id, request, call)
            }
            #expect(second.value?.state == "approved")
            #expect(try await desks.balance(of: desks.residentA) == 10)
        }
    }

    /// points_up_to of Config/roles.yaml: building_lead 2, grid_worker 5.
    @Test(arguments: Engines.all, [(Role.buildingLead, 3), (.gridWorker, 6)])
    func nobodyApprovesAboveHisRole(engine: Engine, _ row: (role: Role, points: Int)) async throws {
        try await DeskStore.with(on: engine) { desks in
            let id = try await claim(desks, desks.residentA)
            let item = try #require(desks.settings.points.items.first { $0.points >= row.points }).code
            let ruling = try await desks.as(row.role) { call throws(SQLError) in
                try desks.points.approve(id, ApproveClaim(item: item), call)
            }
            #expect(ruling.refusal?.code == "points.above_role")
        }
    }

    @Test(arguments: Engines.all, [true, false])
    func nobodyApprovesHisOwnOrHisHouseholds(engine: Engine, own: Bool) async throws {
        try await DeskStore.with(on: engine) { desks in
            let lead = try desks.identity(.buildingLead)
            let household = own ? "a" : "d"
            try await desks.store.database.write { tx throws(SQLError) in
                try tx.staffCodes.attach(lead.id, channel: "web", sender: household, at: DeskStore.monday)
            }
            let id = try await claim(desks, desks.residentA)
            let ruling = try await desks.as(.buildingLead) { call throws(SQLError) in
                try desks.points.approve(id, ApproveClaim(item: "sweep_corridor"), call)
            }
            #expect(ruling.refusal?.code == "points.own_claim")
            let others = try await claim(desks, desks.residentB)
            let allowed = try await desks.as(.buildingLead) { call throws(SQLError) in
                try desks.points.approve(others, ApproveClaim(item: "sweep_corridor"), call)
            }
            #expect(allowed.value?.state == "approved")
        }
    }

    /// sweep_corridor: 1 a day.
    @Test(arguments: Engines.all) func theCapOfAnItemCountsByTheDayOfTheDeed(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let claims = [
                try await claim(desks, desks.residentA),
                try await claim(desks, desks.residentA, after: .hours(2)),
                try await claim(desks, desks.residentA, after: .days(1)),
            ]
            var codes: [String] = []
            for id in claims {
                let ruling = try await desks.as(.buildingLead, after: .days(2)) { call throws(SQLError) in
                    try desks.points.approve(id, ApproveClaim(item: "sweep_corridor"), call)
                }
                codes.append(ruling.refusal?.code ?? ruling.value?.state ?? "")
            }
            #expect(codes == ["approved", "points.limit", "approved"])
        }
    }

    @Test(arguments: Engines.all) func tenADayAreTheMost(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let items = [
                "guard_bins", "visit_elder", "fetch_medicine_food", "clear_leaflets", "sweep_corridor",
                "guard_lift",
            ]
            var last: Ruling<PointsClaim>?
            for item in items {
                let id = try await claim(desks, desks.residentA)
                last = try await desks.as(.gridWorker) { call throws(SQLError) in
                    try desks.points.approve(id, ApproveClaim(item: item), call)
                }
            }
            #expect(last?.refusal?.code == "points.limit")
            #expect(try await desks.balance(of: desks.residentA) == 10)
        }
    }

    @Test(arguments: Engines.all) func theSamePictureCountsOnce(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            _ = try await claim(desks, desks.residentA, attachment: "media-1")
            let second = try await claim(desks, desks.residentB, attachment: "media-1")
            let ruling = try await desks.as(.buildingLead) { call throws(SQLError) in
                try desks.points.approve(second, ApproveClaim(item: "sweep_corridor"), call)
            }
            #expect(ruling.refusal?.code == "points.same_picture")
        }
    }

    @Test(arguments: Engines.all) func aRejectionTellsItsReason(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let id = try await claim(desks, desks.residentA)
            let ruling = try await desks.as(.buildingLead) { call throws(SQLError) in
                try desks.points.reject(id, reason: "照片不清楚", call)
            }
            #expect(ruling.value?.state == "rejected")
            #expect(try await desks.messages(to: "a") == ["notice.points_rejected reason=照片不清楚"])
        }
    }

    // MARK: Granting and taking back

    @Test(arguments: Engines.all) func aReferenceGrantsOnce(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let request = GrantPoints(
                resident: "web:a", points: 3, memo: "邻里节", reference: "fair-2026")
            for expected in [false, true] {
                let ruling = try await desks.as(.community) { call throws(SQLError) in
                    try desks.points.grant(request, call)
                }
                #expect(ruling.value?.known == expected)
            }
            #expect(try await desks.balance(of: desks.residentA) == 3)
            var other = request
            other.points = 4
            let changed = try await desks.as(.community) { [other] call throws(SQLError) in
                try desks.points.grant(other, call)
            }
            #expect(changed.refusal?.code == "reference.used")
        }
    }

    @Test(arguments: Engines.all) func sixPointsAreNoOnePersonsToGive(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let request = GrantPoints(resident: "web:a", points: 6, memo: "义诊", reference: "r-1")
            let ruling = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.grant(request, call)
            }
            #expect(ruling.refusal?.code == "points.needs_two")
        }
    }

    @Test(arguments: Engines.all) func aReversalTakesBackOnceAndNeverBelowZero(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await desks.give(4, to: desks.residentA, reference: "claim-77")
            let request = ReversePoints(reference: "claim-77", reason: "误批")
            let first = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.reverse(request, call)
            }
            #expect(first.value?.known == false)
            let again = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.reverse(request, call)
            }
            #expect(again.value?.known == true)
            #expect(try await desks.balance(of: desks.residentA) == 0)
            try await desks.give(4, to: desks.residentB, reference: "claim-78")
            try await desks.store.database.write { tx throws(SQLError) in
                _ = try tx.ledger.transfer(
                    Transfer(
                        .hold, from: .available(desks.residentB, estate: "HTL"),
                        to: .held(desks.residentB, estate: "HTL"), points: 3, resident: desks.residentB,
                        memo: "兑换",
                        reference: "redemption-1-hold", actor: "resident"),
                    at: DeskStore.monday)
            }
            let short = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.reverse(ReversePoints(reference: "claim-78", reason: "误批"), call)
            }
            #expect(short.refusal?.code == "points.too_few")
            let hold = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.reverse(
                    ReversePoints(reference: "redemption-1-hold", reason: "误批"), call)
            }
            #expect(hold.refusal?.code == "transfer.not_reversible")
        }
    }

    // MARK: Expiring

    /// 2024: 30, 2025: 20, spent 12 → on 1 January 2026 the 18 left of 2024 expire, the 20 of 2025 stay.
    @Test(arguments: Engines.all) func whatWasEarnedFirstIsSpentFirstAndExpiresFirst(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let of2024 = try #require(Instant(iso8601: "2024-05-01T09:00:00+08:00"))
            let lastOf2024 = try #require(Instant(iso8601: "2024-12-31T23:59:59+08:00"))
            let of2025 = try #require(Instant(iso8601: "2025-01-01T00:00:00+08:00"))
            try await desks.give(20, to: desks.residentA, at: of2024, reference: "x-1")
            try await desks.give(10, to: desks.residentA, at: lastOf2024, reference: "x-2")
            try await desks.give(20, to: desks.residentA, at: of2025, reference: "x-3")
            try await desks.store.database.write { tx throws(SQLError) in
                _ = try tx.ledger.transfer(
                    Transfer(
                        .hold, from: .available(desks.residentA, estate: "HTL"),
                        to: .held(desks.residentA, estate: "HTL"), points: 12, resident: desks.residentA,
                        memo: "兑换", reference: "h-1", actor: "resident"),
                    at: of2025)
            }
            let request = ExpirePoints(asOf: "2026-01-01", estate: "HTL")
            let look = try await desks.as(.admin) { call throws(SQLError) in
                try desks.points.expire(
                    ExpirePoints(asOf: "2026-01-01", estate: "HTL", dryRun: true), call)
            }
            #expect(look.value?.total == 18)
            #expect(try await desks.balance(of: desks.residentA) == 38)
            let done = try await desks.as(.admin) { call throws(SQLError) in
                try desks.points.expire(request, call)
            }
            #expect(done.value?.total == 18)
            #expect(try await desks.balance(of: desks.residentA) == 20)
            let again = try await desks.as(.admin) { call throws(SQLError) in
                try desks.points.expire(request, call)
            }
            #expect(again.value?.total == 0)
            let books = try await desks.as(.admin) { call throws(SQLError) in
                try desks.points.verify(call)
            }
            #expect(books.value?.ok == true)
        }
    }

    @Test(arguments: Engines.all) func onTheLastDayNothingExpires(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let of2024 = try #require(Instant(iso8601: "2024-05-01T09:00:00+08:00"))
            try await desks.give(20, to: desks.residentA, at: of2024, reference: "x-1")
            let ruling = try await desks.as(.admin) { call throws(SQLError) in
                try desks.points.expire(ExpirePoints(asOf: "2025-12-31", estate: "HTL"), call)
            }
            #expect(ruling.value?.total == 0)
        }
    }

    @Test(arguments: Engines.all) func theRankingIsMaskedAndEqualPointsShareARank(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            try await desks.give(5, to: desks.residentA, reference: "x-1")
            try await desks.give(5, to: desks.residentB, reference: "x-2")
            try await desks.give(3, to: desks.residentD, reference: "x-3")
            let page = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.ranking(estate: "HTL", rows: 10, call)
            }
            #expect(page.value?.items.map(\.rank) == [1, 1, 3])
            #expect(page.value?.items.map(\.name) == ["住**", "住**", "住**"])
        }
    }
}
