import LinliModel
import Testing

@testable import LinliIntents

/// A fault beside what is said of something else, and words of danger that tell of none: kinds of messages in
/// which newcomers to the program were misunderstood.
@Suite struct BesideTests {
    @Test(arguments: [
        ("电梯又停了，上回报的道闸修得怎么样了", Intent.reportRepair, Intent.queryStatus),
        ("餐馆的油烟还是呛人，之前那张噪音的单子可以撤了", .complain, .cancel),
    ])
    func aFaultIsATicketOfItsOwn(text: String, main: Intent, also: Intent) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == main)
        #expect(match.also.map(\.intent) == [also])
    }

    @Test(arguments: [
        ("帮我换一袋大米，再加一瓶酱油", Intent.redeem, Intent.redeem),
        ("晚饭订一份到3栋201，明天再来个人通下水道", .orderService, .reportRepair),
        ("3栋的路灯不亮，另我想报名书法班", .reportRepair, .activitySignup), ("查一下我的积分，再取消周五的接访", .pointsQuery, .cancel),
    ])
    func onceMoreAnnouncesAnotherMatter(text: String, main: Intent, also: Intent) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == main)
        #expect(match.also.map(\.intent) == [also])
    }

    @Test func eachThingForPointsKeepsItsCount() throws {
        let match = try Fixture.understand("兑换洗衣液两瓶，再加三提抽纸")
        #expect(match.main.slots[.item] == .text("洗衣液") && match.main.slots[.qty] == .integer(2))
        #expect(match.also.first?.slots[.item] == .text("抽纸") && match.also.first?.slots[.qty] == .integer(3))
    }

    @Test(arguments: [("我想匿名举报7栋群租", "illegal.group_rent"), ("我要匿名上报5栋飞线充电", "ebike.flying_wire")])
    func whoIsNotToBeNamedReportsSomething(text: String, category: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.category == category)
        #expect(main.slots[.anonymous]?.isTrue == true)
    }

    /// Only who may know is asked; of the report the staff know already.
    @Test func whatWasReportedBeforeIsNotReportedAgain() throws {
        #expect(try Fixture.understand("上次反映群租的事，别告诉他们是我说的").main.intent == .privacyRequest)
    }

    @Test(arguments: ["灯还是不亮，再来一次吧", "约主任见面，主要反映夜里太吵", "电梯停了，还有人没出来"])
    func onceMoreOfTheSameIsNoSecondMatter(text: String) throws {
        #expect(try Fixture.understand(text).also.isEmpty)
    }

    @Test func toldAngrilyItStaysAFault() throws {
        let main = try Fixture.understand("又没有热水了，前台电话打了四遍没人理，你们干什么吃的").main
        #expect(main.intent == .reportRepair && main.category == "water.hot_water")
    }

    /// About the same thing the question is the whole matter.
    @Test func anEarlierTicketOfTheSameThingIsNoSecondMatter() throws {
        #expect(try Fixture.understand("电梯又停了，上次报的修到哪了").also.isEmpty)
    }

    @Test func whoDoesNotWantToBeNamedIsNotNamed() throws {
        let match = try Fixture.understand("楼上漏水漏到我家，去跟他讲的时候别说是我报的")
        #expect(match.main.slots[.anonymous]?.isTrue == true)
    }

    @Test func aSecondFaultThatRescuersMeetIsTold() throws {
        let match = try Fixture.understand("10栋有人在楼梯上摔了动不了，电梯又停着抬不下来")
        #expect(match.main.urgency == .p0)
        #expect(match.also.map(\.category) == ["lift.fault"])
    }

    @Test(arguments: ["爸妈家厨房漏水，麻烦安排人去看看", "老人家里没电了，麻烦派个人去看看"])
    func aFaultAtTheParentsHomeIsTheFault(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .reportRepair)
        #expect(main.category != "care.visit" && main.urgency == .p1)
    }

    @Test(arguments: ["我今年八十一岁，门口台阶松了", "楼道的灯不亮，我妈八十五岁"])
    func fromEightyYearsOnAFaultIsMoreUrgent(text: String) throws {
        #expect(try Fixture.understand(text).main.urgency == .p1)
    }

    @Test(arguments: ["顶楼天台有人站在边上要跳", "我室友发消息说吃了一整瓶安眠药"])
    func despairIsNoAccident(text: String) throws {
        #expect(try Fixture.understand(text).main.category == "security.crisis")
    }

    @Test(arguments: [
        "电梯困住了按哪个键，教教小孩", "电梯困人那次十分钟就救出来了，给你们点赞", "我们公司食堂着火了，还好没人受伤",
        "飞线充电最容易着火，5幢2梯",
    ])
    func whatIsAskedThankedForOrFearedIsNoAlarm(text: String) throws {
        #expect(try Fixture.understand(text).main.urgency != .p0)
    }

    @Test(arguments: [
        ("9栋2单元，不对不对是501，有煤气味", ["9", "2", "501"]), ("9栋2单元不对3单元，有煤气味", ["9", "3", ""]),
        ("6栋，不是，9栋，哎还是6栋，电梯坏了", ["6", "", ""]),
        ("地址是六栋，哎不对六栋是我妹妹家，我是九栋一五零三，漏水", ["9", "", "1503"]),
    ])
    func aCorrectionKeepsTheRestOfTheAddress(text: String, parts: [String]) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect([SlotName.building, .unit, .room].map { slots[$0]?.text ?? "" } == parts)
    }

    @Test(arguments: [
        ("水管接口在漏，11号楼3单元101，我电话一三八，五零二一，七七六四", SlotName.phone, "13850217764"),
        ("请问第三季度收支明细在哪里公示", .period, "2025Q3"), ("晚自习回来九点四十门禁坏了", .time, "21:40"),
    ])
    func valuesAreReadAsTheyAreSaid(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.understand(text).main.slots[slot]?.text == value)
    }

    @Test(arguments: [
        ("麻烦你们快一点来，门口水管爆了", SlotName.time), ("有人倒在门口，我已经打了120", .room), ("保安冲我吼，工号0216", .room),
        ("哪一栋积分最高", .building), ("我跟邻居讲和了", .headcount),
    ])
    func whatOnlyLooksLikeAValueIsNone(text: String, slot: SlotName) throws {
        #expect(try Fixture.understand(text).main.slots[slot] == nil)
    }

    @Test func twelveAreTwelve() throws {
        #expect(try Fixture.understand("我们十二个人报名清洁家园").main.slots[.headcount]?.integer == 12)
    }

    /// One thing is wanted, and the rest leads to it.
    @Test(arguments: [
        ("真是谢谢你们哦 装修队周日早上七点就开电钻 太贴心了", Intent.complain),
        ("家里伞都坏了，我想用积分换两把雨伞", .redeem),
        ("看到消防通道停了车，我劝他挪走了", .pointsClaim),
        ("不是要兑换 就看看余额", .pointsQuery),
    ])
    func whatOnlyLeadsToTheMatterIsNone(text: String, intent: Intent) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == intent)
        #expect(match.also.isEmpty)
    }

    @Test(arguments: [
        ("取消明天的饭，后天改订两份", Intent.cancel, Intent.orderService),
        ("兑换停车券三张，剩下的分还有多少", .redeem, .pointsQuery),
        ("帮我取消周四的接访，再把插花课也退了", .cancel, .cancel),
        ("不要自动回复，给我找个人，有车堵我车头出不来", .humanHandoff, .complain),
    ])
    func theOtherHalfIsHeard(text: String, main: Intent, also: Intent) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == main)
        #expect(match.also.map(\.intent) == [also])
    }

    /// Dialect, and words that a list of what is over must not hold.
    @Test(arguments: [
        ("我個仔五歲唔見咗成個鐘", "security.missing"), ("我唔想做人啦", "security.crisis"),
        ("涵蓋無去矣 差點跌落去", "building.manhole"), ("楼道里全是烟，看不清楚，不知道往哪跑", "fire.smoke"),
        ("滑梯螺丝露出来了，把我娃手划了个口", "building.playground"),
        ("停电了 我爸用呼吸机 几点恢复", "power.outage_unit"),
    ])
    func aDangerIsFound(text: String, category: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.urgency == .p0 && main.category == category)
    }

    @Test(arguments: [
        "电梯抖得厉害 坐在里面心慌", "明天停电几点恢复 家里有氧气机", "卷帘门又卡在半空了，门口积水都到小腿了", "单元门打不开 我被关外面了",
        "刚给楼下晕倒的阿伯做完心肺复苏 救护车已经接走了 这个算积分不", "火锅煤气罐那部电影真好看，炸得过瘾",
    ])
    func whatIsOverOrPlannedIsNoAlarm(text: String) throws {
        #expect(try Fixture.understand(text).main.urgency != .p0)
    }
}
