import LinliModel
import Testing

@testable import LinliIntents

/// Values that are corrected, raised, dictated or said with a limit, and when somebody is at home. The clock
/// stands on Wednesday 2026-03-18, 10:00.
@Suite struct SlotTellingTests {
    private func slots(_ text: String) throws -> Slots { try Fixture.understand(text).main.slots }

    /// A figure may stand four times in a number that is said figure by figure.
    @Test(arguments: [
        ("马桶堵了，电话一五八零零零零三三六六", "15800003366"), ("打幺三七九九九九幺幺幺五", "13799991115"),
    ])
    func dictatedNumbers(text: String, phone: String) throws {
        #expect(try Fixture.exactSlots(text)[.phone] == phone)
    }

    /// Noon is a meal and no hour, until today is no day.
    @Test(arguments: [
        ("后天中午订一份饭", SlotName.time, ""), ("明天中午十二点半送饭", .time, "12:30"), ("明天中午来装窗帘", .time, "12:00"),
        ("报了一个月拖到今天都没人来催一下", .date, ""), ("接访改到今天吧", .date, "2026-03-18"),
    ])
    func whatIsNoAppointment(text: String, slot: SlotName, value: String) throws {
        #expect(try slots(text)[slot]?.text ?? "" == value)
    }

    @Test func laughterIsStillShortened() {
        #expect(Normalizer().normalize("哈哈哈哈").text == "哈哈" && Normalizer().normalize("好好好好吧").text == "好好吧")
    }

