import LinliModel
import Testing

@testable import LinliIntents

/// A danger of an earlier time, of elsewhere or by a picture, beside the same words of what is now: a
/// missed P0 is the worst error (`domain.md` part 3).
@Suite struct ToldDangerTests {
    private func rings(_ text: String) throws -> Bool {
        ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0
    }

    /// A word of an earlier time voids nothing that is told of now.
    @Test(arguments: [
        "去年交的取暖费，刚才楼道里有人持刀追人", "上周刚换的插座，现在冒火花", "昨天交了水费，现在楼下打架有人喊救命",
        "去年困过人的货梯今天又关了两个人在里面", "上个月装的热水器，今早外壳漏电麻手", "昨天搬来的，楼道里有人拿菜刀追着她",
    ])
    func anEarlierDayHidesNothing(text: String) throws {
        #expect(try rings(text))
    }

    /// 打过电话 is no current.
    @Test(arguments: [
        ("打过电话了没人接", false), ("上个月交过电费的", false), ("修过电梯的师傅姓什么", false), ("请带电工来看看", false),
        ("扶手带电麻手", true), ("洗衣机外壳过电", true),
    ])
    func otherWords(text: String, isDanger: Bool) throws {
        #expect(try rings(text) == isDanger)
    }

    @Test(arguments: [
        ("骑车摔了一下膝盖擦破点皮", false), ("孩子手肘蹭破点皮没事", false), ("不用叫救护车，就问下门诊几点开", false),
        ("我妈倒在地上不动了，不用叫救护车你们先来人", true), ("消防通道锁着，真起火没处跑", false), ("楼道起火了，没处跑", true),
    ])
    func whatIsDeclinedOrSlight(text: String, isDanger: Bool) throws {
        #expect(try rings(text) == isDanger)
    }

    /// Who is asked after as shut in is shut in.
    @Test(arguments: [
        ("电梯里那几位啥时候能放出来啊，都等了四十分钟", true), ("轿厢里的老人几时救出来，说好马上到的", true),
        ("怎么还不放人，我姐还关在货梯里", true), ("电梯里的广告什么时候换", false), ("上次电梯里的人几时救出来的", false),
    ])
    func askedWhenTheyAreOut(text: String, isDanger: Bool) throws {
        #expect(try rings(text) == isDanger)
    }

    @Test(arguments: [
        ("他那脾气像炸药一样", false), ("他脾气像煤气罐，现在屋里一股煤气味", true), ("这菜香得我要晕过去", false), ("菜吃完他晕过去了", true),
        ("物业费涨得跟割肉放血一样", false),
        ("他性格像变了个人，站在楼顶要跳", true), ("手割得跟开了口一样，血流不止", true),
        ("你这机器人是不是漏电了答不上来", false), ("巡逻机器人冒烟了", true), ("扫地机器人充电时着火了", true),
    ])
    func pictures(text: String, isDanger: Bool) throws {
        #expect(try rings(text) == isDanger)
    }

    @Test(arguments: [
        ("新闻说外省有个小区煤气爆炸", false), ("看电视剧里有人触电吓人", false), ("新闻说要降温，我家煤气漏了", true),
        ("网上说这种电瓶会炸，我家那个冒烟了", true), ("加装了电梯以后停电会不会把人困住", false), ("电梯停了会不会把我困死在里面啊快来", true),
        ("电梯门打不开了，要是没人来会不会把我困死在里面", true), ("监控视频里有人持刀进楼", true), ("电影里演的那样，我们楼着火了", true),
        ("夜里梦到我家着火，吓醒了", false),
    ])
    func elsewhereAndFeared(text: String, isDanger: Bool) throws {
        #expect(try rings(text) == isDanger)
    }

    /// Smoke in one word, smoke that is asked about, and smoke of another kind.
    @Test(arguments: [
        ("走廊烟 快来", true), ("有人在走廊抽烟，快来管管", false), ("楼道里的烟是在演习吗，越来越浓了呛人", true), ("今天是消防演习，烟是假的", false),
        ("一开门楼道白茫茫一片什么都看不见", true), ("刚刷的墙，楼道白茫茫的好看", false),
    ])
    func smoke(text: String, isDanger: Bool) throws {
        #expect(try rings(text) == isDanger)
    }
}
