import LinliModel
import Testing

@testable import LinliIntents

/// Few words that sound like another matter.
@Suite struct PlainWordsTests {
    /// What was cut is back; current where none belongs is a danger.
    @Test(arguments: ["有电了", "终于来水了", "家里来电了，谢谢"])
    func aSupplyThatIsBackIsNoFault(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .rateFeedback && main.slots[.resolved] == .flag(true))
        #expect(try Fixture.understand("水龙头有电了").main.urgency == .p0)
    }

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

    /// 不去了 calls something off, 进不去了 tells of a door.
    @Test(arguments: ["后门进不去了", "地库上不去了", "车开不出去了"])
    func whoCannotPassCallsNothingOff(text: String) throws {
        #expect(try Fixture.understand(text).main.intent != .cancel)
    }

    @Test(arguments: ["找到了，在他姨家", "人回来了，在路口等车呢"])
    func whoIsFoundAgainIsNoDeedForPoints(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .rateFeedback || main.intent == .outOfScope)
    }

    /// Who somebody is, and nothing asked.
    @Test(arguments: ["我一个人住，今年八十六", "老伴不在了，我今年九十"])
    func whoSomebodyIsAsksForNothing(text: String) throws {
        #expect(try Fixture.understand(text).main.intent == .outOfScope)
    }

    @Test(arguments: ["这次参选的有谁", "候选的是哪几位"])
    func whoStandsForElectionIsNoBallot(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.slots[.action] != .text("cast") && main.intent == .disclosureQuery)
    }

    /// A complaint has a clock, also about what is only read in papers otherwise (`domain.md` 2.2.1).
    @Test(arguments: ["投诉业委会不公开会议记录", "我要投诉业委会乱签合同"])
    func aComplaintOfTheCommitteeHasAClock(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .complain && main.urgency == .p2)
    }

    /// Of what is pressed only the number is known: no category is guessed, and the level is the usual one.
    @Test func aPushByNumberGuessesNothing() throws {
        let main = try Fixture.understand("T0418能不能快一点，家里老人等着").main
        #expect(main.intent == .urge && main.category == nil && main.urgency == .p2)
    }

    /// What no rule knows and the examples do has the usual level of its category, not that of an attack.
    @Test func anAnimalThatAttacksNobodyIsAnOrdinaryMatter() throws {
        let main = try Fixture.understand("对门的猫天天在我鞋柜上撒尿").main
        #expect(main.intent == .complain && main.category == "neighbor.pet" && main.urgency == .p2)
    }

    @Test func hasteIsNoWishForSomethingNew() throws {
        let main = try Fixture.understand("昨天报的那单能不能加急").main
        #expect(main.intent == .urge && main.urgency == .p2)
    }
}
