import LinliModel
import Testing

@testable import LinliIntents

/// Values that stand in a message beside its intent (`domain.md` part 3).
@Suite struct SlotReaderTests {
    /// Of whom somebody complains; who names his own home says so, or says it last.
    @Test(arguments: [
        ("楼上601半夜放音响吵死了", SlotName.targetRoom, "601"), ("1403的空调外机一直滴水滴到我家", .targetRoom, "1403"),
        ("我家501楼上天天半夜拖椅子", .room, "501"), ("楼上天天半夜拖椅子吵死了 502", .room, "502"),
    ])
    func roomOfWhomItIsAbout(text: String, slot: SlotName, room: String) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect(slots[slot]?.text == room)
        #expect(slots[slot == .room ? .targetRoom : .room] == nil)
    }

    /// Of two flats 我 and 他 say whose is whose.
    @Test(arguments: [
        ("空调水正好滴我被子上，他家1803，我1703", "1703", "1803"), ("602的水漏到我502吊顶上，他死活不认账", "502", "602"),
        ("303天天喂一群野猫，阳台臭到我403开不了窗", "403", "303"), ("一股煤气味，从501门缝里出来的，我在对门502", "502", "501"),
    ])
    func whoseFlat(text: String, own: String, other: String) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect(slots[.room]?.text == own && slots[.targetRoom]?.text == other)
    }

    /// The clock of the fixture stands on a Wednesday.
    @Test(arguments: [
        ("周六上午我在家来修门禁", "2026-03-21"), ("门禁周六来人看过又坏了", "2026-03-14"),
    ])
    func dayToComeOrGone(text: String, date: String) throws {
        #expect(try Fixture.understand(text).main.slots[.date]?.text == date)
    }

    /// By which day something must be done.
    @Test(arguments: [
        ("尾号0905，别拖了行不行，20号前给我弄好", "2026-03-20"), ("最迟这礼拜天，2单元的对讲必须给我弄好", "2026-03-22"),
    ])
    func dayThatIsDue(text: String, date: String) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect(slots[.dateTo]?.text == date && slots[.date] == nil)
    }

    /// A number that is spoken digit by digit, an hour of today that is to come, a class that is called by
    /// its hour.
    @Test(arguments: [
        ("厨房漏水，电话一三五零六零七八八九九", SlotName.phone, "13506078899"),
        ("下水堵了，师傅今天下午三点以后来", .date, "2026-03-18"),
        ("礼拜六上午来修门禁", .date, "2026-03-21"), ("四点半班给我家老二报个名", .time, ""), ("换一包洗衣粉", .item, "洗衣粉"),
        ("用积分兑酱油", .item, "酱油"), ("不要毛巾，给我换洗洁精", .item, "洗洁精"), ("兑两本练习册", .item, "练习册"),
        ("看到有米也有油，先换一桶油", .item, "食用油"), ("约一下周四的接访", .date, "2026-03-19"),
        ("10号报的路灯派人没有", .date, "2026-03-10"), ("三月二号就报上去了，请赶紧安排", .date, "2026-03-02"),
        ("越走近402门口煤气味越重", .targetRoom, "402"), ("我们这一层都停水了", .floor, ""), ("有轮椅可以借吗", .item, "轮椅"),
    ])
    func valuesAsPeopleSayThem(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.understand(text).main.slots[slot]?.text ?? "" == value)
    }

    /// Who tells of a neighbour's no casts no vote.
    @Test func voteOfSomebodyElse() throws {
        let match = try Fixture.understand("一楼不同意加装电梯，我想约下周二的接访")
        #expect(match.main.intent == .receptionBook && match.also.isEmpty)
    }

    @Test func daysFromAndTo() throws {
        let slots = try Fixture.understand("晚饭从20号送到月底，花生不能放").main.slots
        #expect(slots[.dateFrom]?.text == "2026-03-20" && slots[.dateTo]?.text == "2026-03-31")
    }

    @Test(arguments: [
        ("窗帘杆上门帮装一下，客厅一根卧室两根，拢共三根", SlotName.qty, 3), ("周六清河道报名，我带五个同事，连我六人", .headcount, 6),
        ("周六清河道报名，两三个人去", .headcount, 3), ("义诊报名，我们七八个人", .headcount, 8),
        ("报名书法班，我孙女今年十一", .age, 11), ("亲子运动会报名，大人两个小孩一个", .headcount, 3),
        ("包粽子报名，两个大人一个小的", .headcount, 3), ("插花课还有位吗，报两个", .headcount, 2),
        ("我和另外三个代表一起去接访", .headcount, 4), ("我们6个业主想一起约经理", .headcount, 6),
    ])
    func countsAndAges(text: String, slot: SlotName, value: Int) throws {
        #expect(try Fixture.understand(text).main.slots[slot]?.integer == value)
    }

    /// A score beside its scale, a count that is none, and who comes with whom.
    @Test(arguments: [
        ("满分10分我给3分，地上都没擦", SlotName.score, "3"), ("满分5分给4分", .score, "4"), ("10分制打3分", .score, "3"),
        ("10分我给3分", .score, "3"), ("我给10分", .score, "10"), ("等了一个半小时", .qty, ""), ("没一个好的", .qty, ""),
        ("停车费一个季度多少", .qty, ""), ("多少钱一台", .qty, ""), ("三百分一个", .qty, ""), ("劝走了两个乱停车的", .qty, ""),
        ("想加两盏灯", .qty, "2"), ("宣传垃圾分类两次", .qty, "2"), ("第二次", .qty, ""), ("要2桶桶装水送到6-1-1104", .qty, "2"),
        ("我这次还想去，再带一个朋友", .headcount, "2"), ("一个陌生男的在楼道", .headcount, ""), ("我一个女的住", .headcount, ""),
        ("我一个人带两个娃", .headcount, ""), ("我跟隔壁老王都想参加", .headcount, "2"), ("我跟隔壁老王吵了一架", .headcount, ""),
        ("3栋401个人家里漏水", .headcount, ""),
    ])
    func countsThatCount(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.exactSlots(text)[slot] ?? "" == value)
    }

    /// What somebody wants at last.
    @Test(arguments: [
        ("不是要换米，要换油", "食用油"), ("之前说要换大米，现在家里人说换食用油比较实在，那就改成食用油吧", "食用油"), ("换三包，算了两包盐", "盐"),
    ])
    func theThingThatIsWanted(text: String, item: String) throws {
        #expect(try Fixture.understand(text).main.slots[.item]?.text == item)
    }

    @Test(arguments: [
        ("报修单2603150027处理到哪一步了", "2603150027"), ("GD20260302051那张单到哪了", "GD20260302051"),
        ("单号GD20260311006往前排一排行吗", "GD20260311006"),
    ])
    func numberOfAnotherSystem(text: String, number: String) throws {
        #expect(try Fixture.understand(text).main.slots[.ticketNumber]?.text == number)
    }

    @Test(arguments: [
        ("跳广场舞的音响昨晚放到十点半才停", "22:30"),
        ("对门装修中午十二点四十还在钻墙", "12:40"), ("楼上夜里两点还在打麻将吵死了", "02:00"),
        ("楼上半夜十二点还在拖桌子", "00:00"), ("广场舞晚上九点半还在放音响", "21:30"),
    ])
    func hourOfANuisance(text: String, time: String) throws {
        #expect(try Fixture.understand(text).main.slots[.time]?.text == time)
    }

    @Test func classCalledByItsHourIsNoTime() throws {
        #expect(try Fixture.understand("四点半课堂还收人吗").main.slots[.time] == nil)
    }

    @Test(arguments: [("刚才手滑点了弃权，我要改成反对", "反对"), ("我之前投的赞成，现在改投反对", "反对")])
    func lastChoiceOfAChangedVote(text: String, choice: String) throws {
        #expect(try Fixture.understand(text).main.slots[.choice]?.text == choice)
    }

    @Test func whoAsksForTheRuleChoosesNothing() throws {
        #expect(try Fixture.understand("换电梯要多少户同意才算通过").main.slots[.choice] == nil)
    }

    /// A judgement is learnt whole, since few say 满意.
    @Test(arguments: [
        ("师傅鞋套自己带，弄完还把地擦了，难得", SlotName.satisfied, "true"), ("来看了一眼拍张照就走了，水照样滴", .resolved, "false"),
        ("修完比没修还糟", .satisfied, "false"), ("灯亮了，多谢师傅", .resolved, "true"),
    ])
    func judgementIsLearnt(text: String, slot: SlotName, value: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == .rateFeedback)
        #expect(match.main.slots[slot]?.text == value)
    }

    /// A mark alone says how much and nothing else.
    @Test(arguments: ["修好了，五分", "那个锁给四分"])
    func aMarkIsNoSecondJudgement(text: String) throws {
        #expect(try Fixture.understand(text).main.slots[.satisfied] == nil)
    }

    @Test func someFallIsAnInjury() throws {
        let slots = try Fixture.understand("大堂地砖翘起来，我婆婆绊了一跤膝盖出血了").main.slots
        #expect(slots[.injury]?.isTrue == true)
    }
}
