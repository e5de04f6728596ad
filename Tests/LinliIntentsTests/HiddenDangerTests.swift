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

    /// What was is thanked for, and another danger told behind the thanks.
    @Test(arguments: [
        "幸亏昨天你们来得快，谢谢，二楼有人跳", "上次困电梯多亏你们，感谢，今天我又困在里面了", "谢谢你们昨天来，我妈今天叫不应了",
        "多亏消防早上赶到，感谢，烟又起来了", "表扬完了说正事，楼下电线断了垂到滑梯", "上周的事多谢，今天车库又漫水，漫到电瓶车了",
    ])
    func anotherDangerBehindThanks(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0)
    }

    @Test(arguments: [
        "多亏小李反应快，小孩没掉下去，谢谢他", "表扬值班的同志，煤气泄漏那天反应快", "谢谢电工，插座不冒火花了", "谢谢你们抽水，地库干了", "锦旗做好了，感谢救我孩子的师傅",
        "辛苦了，火灾那户已经安顿好了，谢谢", "多谢多谢，困在里面的人都出来了",
    ])
    func thanksForWhatWas(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) != .p0)
    }

    /// Who put up bills is shut in like anybody; a thing that is shut in is none.
    @Test(arguments: [
        ("电梯里贴广告的被锁在里面", true), ("贴广告的小伙子被关在3号梯了", true), ("送桶装水的小哥被锁在楼顶", true),
        ("我被锁在消防楼梯间，两头都打不开", true), ("抄表的被锁在水表间", true), ("快递被锁在里面拿不到", false), ("单车被锁在车棚", false),
        ("电梯正在检修，师傅在里面", false), ("电梯里有人拖着大箱子", false), ("电梯保养要多久，师傅在里面", false),
        ("衣服被锁在更衣室", false), ("我家猫被关在楼道里", false),
    ])
    func whoIsShutIn(text: String, isDanger: Bool) throws {
        #expect((ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0) == isDanger)
    }

    /// Who cannot get out of what fell on him or closed on him is held like one in a lift.
    @Test(arguments: [
        "雨棚塌了压着两个人", "我爸的手夹在道闸里拿不出来", "囡仔的头卡在护栏中间了快来", "工人被压在水泥板下面动不了", "电梯门夹着阿婆的腿抽不出来",
    ])
    func whoIsHeld(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(ParsedMessage.urgency(of: match) == .p0 && match.main.slots[.trapped] == .flag(true))
    }

    /// 跳 is a leap, a rope, a dance or a fuse.
    @Test(arguments: [
        ("二楼有人跳", true), ("快，有人跳河", true), ("楼顶有人要跳，快来", true), ("她说她要从这里跳", true), ("楼上有人跳绳", false),
        ("二楼有人跳舞太吵", false),
        ("有人跳闸了吗，我家没电", false), ("有人跳进草坪摘果子", false), ("广场有人跳到十点半", false),
    ])
    func whoJumps(text: String, isDanger: Bool) throws {
        #expect((ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0) == isDanger)
    }

    /// Who fell and cannot get up goes on being in danger (`domain.md` 2.2.1); who got up is at most hurt.
    @Test(arguments: [
        ("独居的阿公跌了一跤说腰动不了", true), ("楼下老太太摔了没人扶", true), ("孕妇摔了一跤肚子疼", true), ("她从楼梯滚下去了", true),
        ("我八十三，跌倒了，起不来", true), ("厝边的阿伯倒佇土跤", true), ("摔了一跤现在好多了", false), ("奶奶去年摔过，想装扶手", false),
        ("老人摔倒怎么扶，有没有讲座", false),
    ])
    func whoFell(text: String, isDanger: Bool) throws {
        #expect((ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0) == isDanger)
    }

    /// A door that stays shut, and what says since when.
    @Test(arguments: [
        ("隔壁老太太门敲不开，灯亮了两天", true), ("楼上奶奶三天没下楼拿牛奶了", true), ("独居的林伯昨天到现在没开过门", true), ("老人三天没收到餐", false),
        ("邻居出差，三天没人，水管漏到我家", false),
    ])
    func behindAShutDoor(text: String, isDanger: Bool) throws {
        #expect((ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0) == isDanger)
    }

    /// Played, likened, feared for some day, or told of another place.
    @Test(arguments: [
        "我女儿在话剧社演被困电梯那段", "泔水桶比煤气还冲", "我像被关在电梯里，上不去下不来", "装个对讲吧，免得哪天困了没人理", "灯不亮，不冒烟不打火，就是不亮",
        "之前漏电那根灯杆早断电了，几时换新的", "天热得人都要自燃了", "他有个女儿在外地", "谢谢师傅，昨晚没让火烧起来", "我家狗放个屁跟煤气泄漏有一拼",
    ])
    func onlySoundsSo(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) != .p0)
    }

    /// And the same words of what is.
    @Test(arguments: [
        "味道就像煤气，越来越重", "电梯困了两个人没人理", "灯不亮，插座在冒烟", "下班之前楼道冒烟，现在更大了", "我妈突然说话不清楚，嘴歪了",
        "对门砰一声，后来再没动静，那老太太一个人住", "灭火器喷完了，火没压住", "屋里全是煤气，人叫不醒",
        "女儿在外地，她妈倒在家里了", "谢谢你昨晚帮我，今早我又喘不上来了", "检修的把我锁里面了，一片黑", "员工被困在冷库", "她割了腕，我是她室友",
        "快递堆三天没取，那户住着个独居的残疾人，按铃没人",
    ])
    func whatIsSo(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0)
    }
}
