import LinliModel
import LinliSettings
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Which items of the points scheme a message names")
struct DeedReaderTests {
    static let today = CivilDate("2026-03-18")

    private static func read(_ text: String, _ day: String? = nil) throws -> [DeedReading] {
        let rules = try Checkout.settings().points
        let today = try #require(today)
        return DeedReader(rules: rules).read(
            Deed(text: text, day: day.flatMap { CivilDate($0) }), SaidDays.of(text, on: today), today: today)
    }

    @Test(
        "A deed whose words name one item is that item",
        arguments: [
            ("刚巡了一圈单元门和灭火器都好的", "inspect_facilities"), ("我昨晚巡逻了一个小时", "night_patrol"),
            ("跟三户人家讲了垃圾怎么分类", "promote_sorting"), ("我守了一小时桶", "guard_bins"),
            ("帮隔壁老人买了药", "fetch_medicine_food"), ("今天陪王奶奶聊天了", "visit_elder"),
            ("扫了楼道", "sweep_corridor"), ("撕了十几张小广告", "clear_leaflets"),
            ("楼上楼下吵架，我去劝和了", "mediate"), ("昨天献了四百毫升血", "blood_donation"),
            ("劝了三个人遛狗拴绳", "advise_manners"), ("捐了十本书", "donate_books"),
        ])
    func clear(text: String, code: String) throws {
        let readings = try Self.read(text)
        #expect(readings.map(\.isClear) == [true])
        #expect(readings.first?.items.map(\.code) == [code])
    }

    @Test(
        "Of two items nearly alike the resident chooses; the cheaper one stands first",
        arguments: [
            ("今天劝了两个人别把电动车推进电梯", ["advise_manners", "guard_lift"]),
            ("站在桶边教人分厨余", ["promote_sorting", "guard_bins"]),
            ("劝了两个贴小广告的", ["advise_manners", "clear_leaflets"]),
        ])
    func unclear(text: String, codes: [String]) throws {
        let readings = try Self.read(text)
        #expect(readings.map(\.isClear) == [false])
        #expect(readings.first?.items.map(\.code) == codes)
    }

    @Test("What fits no item is asked among five at most, none of them one that nobody confirms")
    func none() throws {
        for text in ["我今天做了好事", "捡了三袋垃圾", "报积分"] {
            let readings = try Self.read(text)
            let reading = try #require(readings.first)
            #expect(!reading.isClear)
            #expect(reading.items.count == Limits.claimChoiceRows)
            #expect(!reading.items.contains { $0.code == "questionnaire" })
        }
        let few = try Self.read("我今天做了好事")
        #expect(few[0].items.allSatisfy { $0.points <= 2 }, "nothing suggests much")
    }

    @Test(
        "Two deeds of one message are two, also without a mark between them; more words about one are one",
        arguments: [
            ("上午扫了楼道，下午又守了一个小时垃圾桶", ["sweep_corridor", "guard_bins"]),
            ("上午扫了楼道下午又守了一个小时垃圾桶", ["sweep_corridor", "guard_bins"]),
            ("昨晚巡逻了一圈，四个门都关好了，帮我记上", ["night_patrol"]),
            ("七楼到一楼我扫完了，楼道很干净", ["sweep_corridor"]),
        ])
    func several(text: String, codes: [String]) throws {
        let readings = try Self.read(text)
        #expect(readings.map { $0.items.first?.code } == codes)
        #expect(readings.allSatisfy { $0.isClear })
    }

    @Test("Each deed of a message has its own day, the others that of the message")
    func days() throws {
        let own = try Self.read("昨天扫了楼道，今天守桶一小时", "2026-03-17")
        #expect(own.map(\.deed.day) == [CivilDate("2026-03-17"), CivilDate("2026-03-18")])
        let week = try Self.read("周一扫了楼道一小时，周三帮李奶奶买菜两小时，周五值班三小时", "2026-03-16")
        #expect(
            week.map(\.deed.day)
                == ["2026-03-16", "2026-03-18", "2026-03-13"].map { CivilDate($0) }, "the last Friday")
        #expect(week.map(\.deed.text) == ["周一扫了楼道一小时", "周三帮李奶奶买菜两小时", "周五值班三小时"])
        #expect(week.map(\.isClear) == [true, true, false])
        let twice = try Self.read("上周五扫了楼道，周一又扫了楼道")
        #expect(twice.map(\.deed.day) == ["2026-03-13", "2026-03-16"].map { CivilDate($0) })
        let weeks = try Self.read("上上周五扫了楼道，上周五又扫了楼道")
        #expect(weeks.map(\.deed.day) == ["2026-03-06", "2026-03-13"].map { CivilDate($0) })
        let mixed = try Self.read("上上周五扫了楼道，周五又扫了楼道")
        #expect(mixed.map(\.deed.day) == ["2026-03-06", "2026-03-13"].map { CivilDate($0) })
        let justNow = try Self.read("刚扫了楼道，昨晚巡逻了一个小时", "2026-03-17")
        #expect(justNow.map(\.deed.day) == ["2026-03-18", "2026-03-17"].map { CivilDate($0) })
        let shared = try Self.read("扫了楼道，又守桶一小时", "2026-03-16")
        #expect(shared.map(\.deed.day) == [CivilDate("2026-03-16"), CivilDate("2026-03-16")])
    }
}
