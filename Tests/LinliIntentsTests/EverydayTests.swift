import LinliModel
import Testing

@testable import LinliIntents

/// Short messages that anybody may send on any day, of kinds that were misread: what happened to a car,
/// papers, meals that did not come, locked doors, what others called off, numbers of one's own matters.
@Suite struct EverydayTests {
    @Test(arguments: [
        ("车身让人划了", Intent.complain), ("我轮胎被人扎破了", .complain), ("昨天的午饭没人送", .complain),
        ("你们电话打爆了没人接", .complain), ("停电也不说一声", .complain), ("小区门进不去了", .reportRepair),
        ("又停水又停电", .reportRepair), ("举报楼顶违建", .reportHazard), ("清洗油烟机", .orderService),
        ("家门钥匙落车上了", .orderService), ("谁教教我网上缴费", .orderService), ("老人医保在哪缴", .infoQuery),
        ("生育登记怎么弄", .infoQuery), ("物业费能季交吗", .infoQuery), ("义诊改期了吗", .infoQuery),
        ("报修单号是几", .queryStatus), ("这周能修好不", .queryStatus), ("我车牌换新的了", .privacyRequest),
        ("不要给我推消息", .privacyRequest), ("怎么举报", .greetHelp),
    ])
    func theEverydayIsTakenForWhatItIs(text: String, intent: Intent) throws {
        #expect(try Fixture.understand(text).main.intent == intent)
    }

    /// Who asks whether it takes place does not call it off.
    @Test(arguments: ["周五的接访取消了没", "明天的接访是不是改期了"])
    func whetherItTakesPlaceIsAsked(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .receptionBook && main.slots[.action] == .text("list"))
    }

    @Test(arguments: [
        ("电梯上的按键失灵了", "lift.panel"), ("单元的梯关不上门了", "lift.door"), ("化粪池满了往外冒", "water.drain_blocked"),
    ])
    func whatItIsAboutIsNamed(text: String, category: String) throws {
        #expect(try Fixture.understand(text).main.category == category)
    }
}
