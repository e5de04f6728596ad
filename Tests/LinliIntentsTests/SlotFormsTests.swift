import LinliModel
import Testing

@testable import LinliIntents

/// Forms of addresses, days, hours and counts that people write beside the plain ones (`domain.md` 2.5 and
/// part 3). The clock of the fixture stands on Wednesday, 2026-03-18.
@Suite struct SlotFormsTests {
    @Test(arguments: [
        ("hi the lamp in building 4 unit 3 is broken", [SlotName.building: "4", .unit: "3"]),
        ("block 11 门禁坏了", [.building: "11"]),
        ("water leak, 7th floor, apt 702", [.floor: "7", .room: "702"]),
        ("9栋乙单元对讲没声", [.building: "9", .unit: "乙"]), ("D2楼大厅的灯不亮", [.building: "D2"]),
        ("廿一栋六零三停电", [.building: "21", .room: "603"]), ("电梯停在五楼和六楼中间", [.floor: "5-6"]),
        ("卡在11跟12层之间", [.floor: "11-12"]), ("从2楼脏到7楼", [.floor: "2-7"]), ("电梯一到9楼就抖", [.floor: "9"]),
        ("地库负三没有灯", [.floor: "-3"]), ("电视柜下面塌了八点二十 6栋", [.building: "6"]),
        ("4栋顶楼1801养鸡", [.building: "4", .room: "1801"]),
        ("7栋2单元十五楼一号", [.building: "7", .unit: "2", .floor: "15", .room: "1501"]),
        ("D2四楼的灯坏了", [.building: "D2", .floor: "4"]),
        ("lamp out 6F building 2", [.building: "2", .floor: "6"]),
        ("9栋六楼之二漏水", [.floor: "6", .room: "602"]), ("8栋12楼3室门锁坏", [.building: "8", .room: "1203"]),
    ])
    func places(text: String, slots: [SlotName: String]) throws {
        let found = try Fixture.exactSlots(text)
        for (name, value) in slots { #expect(found[name] == value, "\(name.rawValue)") }
    }

    /// A day, a bin and a post behind a floor are no flat.
    @Test(arguments: ["5栋6楼8号上午停水", "4栋3楼2号垃圾桶满了", "负一楼2号桩坏了", "车位 B3-207 被占", "accounts of 2024"])
    func noFlatOnAFloor(text: String) throws {
        #expect(try Fixture.exactSlots(text)[.room] == nil)
    }

    /// What only looks like a floor, a building or a flat.
    @Test(arguments: [
        ("隔着三层楼都听见", SlotName.floor), ("一楼烧烤的油烟", .floor), ("B1楼的灯坏了", .building), ("please call 119", .room),
        ("call 110 now", .targetRoom),
    ])
    func noPlaces(text: String, slot: SlotName) throws {
        #expect(try Fixture.exactSlots(text)[slot] == nil)
    }

    /// Whose flat is whose, where two are named.
    @Test(arguments: [
        ("804的狗叫到半夜，老子704怎么睡", "704", "804"), ("2单元1203浇花水流到阮厝窗台，1103", "1103", "1203"),
        ("油烟都往我们305灌，楼下205在炸东西", "305", "205"), ("水都渗到我家906来", "906", ""),
    ])
    func homes(text: String, own: String, other: String) throws {
        let found = try Fixture.exactSlots(text)
        #expect(found[.room] == own)
        if !other.isEmpty { #expect(found[.targetRoom] == other) }
    }

    @Test(arguments: [
        ("明仔日上昼来修", "2026-03-19", "am"), ("听日下昼四点来", "2026-03-19", "16:00"), ("外后天上午", "2026-03-21", "am"),
        ("今暝八点开会", "2026-03-18", "20:00"), ("昨晚在北门巡楼，9点半才散", "2026-03-17", "21:30"),
    ])
    func daysOfTheSouth(text: String, date: String, time: String) throws {
        let found = try Fixture.exactSlots(text)
        #expect(found[.date] == date && found[.time] == time)
    }

    /// 第6号 is a place in a row, 4号充电桩 a thing, 之前天天 no day before yesterday.
    @Test(arguments: ["我排在第6号", "4号充电桩坏了", "他之前天天来扫", "今后日子还长", "3号窗口没人"])
    func noDays(text: String) throws {
        #expect(try Fixture.exactSlots(text)[.date] == nil)
    }

    @Test(arguments: [
        ("冬至那天有汤圆吗", "2026-12-22"), ("双十一那天快递柜满了", "2026-11-11"), ("国庆垃圾清运停不停", "2026-10-01"),
        ("平安夜派糖果", "2026-12-24"), ("除夕物业有没有人", "2027-02-05"),
    ])
    func festivals(text: String, date: String) throws {
        #expect(try Fixture.exactSlots(text)[.date] == date)
    }

    /// On which days somebody is at home, or a session suits.
    @Test(arguments: [
        ("厨房水管漏，周五到周日都在家", "2026-03-20", "2026-03-22"), ("阳台灯坏了，下周一到周三我在家，来修", "2026-03-23", "2026-03-25"),
        ("想约接访，24号到26号都有空", "2026-03-24", "2026-03-26"), ("借两张桌子，周六用，周日就还", "2026-03-21", "2026-03-22"),
    ])
    func spans(text: String, first: String, last: String) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect(slots[.dateFrom]?.text == first && slots[.dateTo]?.text == last)
        #expect(slots[.date] == nil)
    }

    @Test(arguments: [
        ("从后天起给我外公送午饭", SlotName.dateFrom, "2026-03-20"), ("推车借到25号可以吗", .dateTo, "2026-03-25"),
        ("下周一开始送餐停一停", .dateFrom, "2026-03-23"),
    ])
    func openSpans(text: String, slot: SlotName, date: String) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect(slots[slot]?.text == date && slots[.date] == nil)
    }

