import LinliModel
import Testing

@testable import LinliIntents

/// Words that say a danger is over, somebody's work or a thing's, beside a danger that is real: no list may
/// hide it (`domain.md` part 3: a missed P0 is the worst error).
@Suite struct HiddenDangerTests {
    /// Thanks for quick help stand before what happens now.
    @Test(arguments: [
        "多亏师傅来得快，谢谢，厨房插座又冒火花", "幸亏保安赶到，谢谢，我爷爷叫不醒", "多亏你们扑灭了，谢谢，楼下着火了", "幸好救下来了，感谢，他流血不止",
        "谢谢邻居，好在及时，我老婆关在电梯里出不来", "多亏保安反应快，谢谢，煤气还在漏",
    ])
    func behindThanks(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0)
    }

    /// And where they speak of what was before them, nothing rings.
    @Test(arguments: ["楼下失火，亏得保安来得快，谢谢你们", "昨天电梯困人多亏师傅赶到，感谢，辛苦大家"])
    func thanksForWhatIsOver(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) != .p0)
    }

    /// Somebody works in a lift, and something befalls him.
    @Test(arguments: [
        "电梯里打扫的阿姨晕倒了", "电梯里拖地的被锁在里面出不来", "电梯里抽烟把纸箱点着了", "轿厢里检修的师傅触电了", "电梯里搬家的柜子压住小孩",
    ])
    func workInALift(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0)
    }

    /// What fell hit a car and nobody is told of; with somebody it is a danger.
    @Test(arguments: [
        ("大树倒了压在一辆车上", false), ("大树倒了压在车上，车里有人", true), ("卷闸门卡死，车子在里面出不来", false),
        ("卷闸门卡死，车出不来，孩子在车里喘不过气", true), ("安全门锁着，着火往哪跑", false), ("楼道全是烟，着火了往哪跑", true),
        ("草坪灯进水不亮了", false), ("草坪灯进水了，踩过去脚发麻", true), ("救火车开不进来，车道停满了", false),
        ("救火车怎么还没到，三楼在烧", true), ("楼梯缺一块，等我摔死你们才修吗", false),
        ("井盖报了半天还空着", true), ("外墙砖砸在车顶上，下面都是放学的学生", true), ("树压在车上，我女儿坐在里头", true),
    ])
    func thingsAndPeople(text: String, isDanger: Bool) throws {
        #expect((ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0) == isDanger)
    }

    /// Beside a leak somebody groans: who comes has to see to him.
    @Test(arguments: ["卫生间漏水，我爸摔倒了在呻吟", "水管漏水，老伴倒在地上叫不醒"])
    func aPersonBesideAFault(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.urgency == .p0 && match.main.category == "security.person")
    }
}