    @Test(arguments: [
        ("9栋楼道灯灭了，打快了，是8栋", SlotName.building, "8"), ("3栋水管漏，我是说新3栋", .building, "新3"),
        ("报修T0061，看反了，是T0016", .ticketNumber, "T0016"), ("约22号，漏打了，24号的接访", .date, "2026-03-24"),
        ("换三包盐，等等，要五包", .qty, "5"), ("午餐加一份变三份", .qty, "3"), ("报名四个，不对，连我五个", .headcount, "5"),
    ])
    func correctedInOtherWords(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.exactSlots(text)[slot] == value)
    }

    @Test func correctedPeriodAndChoice() throws {
        let codes = Normalizer().normalize("去年二季度的账，说错了，今年一季度的").codes
        #expect(PeriodReader.read(codes, today: CivilDate("2026-03-18")!) == "2026Q1")
        #expect(ChoiceReader(codes: Normalizer().normalize("我投6号，点错了，7号").codes).read() == "7")
        #expect(ChoiceReader(codes: Normalizer().normalize("4号候选人不错，投他").codes).read() == "4")
    }

    @Test(arguments: [
        ("4-2单元-902没电", "4", "2", "", "902"), ("灯坏了，7-2 六楼", "7", "2", "6", ""),
        ("卡在4楼5楼之间", "", "", "4-5", ""),
    ])
    func partsOfPlaces(text: String, building: String, unit: String, floor: String, room: String) throws {
        let found = try Fixture.exactSlots(text)
        let parts: [(SlotName, String)] = [
            (.building, building), (.unit, unit), (.floor, floor), (.room, room),
        ]
        for (slot, value) in parts { #expect(found[slot] ?? "" == value, "\(slot.rawValue)") }
    }

    /// An hour is no floor, the end of a plate no ticket and no flat, the number of a ticket no day.
    @Test(arguments: [
        ("夜里九点四十楼上还在拖地", SlotName.floor), ("尾巴是815，闽D7K815", .ticketTail), ("尾巴是815，闽D7K815", .room),
        ("24号单哈，抓紧", .date),
    ])
    func whatOnlyLooksLikeOne(text: String, slot: SlotName) throws {
        #expect(try Fixture.exactSlots(text)[slot] == nil)
    }

    @Test(arguments: [
        ("催一下水管，最晚周五弄好", "2026-03-20"), ("加急，这周内必须给我修好", "2026-03-22"), ("催单，五天内给我答复", "2026-03-23"),
        ("催办，本月内务必解决", "2026-03-31"),
    ])
    func limits(text: String, last: String) throws {
        let slots = try slots(text)
        #expect(slots[.dateTo]?.text == last && slots[.date] == nil)
    }

    /// How often it broke, and what was promised, is no limit.
    @Test(arguments: ["催一下，一周内坏了三次了", "上次答应两天内来修，催一下"])
    func noLimits(text: String) throws {
        #expect(try slots(text)[.dateTo] == nil)
    }

    @Test(arguments: [
        ("今天下午来修纱窗可以不", "2026-03-18"), ("水表箱漏，明天别来，周五来修", "2026-03-20"),
        ("投诉保安，16号晚上九点在北门推我", "2026-03-16"), ("sign me up for the hike this Saturday", "2026-03-21"),
        ("book the reception on Mar 26", "2026-03-26"),
    ])
    func daysThatCount(text: String, date: String) throws {
        #expect(try slots(text)[.date]?.text == date)
    }

    @Test(arguments: [
        ("借轮椅，3月20号借到25号", "2026-03-20", "2026-03-25"), ("周四到周六都可以", "2026-03-19", "2026-03-21"),
    ])
    func fromAndTo(text: String, from: String, to: String) throws {
        let slots = try slots(text)
        #expect(slots[.dateFrom]?.text == from && slots[.dateTo]?.text == to && slots[.date] == nil)
    }

    /// When somebody is there answers a question and asks for nothing.
    @Test(arguments: ["周六日两天都在家", "后天到周日在家等师傅", "我的手机号是13700138000", "车牌闽D5K618"])
    func answersWithoutAQuestion(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == .outOfScope && match.main.subtype == .empty)
        #expect(match.act == .provideSlot && !match.main.slots.isEmpty)
    }

    @Test(arguments: ["周六物业有人在家吗", "明天有空来修灯", "周五可以装修吗"])
    func questionsAndWishesAreNoAnswers(text: String) throws {
        #expect(try Fixture.understand(text).main.subtype != .empty)
    }

    @Test(arguments: [
        ("电梯困住俩孩子", 2), ("困人了，2号梯，四个", 4), ("午餐从今天送到周五三份", nil), ("有个娃掉沟里了", nil),
        ("楼上两口子天天吵", nil),
    ])
    func heads(text: String, count: Int?) throws {
        #expect(try Fixture.exactSlots(text)[.headcount] == count.map { "\($0)" })
    }

    @Test func aCountBehindADayCounts() throws {
        #expect(try Fixture.exactSlots("午餐送到下周二两份")[.qty] == "2")
    }

    /// A mark says itself; who never came mended nothing; what is not mended stands above what sounds so.
    @Test(arguments: [
        ("给一星都嫌多", SlotName.satisfied, nil), ("很满意，打4分", .satisfied, true),
        ("约好五点来换灯，人影都没见着", .resolved, nil),
        ("显示办结，人影都没见着", .resolved, false), ("门修是修了，没两天又不亮了，等于没修", .resolved, false),
    ])
    func judgements(text: String, slot: SlotName, said: Bool?) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == .rateFeedback && match.main.slots[slot] == said.map(SlotValue.flag))
    }

    /// Who does not want to be known by what he reported is anonymous; who leaves a list is not.
    @Test(arguments: [("上次那条投诉改成匿名", true), ("光荣榜上别写我名字", false)])
    func namelessInWhat(text: String, isAnonymous: Bool) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == .privacyRequest && match.main.slots[.action] == .text("anonymity"))
        #expect((match.main.slots[.anonymous] == .flag(true)) == isAnonymous)
    }

    /// The number belongs to whoever comes, whichever half it stands in.
    @Test func theTelephoneIsOfTheWholeMessage() throws {
        let match = try Fixture.understand("厨房水管漏了，另外楼道灯也不亮，电话13600136000")
        #expect(match.also.count == 1 && match.main.slots[.phone] == .text("13600136000"))
    }

    @Test(arguments: [
        ("高空掉下个花盆，没砸着人", false), ("秋千铁链把娃的手夹得肿了", true), ("楼道灯坏了，阿公摔了一跤，膝盖流了血", true),
    ])
    func hurtOrNot(text: String, isHurt: Bool) throws {
        #expect(try slots(text)[.injury] == .flag(isHurt))
    }

    /// In danger is not hurt.
    @Test(arguments: ["有人拿着菜刀在大堂转", "隔壁男的在打老婆，女的喊救命", "卷闸门压住人了", "有没有人受伤不知道，五楼着火了"])
    func inDangerIsNotHurt(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.urgency == .p0 && match.main.slots[.injury] == nil)
    }
}
