import LinliModel
import Testing

@testable import LinliIntents

/// Values as people say them in passing, and numbers that are none (`domain.md` part 3). The clock of the
/// fixture stands on Wednesday, 2026-03-18.
@Suite struct SaidSlotsTests {
    @Test(arguments: [
        ("T20519怎么还没人管", SlotName.ticketNumber, "T20519"), ("单号尾巴三三零七", .ticketTail, "3307"),
        ("lift stuck between 4 and 5", .floor, "4-5"), ("栏杆五楼拐六楼那里断了", .floor, "5-6"),
        ("灭火器一到八楼都在", .floor, "1-8"),
        ("老3-402漏水", .building, "老3"), ("我婆婆耳朵不好，八十一了", .age, "81"), ("自己一个人住，七十七了", .age, "77"),
        ("我奶奶跟我妹困在电梯里了", .headcount, "2"), ("讲座留两个座", .headcount, "2"), ("我们一家四口", .headcount, "4"),
        ("厨房天花板掉皮了 1504 一下雨就滴", .room, "1504"), ("舞台那边唱到十点半", .time, "22:30"),
        ("楼上十点多了还在打麻将", .time, "22:00"),
    ])
    func said(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.exactSlots(text)[slot] == value)
    }

    @Test(arguments: [
        ("六楼以上全是租户", SlotName.floor), ("走廊灯灭了三层", .floor), ("往下掉了三层", .floor), ("2楼那个键按不动", .floor),
        ("合格证还是2019的", .room), ("101会议室空调坏了", .room), ("有110开头的电话骚扰我", .room), ("改到同一时间", .time),
        ("拍了两张消防栓的照片", .qty), ("我要换第4个", .qty), ("1分可以抵多少物业费", .points), ("陌生男的，三十来岁", .age),
        ("我在5号桶边上", .date), ("两把座椅坏了", .headcount),
    ])
    func notSaid(text: String, slot: SlotName) throws {
        #expect(try Fixture.exactSlots(text)[slot] == nil)
    }

    /// A space before a second building parts as a comma does; before the first one, and where every figure
    /// has its spaces, it parts nothing.
    @Test(arguments: [
        ("2栋门禁失灵了 7栋门禁也失灵", "2栋门禁失灵了，7栋门禁也失灵"), ("灯不亮了 7栋", "灯不亮了7栋"),
        ("我家住在 3栋 和 5栋 中间", "我家住在3栋和5栋中间"), ("墙又渗水了 1604 快来看", "墙又渗水了，1604，快来看"),
        ("上个月交了 1204 元", "上个月交了1204元"), ("打过他的工号 1203", "打过他的工号1203"),
    ])
    func spaces(text: String, normal: String) {
        #expect(Normalizer().normalize(text).text == normal)
    }

    @Test(arguments: [
        ("约接访，下个工作日上午", "2026-03-19"), ("约接访，三个工作日后", "2026-03-23"), ("想约本月最后一个工作日的接访", "2026-03-31"),
        ("想约下个月第一个工作日的接访", "2026-04-01"),
    ])
    func workingDays(text: String, date: String) throws {
        #expect(try Fixture.exactSlots(text)[.date] == date)
    }

    @Test(arguments: [
        ("4月上半月有几场接访", "2026-04-01", "2026-04-15"), ("下个月下半月想约接访", "2026-04-16", "2026-04-30"),
    ])
    func halvesOfAMonth(text: String, from: String, to: String) throws {
        let found = try Fixture.exactSlots(text)
        #expect(found[.dateFrom] == from && found[.dateTo] == to)
    }

    private func slots(_ text: String) throws -> Slots { try Fixture.understand(text).main.slots }

    /// How long something is lent says on which day it comes back; where the day was told is no day.
    @Test func daysOfAnOrder() throws {
        let lent = try slots("轮椅借两个礼拜，从下周一开始")
        #expect(lent[.dateFrom] == .text("2026-03-23") && lent[.dateTo] == .text("2026-04-05"))
        let off = try slots("今天我妈说她要住院，取消明后天的午饭")
        #expect(off[.dateFrom] == .text("2026-03-19") && off[.dateTo] == .text("2026-03-20"))
        #expect(try slots("报名周末的手工课")[.date] == nil)
    }

    @Test func anHourThatIsShifted() throws {
        let moved = try slots("我约的下午两点的接访，往后推20分钟行吗")
        #expect(moved[.action] == .text("move") && moved[.time] == .text("14:20"))
    }

    /// What was bitten or hit is a thing.
    @Test(arguments: [("电梯门夹住我爸的行李，又咬住书包", false), ("门禁杆砸中我的车顶", false), ("树枝砸中送餐小哥", true)])
    func hitThings(text: String, isHurt: Bool) throws {
        #expect((try slots(text)[.injury] == .flag(true)) == isHurt)
    }

    @Test(arguments: ["投诉保安骂人，别让他知道是我讲的", "举报楼上群租，不要写我名字"])
    func unnamed(text: String) throws {
        #expect(try slots(text)[.anonymous] == .flag(true))
    }

    /// Whose flat it is that somebody helped, or that must not know.
    @Test func flatsOfOthers() throws {
        let helped = try slots("今天给7栋502的独居奶奶买了菜，申报积分")
        #expect(helped[.targetRoom] == .text("502") && helped[.room] == nil)
    }

    @Test func theRewardByItsPlace() throws {
        let wanted = try slots("积分兑换第2个")
        #expect(wanted[.choice] == .text("2") && wanted[.qty] == nil)
    }

    /// Thanks alone judge nothing; how well it was done does.
    @Test(arguments: [("多谢师傅，手艺好，水管换得贴心", true), ("谢谢门岗小伙子帮我提菜", nil)])
    func thanks(text: String, said: Bool?) throws {
        let match = try Fixture.understand(text)
        #expect(
            match.main.intent == .rateFeedback && match.main.slots[.satisfied] == said.map(SlotValue.flag))
    }

    /// On which side of a house something is, and no word of what.
    @Test(arguments: ["4栋旁边", "在9栋对面"])
    func besideAHouse(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == .outOfScope && match.main.subtype == .empty)
        #expect(match.main.slots[.building] != nil && match.main.slots[.place] != nil)
    }

    /// Old people are helped sooner with what is broken, and not with manners.
    @Test func mannersAreNoHurry() throws {
        #expect(try Fixture.understand("保安对我阿嬷态度恶劣，投诉").main.urgency == .p2)
    }
}
