import LinliModel
import Testing

@testable import LinliIntents

/// Few words that sound like another matter.
@Suite struct PlainWordsTests {
    /// Who runs the company is asked for as a person; a session is held by those of the community, at an
    /// hour.
    @Test(arguments: [
        ("我想见你们物业经理", Intent.humanHandoff), ("你们主管呢 我要当面问他", .humanHandoff),
        ("礼拜三下午想见居委会书记", .receptionBook), ("约个时间见业委会主任", .receptionBook),
    ])
    func whoIsToBeSeen(text: String, intent: Intent) throws {
        #expect(try Fixture.understand(text).main.intent == intent)
    }

    @Test(arguments: ["外公电话关机联系不上", "我岳母一直没人接电话", "老爸的电话打不通"])
    func whoDoesNotAnswerHisFamilyIsVisited(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .orderService && main.category == "care.visit")
    }

    @Test func aTelephoneOfTheCompanyIsNoRelative() throws {
        let main = try Fixture.understand("我爸说物业的电话打不通").main
        #expect(main.category != "care.visit")
    }

    @Test(arguments: [
        ("我家客厅的灯不亮", "power.indoor"), ("屋里灯管坏了", "power.indoor"),
        ("我家门口的灯不亮", "power.public_lighting"), ("我家这层的灯不亮", "power.public_lighting"),
    ])
    func whoseLampItIs(text: String, category: String) throws {
        #expect(try Fixture.understand(text).main.category == category)
    }

    @Test(arguments: ["谢谢你们", "太谢谢了", "多谢大家"])
    func thanksAloneJudgeNothing(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.act == .thanks && match.main.slots[.satisfied] == nil)
    }

    @Test(arguments: ["谢谢站岗的小伙子帮我拎菜上楼", "夸夸管家小周，半夜陪我等救护车"])
    func praiseOfSomebodyJudgesNoWork(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .rateFeedback && main.slots[.satisfied] == nil)
    }

    @Test(arguments: ["堵门的面包车开走了，不堵了", "跳舞的散了，不吵了"])
    func whatEndedByItselfIsNoReport(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .rateFeedback && main.slots[.resolved] == .flag(true))
    }
}
