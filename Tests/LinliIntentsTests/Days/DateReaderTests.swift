import LinliModel
import Testing

@testable import LinliIntents

@Suite struct DateReaderTests {
    /// Wednesday.
    let today = CivilDate("2026-03-18")!

    private func first(_ text: String) -> DateReading? {
        DateReader(codes: Normalizer().normalize(text).codes, today: today, holidays: Holidays())
            .read(taken: []).first
    }

    @Test(arguments: [
        ("今天", "2026-03-18"), ("明儿", "2026-03-19"), ("后天", "2026-03-20"), ("大后天", "2026-03-21"),
        ("昨晚", "2026-03-17"),
        ("大前天", "2026-03-15"), ("周四", "2026-03-19"), ("周三", "2026-03-18"), ("周一", "2026-03-23"),
        ("这周五", "2026-03-20"),
        ("这周一", "2026-03-16"), ("下周三", "2026-03-25"), ("下下周二", "2026-03-31"), ("上周一", "2026-03-09"),
        ("礼拜天", "2026-03-22"),
        ("周末", "2026-03-21"), ("下个星期六", "2026-03-28"), ("15号", "2026-04-15"), ("28号", "2026-03-28"),
        ("3月28日", "2026-03-28"),
        ("1月5号", "2027-01-05"), ("三月二十八号", "2026-03-28"), ("2026年4月1日", "2026-04-01"),
        ("2026-04-01", "2026-04-01"),
        ("下个月5号", "2026-04-05"), ("三天后", "2026-03-21"), ("过两天", "2026-03-20"), ("一周后", "2026-03-25"),
        ("月底", "2026-03-31"), ("上个月底", "2026-02-28"),
        ("二月二那天", "2026-03-20"), ("七月半前一天", "2026-08-26"), ("除夕那天", "2027-02-05"),
        ("国庆前最后一个周四", "2026-09-24"), ("五一后第一个礼拜三", "2026-05-06"), ("清明节后第一个周四", "2026-04-09"),
        ("下个月第一个周六", "2026-04-04"), ("这个月最后一个周四", "2026-03-26"), ("大年初五", "2027-02-10"),
        ("正月初八", "2027-02-13"),
    ])
    func resolvesForward(text: String, expected: String) {
        #expect(first(text)?.forward.description == expected)
        #expect(first(text)?.range.upperBound == Normalizer().normalize(text).count)
    }

    /// 6号501 is a flat.
    @Test func dayBeforeAnHour() {
        #expect(first("26号十点一刻")?.forward.description == "2026-03-26")
        #expect(first("6号501") == nil)
    }

    @Test(arguments: [
        ("周一", "2026-03-16"), ("15号", "2026-03-15"), ("周四", "2026-03-12"), ("5月1日", "2025-05-01"),
    ])
    func resolvesBackward(text: String, expected: String) {
        #expect(first(text)?.backward.description == expected)
    }

    @Test(arguments: [
        "6号楼", "15号电梯", "2月30日", "二月三十号", "初五", "下个月第五个周六的会", "3.28元", "12号线", "周到", "三天了", "2号垃圾亭", "每周四",
        "逢礼拜天",
    ])
    func readsNoDate(text: String) {
        #expect(first(text) == nil)
    }

    @Test(arguments: [
        ("下午三点半", "15:30"), ("上午9点", "09:00"), ("晚上7点一刻", "19:15"), ("15:30", "15:30"), ("上午", "am"),
        ("傍晚", "pm"),
        ("三点半", "15:30"), ("9点", "09:00"), ("中午12点", "12:00"), ("凌晨两点", "02:00"), ("早上八点二十", "08:20"),
        ("下午4点05分", "16:05"), ("晚上七点不", "19:00"), ("晚上一点都不安静", "pm"), ("晚七点半", "19:30"), ("早八点", "08:00"),
        ("从七点到九点", "07:00"),
    ])
    func readsTimes(text: String, expected: String) {
        let readings = TimeReader(codes: text.codes, dates: []).read()
        #expect(readings.map(\.value) == [expected])
    }

    @Test(arguments: ["房子24年了", "用了20年的电梯", "30年的房子"])
    func readsNoPeriod(text: String) {
        #expect(PeriodReader.read(text.codes, today: today) == nil)
    }

    /// 礼拜天 is a day, 礼拜 and 天天 are every day of it; 跪拜 is no weekday.
    @Test(arguments: [
        ("礼拜天天没亮就吵", "2026-03-22"), ("周六日都有空", "2026-03-21"), ("拜六来", "2026-03-21"),
        ("上礼拜天天去送饭", ""), ("每拜三次", ""), ("拜一拜", ""), ("4.2接访", "2026-04-02"), ("长4.2米", ""),
    ])
    func weekdaysInOtherWords(text: String, expected: String) {
        #expect(first(text)?.forward.description ?? "" == expected)
    }

    @Test(arguments: ["快一点", "一点都不好", "有两点建议", "25点", "三十分", "四点半放学", "两点，第一太吵"])
    func readsNoTime(text: String) {
        #expect(TimeReader(codes: text.codes, dates: []).read().isEmpty)
    }

    @Test(arguments: [
        ("一季度的账", "2026Q1"), ("去年四季度", "2025Q4"), ("2025年度", "2025"), ("上个月", "2026-02"),
        ("2月份", "2026-02"), ("去年", "2025"),
        ("2025年第3季度", "2025Q3"), ("11月的账", "2025-11"), ("上上个月的明细", "2026-01"), ("24年的履职评价", "2024"),
        ("履职评价24年的", "2024"),
    ])
    func readsPeriods(text: String, expected: String) {
        #expect(PeriodReader.read(text.codes, today: today) == expected)
    }
}