    @Test(arguments: [
        ("我妈都七十八了", SlotName.age, "78"), ("他83了走不动", .age, "83"), ("我61，住5栋", .age, "61"),
        ("楼下的大伯，八十一，一个人住", .age, "81"), ("elevator stuck, 4 people inside", .headcount, "4"),
        ("电梯里面五个", .headcount, "5"), ("一家总共七个都去", .headcount, "7"), ("我跟仨娃困住了", .headcount, "4"),
        ("我跟我老伴两个都不去了", .headcount, "2"), ("一次2分，一共该给我记6分", .points, "6"), ("积分扣80", .points, "80"),
        ("最后两位数是58的单子", .ticketTail, "58"), ("末三位417那个单", .ticketTail, "417"),
        ("t 0512 修到哪了", .ticketNumber, "T0512"),
        ("举报闽C33K18堵门", .plate, "闽C33K18"),
        ("约周五下午两点接访 等下 改三点半", .time, "15:30"),
        ("drilling at 9:30 pm", .time, "21:30"),
        ("元月8号停水吗", .date, "2027-01-08"), ("微信同号 13950217788", .phone, "13950217788"),
    ])
    func counts(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.exactSlots(text)[slot] == value)
    }

    /// Very, and not ten points; a flat, and no age.
    @Test(arguments: [
        ("十分感谢你们", SlotName.score), ("师傅一分钱不收", .score), ("我302的，灯坏了", .age), ("车牌最后两位是31", .ticketTail),
    ])
    func noCounts(text: String, slot: SlotName) throws {
        #expect(try Fixture.exactSlots(text)[slot] == nil)
    }

    /// Who is in danger and cannot get out is held, whatever holds him; how many "我跟我妈" are is not said.
    @Test(arguments: [
        ("卷帘门把收旧货的压在下面了，出不来", true), ("楼梯里都是烟，我们困在九楼下不去", true), ("煤气味好重，窗开了", false),
    ])
    func held(text: String, isHeld: Bool) throws {
        let main = try Fixture.understand(text).main
        #expect(main.urgency == .p0 && (main.slots[.trapped] == .flag(true)) == isHeld)
        #expect(try Fixture.understand("我跟我妈关在电梯里了").main.slots[.headcount] == nil)
    }

    /// Whose telephone or plate it is stands also beside what is none of the estate's business.
    @Test func numbersOfOthersStand() throws {
        let main = try Fixture.understand("专业搬家 随叫随到 13960001122").main
        #expect(main.intent == .outOfScope && main.slots[.phone]?.text == "13960001122")
    }

    /// The flat in which it is done is the other's; what befalls a flat is its own.
    @Test(arguments: [
        ("12栋701天天半夜唱卡拉OK", SlotName.targetRoom, "701"), ("3栋1102把客厅隔成四间租出去", .targetRoom, "1102"),
        ("投诉6栋404在家开麻将馆", .targetRoom, "404"), ("楼上天天拖椅子，8栋503", .room, "503"), ("2栋905闻到隔壁烟味", .room, "905"),
    ])
    func accused(text: String, slot: SlotName, room: String) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect(slots[slot]?.text == room)
    }

    @Test(arguments: [
        ("投诉5栋601半夜打牌，千万别让人知道是我", true), ("2栋有人扔烟头，别说我名字", true), ("保安骂人，我实名投诉", false),
    ])
    func anonymity(text: String, isAnonymous: Bool) throws {
        #expect(try Fixture.understand(text).main.slots[.anonymous] == .flag(isAnonymous))
    }

    /// Nobody is held and nobody is hurt, where that is said.
    @Test(arguments: [
        ("电梯停在负一楼，里面没人", SlotName.trapped), ("吊顶掉了一块，没有砸到人", .injury),
    ])
    func saidNot(text: String, slot: SlotName) throws {
        #expect(try Fixture.understand(text).main.slots[slot] == .flag(false))
    }

    /// A poor mark is no praise, a full one that somebody is given is the mark.
    @Test(arguments: [("满分10分我给3分", 3), ("满分5分打2分", 2), ("师傅打满分5分", 5), ("修好了，给4吧", 4)])
    func marks(text: String, score: Int) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect(slots[.score] == .integer(score))
        if score <= 3 { #expect(slots[.satisfied] != .flag(true)) }
    }

    @Test(arguments: [("选4号候选人", "4"), ("我家投给1号", "1"), ("那个改造我投第2个", "2"), ("改选C方案", "C"), ("同意换电梯", "同意")])
    func choices(text: String, choice: String) {
        let read = ChoiceReader(codes: Normalizer().normalize(text).codes).read()
        #expect(read == (choice == "同意" ? nil : choice))
    }

    /// How many, or where, and no choice.
    @Test(arguments: ["一共选三位", "选举3号楼的代表", "我投一个吧", "候选5人"])
    func noChoices(text: String) {
        #expect(ChoiceReader(codes: Normalizer().normalize(text).codes).read() == nil)
    }

    @Test(arguments: [
        ("去年三季度看过了，四季度的呢", "2025Q4"), ("今年前三个月的停车费", "2026Q1"), ("上个月的账", "2026-02"),
    ])
    func periods(text: String, period: String) {
        let codes = Normalizer().normalize(text).codes
        #expect(PeriodReader.read(codes, today: CivilDate("2026-03-18")!) == period)
    }
}
