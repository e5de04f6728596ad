import LinliModel
import Testing

@testable import LinliIntents

/// Two matters of one message that no word parts, and what is one matter though it looks like two.
@Suite struct SideBySideTests {
    @Test(arguments: [
        ("取消摄影课，改报太极班", Intent.cancel, Intent.activitySignup),
        ("接访我不去了 给我换三提抽纸", .cancel, .redeem),
        ("T0511催一催，T0498撤掉", .urge, .cancel),
        ("对讲没声音，给我转人工", .reportRepair, .humanHandoff),
        ("垃圾三天没收，楼下广场舞也吵", .complain, .complain),
        ("6栋路灯坏了道闸也抬不起来", .reportRepair, .reportRepair),
        ("燃气公司的电话发我，楼道灯不亮", .infoQuery, .reportRepair),
        ("9栋电梯按钮失灵；垃圾房三天没清", .reportRepair, .complain),
        ("隔壁又在唱卡拉OK，明天的午饭取消掉", .complain, .cancel),
        ("查一下T0417。儿童滑梯裂了一道口子", .queryStatus, .reportRepair),
        ("公共收益上季度多少，维修资金也发我看看", .disclosureQuery, .disclosureQuery),
        ("帮我妈订周三的午饭，也约个人给她量血压", .orderService, .orderService),
        ("消防通道堵死了，投诉物业装看不见", .reportHazard, .complain),
        ("取消后天的理发，改问一下义诊几号", .cancel, .infoQuery),
        ("滑梯断了一块，请问书画班几点上课", .reportRepair, .infoQuery),
        ("1我家阳台灯要修2我想约律师", .reportRepair, .orderService),
        ("洗手池漏水再催一下我上次报的门铃", .reportRepair, .urge),
        ("订一份晚饭再兑两提抽纸", .orderService, .redeem),
        ("先查下物业费缴到哪月 再约个下周三的接访", .infoQuery, .receptionBook),
        ("垃圾房太臭 再说个事 电梯按钮不亮", .complain, .reportRepair),
        ("路灯不亮了你给我转人工", .reportRepair, .humanHandoff),
        ("修车棚的单子到哪了，不行就给我转人工", .queryStatus, .humanHandoff),
        ("借一把人字梯，再借个推车", .orderService, .orderService),
        ("取消周四的理发，顺便把周五的早餐也停掉", .cancel, .cancel),
        ("门铃坏了，狗证在哪办", .reportRepair, .infoQuery),
        ("想报个书画班，停车费一小时多少", .activitySignup, .infoQuery),
        ("厨房水压太小，卧室灯也闪", .reportRepair, .reportRepair),
        ("电梯面板裂了，大堂的门禁也刷不开", .reportRepair, .reportRepair),
        ("扶梯口的灯坏了，积分也帮我看看", .reportRepair, .pointsQuery),
    ])
    func twoMattersAreTwo(text: String, main: Intent, also: Intent) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == main)
        #expect(match.also.map(\.intent) == [also])
    }

    @Test(arguments: [
        "整栋停电，电梯也不动了", "我投的反对，现在改成同意", "接访不去了，换到下周五", "修是修了，灯又不亮",
        "道闸不抬，车出不去了", "米不要了，给我换成洗衣液", "电梯停了，还要上班，快点", "人脸刷不开门，不是没录，上周还能用",
        "约周五的接访，顺便说下是噪音的事", "我要订午饭，再加一份，一共两份", "停车费怎么交，还有能刷支付宝吗", "接访我不去了，周三那个预约",
        "帮李奶奶买菜送上楼了，记一下分", "下周要出差，报名取消掉", "灯坏了，再投诉也没用", "燃气安检是哪天，再问一遍",
        "前天献的血，本子带着呢，报个分", "门禁卡刷不开，补一张多少钱", "T0417催一下，灯还是不亮",
    ])
    func oneMatterStaysOne(text: String) throws {
        #expect(try Fixture.understand(text).also.isEmpty)
    }

    /// What only announces is no request, and what follows is announced by it.
    @Test func anAnnouncementIsNoRequest() throws {
        let match = try Fixture.understand("漏水的单有人管了吗，再投诉一个，楼下餐馆油烟呛人")
        #expect(match.main.intent == .queryStatus)
        #expect(match.also.map(\.intent) == [.complain])
    }

    @Test func praiseInMockeryIsAFault() throws {
        let main = try Fixture.understand("你们可真行啊，3栋的道闸又抬不起来了").main
        #expect(main.intent == .reportRepair && main.category == "parking.gate")
    }

    @Test(arguments: ["举报楼上拎电瓶回家充，别说是我讲的", "投诉管家态度差，不用匿名"])
    func whoMayKnowIsBesideTheMatter(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .reportHazard || main.intent == .complain)
        #expect(main.slots[.anonymous] == .flag(!text.contains("不用")))
    }

    @Test(arguments: ["投诉门岗骂人，别让他知道是我", "我要投诉管家收了钱不办事，别让她晓得是谁说的"])
    func whoComplainsOfStaffNamelesslyComplains(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .complain && main.slots[.anonymous] == .flag(true))
    }

    @Test(arguments: [
        "7栋1102天天半夜剁肉，千万莫说是我讲的", "有人往楼下扔酒瓶 莫说我名字", "楼上漏水漏到我家，去跟他讲的时候别说是我报的",
    ])
    func whoIsNotToBeNamedAsksForNothingBeside(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(RequestComposer.reports.contains(match.main.intent) && match.also.isEmpty)
        #expect(match.main.slots[.anonymous] == .flag(true))
    }

    /// Announced, or about what was reported before: a matter of its own.
    @Test func anEarlierReportIsMadeAnonymousBesideAnother() throws {
        let match = try Fixture.understand("走廊灯不亮，上次我投诉楼上的那张单把我名字隐掉")
        #expect(match.main.intent == .reportRepair && match.also.map(\.intent) == [.privacyRequest])
    }

    @Test(arguments: [("3栋的梯停了，6栋的也停了", "3", "6"), ("5栋的路灯不亮，9栋的也不亮", "5", "9")])
    func theSameAtTwoPlacesIsTwo(text: String, first: String, second: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.also.map(\.category) == [match.main.category])
        #expect(match.main.slots[.building] == .text(first))
        #expect(match.also.first?.slots[.building] == .text(second))
    }

    /// 报修 names nothing, so nothing is guessed.
    @Test(arguments: ["报修", "我要报修"])
    func whatNamesNothingHasNoCategory(text: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.intent == .reportRepair && main.category == nil && main.urgency == .p2)
    }

    @Test func anHourAloneIsAnAnswer() throws {
        let match = try Fixture.understand("十点")
        #expect(match.act == .provideSlot && match.main.slots[.time] == .text("10:00"))
    }

    @Test func whatTheEstateHasOnRecordIsCorrected() throws {
        let main = try Fixture.understand("把我的电话改成13911112222").main
        #expect(main.intent == .privacyRequest && main.slots[.phone] == .text("13911112222"))
    }
}
