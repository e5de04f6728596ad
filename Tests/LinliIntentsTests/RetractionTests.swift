import LinliModel
import Testing

@testable import LinliIntents

/// What is taken back in the same breath, and matters that are numbered.
@Suite struct RetractionTests {
    @Test(arguments: [
        ("2栋，不对，5栋的灯坏了", "5"), ("2栋的不是，是5栋的楼道灯坏了", "5"), ("楼道灯坏了不是2栋是5栋", "5"), ("楼道灯坏了，是5栋不是2栋", "5"),
        ("1栋，哦不，11栋楼下车棚灯不亮", "11"), ("2栋302不对5栋302马桶堵了", "5"), ("我家没电，5栋，哎不是，我新搬的是15栋1单元1206", "15"),
        ("3栋的路灯坏了，写错了，4栋", "4"), ("电梯坏了，八栋，不对，是八栋旁边的十栋", "10"),
    ])
    func theLastBuildingCounts(text: String, building: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.slots[.building]?.text == building)
        #expect(match.main.intent == .reportRepair)
    }

    /// Who denies something else, asks or doubts takes no building back.
    @Test(arguments: ["3栋的电表读数不对，5栋也是", "是不是3栋停水了，5栋也停了", "3栋的灯不亮，物业不是说修了吗，5栋也黑"])
    func theFirstBuildingStands(text: String) throws {
        #expect(try Fixture.understand(text).main.slots[.building]?.text == "3")
    }

    @Test func partsThatWereNotTakenBackStay() throws {
        let room = try Fixture.understand("3栋2单元501，不对，是502，漏水了").main.slots
        #expect(room[.building]?.text == "3" && room[.unit]?.text == "2" && room[.room]?.text == "502")
        let building = try Fixture.understand("厨房漏水，3栋501，哦不，5栋").main.slots
        #expect(building[.building]?.text == "5" && building[.room]?.text == "501")
    }

    @Test(arguments: [
        ("约周三，不对，周四的接访", SlotName.date, "2026-03-19"), ("下礼拜五我要约接访，不对，礼拜四", .date, "2026-03-26"),
        ("叫电工周日九点来，不，十点来", .time, "10:00"), ("明天下午两点，不，三点，来修一下门锁", .time, "15:00"),
        ("下周二上午九点半上门理发，不对她上午要打针，下午三点吧", .time, "15:00"),
        ("约周三的接访，不是周四", .date, "2026-03-18"), ("轮椅借到24号，不是26号", .dateTo, "2026-03-24"),
        ("接访周四没空，周五上午行不行", .date, "2026-03-20"), ("明天不在家，后天下午来修门锁", .date, "2026-03-20"),
        ("换大米，不不不，换食用油", .item, "食用油"), ("抽纸算了，给我换洗洁精", .item, "洗洁精"),
        ("厨房漏水，电话13959200118，哦错了尾号是0181", .phone, "13959200181"),
        ("厨房漏水，电话13959200118，写错了，13959200181", .phone, "13959200181"),
    ])
    func theLastDayHourAndNumberCount(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.understand(text).main.slots[slot]?.text == value)
    }

    @Test(arguments: [
        ("换两袋米，算了一袋就够", SlotName.qty, 1), ("换两提抽纸，说错了，三提", .qty, 3), ("报名三个人，啊不，四个", .headcount, 4),
    ])
    func theLastCountCounts(text: String, slot: SlotName, value: Int) throws {
        #expect(try Fixture.understand(text).main.slots[slot]?.integer == value)
    }

    @Test(arguments: [
        "一是3栋楼道灯不亮，二是垃圾桶满了没人收，三是楼下广场舞太吵", "1、3栋楼道灯不亮。2、垃圾桶满了没人收。3、楼下广场舞太吵",
        "①3栋楼道灯不亮②垃圾桶满了没人收③楼下广场舞太吵", "我要反映三件事，第一3栋楼道灯不亮，第二垃圾桶满了没人收，第三楼下广场舞太吵",
    ])
    func numberedMattersAreRequestsOfTheirOwn(text: String) throws {
        let match = try Fixture.understand(text)
        let all = [match.main] + match.also
        #expect(all.map(\.category) == ["power.public_lighting", "clean.garbage", "noise.square_dance"])
        // What is said in one item belongs to that item.
        #expect(all.map { $0.slots[.building]?.text } == ["3", nil, nil])
    }

    /// As many clauses as were announced, and what is counted up with 一个是.
    @Test(arguments: [
        "三个问题：3栋楼道灯不亮，垃圾桶满了没人收，楼下广场舞太吵",
        "我说三件事，3栋楼道灯不亮，垃圾桶满了没人收，楼下广场舞太吵",
        "一个是3栋楼道灯不亮，一个是垃圾桶满了没人收，还有一个是楼下广场舞太吵",
    ])
    func announcedMattersAreRequestsOfTheirOwn(text: String) throws {
        let match = try Fixture.understand(text)
        let all = [match.main] + match.also
        #expect(all.map(\.category) == ["power.public_lighting", "clean.garbage", "noise.square_dance"])
    }

    @Test func whatIsMeantIfThePointsSuffice() throws {
        let match = try Fixture.understand("我有几分了，够的话换一袋米")
        #expect(match.main.intent == .pointsQuery && match.also.map(\.intent) == [.redeem])
    }

    @Test func aHeadingGivesItsPlaceToEveryItem() throws {
        let match = try Fixture.understand("我们5栋有两个问题：1、电梯异响 2、楼道灯不亮")
        #expect(match.main.slots[.building]?.text == "5")
        #expect(match.also.map(\.category) == ["power.public_lighting"])
    }

    /// Reasons, repetitions and buildings are no lists.
    @Test(arguments: [
        "楼上装修一是太吵，二是影响孩子睡觉", "第一次电梯坏了修好了，第二次又坏了", "1、2号楼都停水了",
        "跟你们反映过两件事，楼道灯一直没人来修，等了一个月", "周三来人不行吗，周四我上班",
    ])
    func whatIsNoList(text: String) throws {
        #expect(try Fixture.understand(text).also.isEmpty)
    }

    /// Abuse may stand beside a report, and a report beside nothing that says what it is about.
    @Test func aReportAmongAbuseIsAReport() throws {
        let report = try Fixture.understand("物业都是一群废物 电梯坏了三天了").main
        #expect(report.intent == .reportRepair && report.category == "lift.fault")
        let abuse = try Fixture.understand("你们这群废物，脑残").main
        #expect(abuse.intent == .outOfScope && abuse.subtype == .abuse)
    }

    /// Without a word of it nobody is sent to gas or fire by a guess.
    @Test(arguments: ["那个报修也帮我看下3栋的灯", "对了她住6栋，不是我这栋"])
    func noAlarmByAGuess(text: String) throws {
        let match = try Fixture.understand(text)
        for request in [match.main] + match.also {
            #expect(!["gas", "fire"].contains(String((request.category ?? "").prefix { $0 != "." })))
        }
    }
}
