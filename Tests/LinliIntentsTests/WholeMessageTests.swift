import LinliModel
import Testing

@testable import LinliIntents

/// Where the whole message is surer than one of its clauses, it decides; where it is not, the clause does.
@Suite struct WholeMessageTests {
    /// A doubtful clause before what the whole message surely asks for is why, not what.
    @Test(arguments: [
        ("我外婆走不动，听说可以上门接访，帮她约一个，要讲加装电梯的事", Intent.receptionBook),
        ("我退休前是护士，最怕脏，三栋门口的垃圾桶满得溢出来没人收，你们怎么管的", .complain),
        ("前天电梯停了，我帮楼上几个老人提菜提了一下午，邻居说可以来报分", .pointsClaim),
    ])
    func aDoubtfulLeadIsNoRequest(text: String, intent: Intent) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == intent && match.also.isEmpty)
    }

    /// Two sure clauses stay two, without a word between them.
    @Test(arguments: [
        ("墙砖掉下来两块 接访给我排周五下午", Intent.receptionBook), ("查一下我的积分，够的话换一瓶洗衣液", .redeem),
    ])
    func twoSureRequestsStayTwo(text: String, second: Intent) throws {
        #expect(try Fixture.understand(text).also.map(\.intent).contains(second))
    }

    /// A bare wish to complain or to have it mended makes nothing the estate's that surely is not.
    @Test(arguments: ["韵达的包裹压坏了，帮我投诉", "联通的网断了，帮我报修"])
    func aBareWishDoesNotDecide(text: String) throws {
        #expect(try Fixture.understand(text).main.intent == .outOfScope)
    }

    @Test(arguments: [("走廊的灯一闪一闪的，帮我报修", Intent.reportRepair), ("楼上半夜打麻将，我要投诉", .complain)])
    func aWishForTheEstateDecides(text: String, intent: Intent) throws {
        #expect(try Fixture.understand(text).main.intent == intent)
    }

    /// Who asks that nobody hears of what he reported reports nothing; who reports it so does.
    @Test(arguments: [
        ("我举报的事不要让他们知道，匿名", Intent.privacyRequest), ("我怕楼上报复，单子上别写我家门牌", .privacyRequest),
        ("匿名举报7栋1201群租", .reportHazard),
    ])
    func whoIsNotToBeNamed(text: String, intent: Intent) throws {
        #expect(try Fixture.understand(text).main.intent == intent)
    }

    /// What the estate has on record is to be corrected; what was just said is too, and asks for nothing.
    @Test(arguments: [
        ("车位登记错了，我是5栋不是6栋", Intent.privacyRequest), ("电话登记错了，应该是13900001111", .privacyRequest),
        ("说错了，是502", .outOfScope),
    ])
    func aRecordIsCorrected(text: String, intent: Intent) throws {
        #expect(try Fixture.understand(text).main.intent == intent)
    }
}
