import LinliModel
import Testing

@testable import LinliIntents

/// Which day a message is about, and on which side of today. The clock stands on Wednesday 2026-03-18, 10:00.
@Suite struct DaySenseTests {
    private func slots(_ text: String) throws -> Slots { try Fixture.understand(text).main.slots }

    /// Also where the intent counts backward.
    @Test(arguments: [
        ("麻烦5月6号开始恢复送餐", "2026-05-06"), ("3月25号能修好吗", "2026-03-25"), ("麻烦4月8号恢复送餐", "2026-04-08"),
        ("投诉4月6号还要施工", "2026-04-06"), ("催一下，师傅说25号来", "2026-03-25"), ("催一下，师傅说周五来", "2026-03-20"),
        ("25号上午来修水龙头", "2026-03-25"), ("水龙头坏了，25号我在家", "2026-03-25"), ("周六来，周五我不在", "2026-03-21"),
        ("除夕那天几点关门", "2027-02-05"),
    ])
    func dayToCome(text: String, date: String) throws {
        #expect(try slots(text)[.date]?.text == date)
    }

    @Test func aDayOfASecondMatterIsToCome() throws {
        let also = try Fixture.understand("水管修好了，多谢师傅。还有一件，我想报周日的插花课，一个人").also
        #expect(also.map(\.intent) == [.activitySignup])
        #expect(also.first?.slots[.date]?.text == "2026-03-22")
    }

    @Test(arguments: [
        ("说好了礼拜一来看我家墙面渗水的，一拖再拖", "2026-03-16"), ("说周一来到现在没来", "2026-03-16"),
        ("通知我十五号来拿，我那天住院没去成", "2026-03-15"), ("除夕晚上电梯坏了，没一个人来", "2026-02-16"),
        ("元宵节那天晚上谁在楼下放鞭炮放到半夜", "2026-03-03"), ("大年初三那天停水停了一天", "2026-02-19"),
        ("说好周一来修水龙头，我请假等了一天没人上门，现在照样漏", "2026-03-16"),
        ("物业说周一修好，到今天还漏", "2026-03-16"), ("1月5号停水那次是谁通知的", "2026-01-05"),
        ("正月初八报的井盖", "2026-02-24"), ("元旦那天停水没人管", "2026-01-01"), ("妇女节那天报的修", "2026-03-08"),
        ("国庆那天停电没人管，去年的事", "2025-10-01"),
    ])
    func dayThatIsGone(text: String, date: String) throws {
        #expect(try slots(text)[.date]?.text == date)
    }

    @Test(arguments: [
        ("师傅改到周六来吧，周五租客不在", "2026-03-21"), ("改到周六，周五我不在", "2026-03-21"),
        ("把明天的送餐改到后天，时间还是十一点半", "2026-03-20"), ("明天的饭改后天送", "2026-03-20"),
        ("送餐从明天改到后天", "2026-03-20"), ("等下 不是周六 我周六值班，周日那场行不", "2026-03-22"),
        ("上个月二十五号我就登记了，到现在都没人来，你们今天必须给我解决", "2026-03-18"),
        ("井盖的事我礼拜一就讲了，今天下午4点前给我盖上", "2026-03-18"),
        ("周五开会，周六来修水管", "2026-03-21"), ("周四不行，周五我在，来修门锁", "2026-03-20"),
        ("上回登记了周四的，临时有事，请帮我往后推一周", "2026-03-26"), ("周四的接访推迟两天", "2026-03-21"),
        ("周四的接访提前一天通知我", "2026-03-19"),
    ])
    func ofSeveralDaysTheOneThatIsMeant(text: String, date: String) throws {
        #expect(try slots(text)[.date]?.text == date)
    }

    @Test(arguments: [
        ("明天起给我外婆送午饭，送到27号", "2026-03-19", "2026-03-27"), ("3月20到4月20我家要装修", "2026-03-20", "2026-04-20"),
        ("后天大后天的午饭都不要送", "2026-03-20", "2026-03-21"), ("国庆期间的午饭不要送", "2026-10-01", "2026-10-07"),
        ("周六周日都可以上门，来看看漏水", "2026-03-21", "2026-03-22"),
        ("下周末有没有人接待，我平时上班只有那两天有空", "2026-03-28", "2026-03-29"),
    ])
    func spans(text: String, from: String, to: String) throws {
        let slots = try slots(text)
        #expect(slots[.dateFrom]?.text == from && slots[.dateTo]?.text == to)
        #expect(slots[.date] == nil)
    }

    /// Three days that are no row: the first day, and no end.
    @Test(arguments: [
        ("下周一三五送午饭", "2026-03-23")
    ])
    func firstOfSeveralDays(text: String, date: String) throws {
        let slots = try slots(text)
        #expect(slots[.date]?.text == date && slots[.dateTo] == nil)
    }

    @Test(arguments: [
        ("4/2 14:00 接访 约一个", "2026-04-02", "14:00"), ("4.2 接访 约一个", "2026-04-02", ""),
        ("4-2 约接访", "2026-04-02", ""), ("拜六早起八点半欲约接访", "2026-03-21", "08:30"),
        ("拜二约接访", "2026-03-24", ""), ("十点，啊说错，十一点，给我留接访的号", "", "11:00"),
        ("球场晚上能不能开灯开到九点半", "", "21:30"), ("今天凌晨4点多有人撬我家的门", "2026-03-18", "04:00"),
        ("今早六点不到隔壁就开始电钻", "2026-03-18", "06:00"), ("清明过后第一个工作日帮我约上", "2026-04-07", ""),
        ("昨天上午扫了我们3栋的楼道 申报积分", "2026-03-17", "am"),
        ("昨晚扫了我们3栋的楼道 申报积分", "2026-03-17", ""),
    ])
    func daysAndHours(text: String, date: String, time: String) throws {
        let slots = try slots(text)
        #expect(slots[.date]?.text ?? "" == date && slots[.time]?.text ?? "" == time)
    }

    @Test(arguments: [
        "上礼拜天天给三楼的朱奶奶送饭", "我上个礼拜天天去送饭", "四点半放学没人接，报名四点半学校", "孩子四点半放学没地方去，能不能办个托管",
        "晚上黑漆漆的，建议装个路灯", "楼道灯昨天还会亮，今天就不亮了", "电梯今天又坏了", "15号下水堵了快来修",
    ])
    func namesNeitherDayNorHour(text: String) throws {
        let slots = try slots(text)
        #expect(slots[.date] == nil && slots[.time] == nil)
    }
}
