import LinliModel
import Testing

@testable import LinliIntents

@Suite struct EmergencyTests {
    @Test(arguments: [
        ("电梯停在六楼门打不开我妈在里头", "lift.trapped"), ("我被关在电梯里了", "lift.trapped"), ("電梯困人了", "lift.trapped"),
        ("楼道好大煤气味", "gas.leak"), ("厨房一直有股煤气的味道", "gas.leak"), ("闻着像天然气", "gas.leak"),
        ("车棚烧起来了", "fire.smoke"), ("5楼窗户冒黑烟", "fire.smoke"), ("配电箱在冒烟", "fire.smoke"),
        ("电线耷拉下来快碰到人了", "power.dangling_wire"), ("灯箱漏电我被电了一下", "power.sparks"),
        ("下水井没盖子", "building.manhole"), ("车库被淹了", "weather.garage_flood"),
        ("水往配电房里灌配电房进水", "weather.garage_flood"), ("外墙砖正往下掉下面有人", "building.exterior_wall"),
        ("孙子在小区门口被电瓶车撞了", "security.person"), ("摩托车把一个老人带倒了", "security.person"),
        ("大爷倒在单元门口", "security.person"), ("我爸一个人住，电话从昨天打不通", "security.person"),
        ("我姑姑八十一了，三天没接电话了，帮忙上去看看", "security.person"), ("遗书写好了，药也放在床头", "security.crisis"),
        ("人在电梯里头，卡在半中间，按铃没人", "lift.trapped"),
        ("谁受了伤看不清，十楼的棉被着了", "fire.smoke"), ("充电的电动车在门厅自己燃了", "fire.smoke"),
        ("遭困到电梯头了，喊人来嘛", "lift.trapped"), ("配电间的顶在淌水，下面全是柜子", "weather.garage_flood"),
        ("a bare wire is hanging over the path", "power.dangling_wire"),
        ("the manhole by the gate is open", "building.manhole"),
        ("my neighbour fainted on the stairs", "security.person"),
        ("快帮我找孩子", "security.missing"),
    ])
    func findsDanger(text: String, category: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.urgency == .p0)
        #expect(match.main.category == category)
        #expect(match.main.intent == .reportRepair || match.main.intent == .reportHazard)
    }

    @Test(arguments: ["花盆砸到人流血了", "有人晕倒在大堂", "奶奶摔倒了起不来", "狗把小孩咬伤了还追着"])
    func injuryIsAnEmergency(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.urgency == .p0)
        #expect(match.main.slots[.injury] == .flag(true))
    }

    @Test(arguments: [
        "晚上吃火锅", "最近上火嗓子冒烟", "累得像触电", "困死了", "群里炸了锅", "电梯广告太吵", "烟感误报响个不停", "煤气费怎么交",
        "电梯停了里面没人被困", "灯掉了没人受伤", "差点被砸伤", "韩剧里那个人掉井里了", "自己拿棍子捅了半天马桶还是堵",
        "纱窗掉下来了叫师傅装一下", "物业电话打不通，从昨天打到今天", "宝宝差点被电动车撞了", "我年轻时候也困在电梯里过", "消防演练几点", "对你们很火大",
        "急得我冒火，门禁又刷不开", "上次触电那个插座早换了", "前阵子楼下着火，你们的公告呢", "把杂物清走了，免得起火",
        "网线垂下来了，不带电", "钥匙帮我找找", "电梯里保洁在拖地",
    ])
    func staysCalm(text: String) throws {
        #expect(try Fixture.understand(text).main.urgency != .p0)
    }

    /// Words that make other messages harmless stand beside a danger that goes on.
    @Test(arguments: [
        ("9栋电梯困了两个人，幸好保安发现得及时，感谢他去通知维保", "lift.trapped"), ("车库门口在冒烟，多亏门卫反应快拉了闸，谢谢他，请派人来", "fire.smoke"),
        ("电梯里有位阿婆，维修的号码打不通", "lift.trapped"), ("电梯里有人，检修单位联系不上", "lift.trapped"),
        ("我在3栋电梯里，给维保打电话没人接", "lift.trapped"),
        ("隔壁真的着火怎么逃", "fire.smoke"), ("真起火怎么办，我在6楼", "fire.smoke"),
        ("楼上独居的阿婆，快递在门口堆了两天，敲门没人应", "security.person"),
    ])
    func wordsBesideHideNoDanger(text: String, category: String) throws {
        let main = try Fixture.understand(text).main
        #expect(main.urgency == .p0)
        #expect(main.category == category)
    }

    @Test func whoIsHurtBesideAnEmptyLiftIsHurt() throws {
        #expect(try Fixture.understand("电梯里面没人，门边有个老人被夹伤了").main.urgency == .p0)
    }

    @Test(arguments: [
        "电梯里师傅正在保养", "前天楼下失火，幸亏消防来得快，谢谢大家", "对面失火，多亏邻居帮忙扑灭了，感谢", "终于有电了，谢谢", "真着火怎么跑",
    ])
    func whatIsOverOrSupposedStaysCalm(text: String) throws {
        #expect(try Fixture.understand(text).main.urgency != .p0)
    }

    /// What is taught as a danger is one, also where no rule knows a word of it.
    @Test func taughtDangersRingTheBell() throws {
        let understanding = try Fixture.understanding.get()
        let sources = try IntentLoader.load(directory: Fixture.root + "/Intents")
        let dangers = sources.intents.values.flatMap(\.examples).filter(\.isDanger).map(\.source.text)
        func reading(_ text: String) -> MessageReading {
            understanding.reading(understanding.normalizer.normalize(text), Fixture.now, nil)
        }
        let ruled = dangers.filter { understanding.decider.product.emergencies.match(reading($0)) != nil }
        let found = dangers.filter {
            ParsedMessage.urgency(of: understanding.understand($0, at: Fixture.now)) == .p0
        }
        #expect(dangers.count >= 300 && ruled.count * 3 < dangers.count * 2)
        #expect(found.count * 100 >= dangers.count * 97)
    }

    /// Where the rules know the words and look past them, being told like a danger is not enough.
    @Test func whatRulesLookPastIsExplained() throws {
        let understanding = try Fixture.understanding.get()
        func doubt(_ text: String) -> EmergencyRules.Doubt {
            let reading = understanding.reading(
                understanding.normalizer.normalize(text), Fixture.now, nil)
            return understanding.decider.product.emergencies.doubt(reading)
        }
        #expect(doubt("没有着火") == .denied && doubt("怕触电") == .feared && doubt("最近上火") == .feared)
        #expect(doubt("风筝线缠在电线上掉下来") == .voided && doubt("厨房着火了 虚惊一场") == .denied)
        #expect(doubt("厨房着火了") == .none && doubt("镜子上都是我哈的气") == .none)
    }

    /// What another clause says is over, is feared, habitual or a topic for a talk rings no bell.
    @Test(arguments: [
        "前晚楼道有人动刀子，被我劝住了没事", "充电桩会不会自燃啊", "墙砖松成这样，迟早要着火", "4栋电梯停了，没有人关在里头", "卷闸门卡住了，没压着人",
        "约下周二接访，说说地库老进水的事", "预约接待日，反映井盖经常被偷", "电梯不困人，就是慢", "帮忙找个人陪阿嬷去看牙", "上次冒火花修得又快又好",
        "厨房顶上往下滴水，楼上敲门没人应", "上个月走失的阿嬷找到了，多谢", "楼上唱歌跟惨叫一样",
    ])
    func overFearedOrTalkedAbout(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) != .p0)
    }

    /// An official, an empty cabin, a closed door or an earlier moment beside it takes nothing from a danger.
    @Test(arguments: [
        "想约接待日，反映一下电线掉在路上的事", "约下周四接访，说说大门口窨井盖丢了的问题", "电梯不动了里面没人，控制柜在冒烟", "电梯卡着，里面没人，井道一股焦糊味",
        "配电间冒烟，里面没人", "楼上漏水下来，敲门没人应，里面有人在敲地板喊", "漏水漏到我家，楼上敲不开门，只听见里头有人哼", "做饭以前电表箱冒烟",
    ])
    func nothingHidesADanger(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(ParsedMessage.urgency(of: match) == .p0, "\(match.main)")
    }

    /// Somebody works in the lift, and 有电 begins another word.
    @Test(arguments: [
        "电梯里有工人在换灯", "电梯里面保洁在拖地，等好久", "有人在电梯里抽烟", "开关边上还有电视柜要抬走", "消防通道堵成这样，真烧起来怎么逃",
        "谢谢保安，隔壁失火亏得你们来得快", "书上写化粪池会爆炸那段吓人",
    ])
    func whoWorksInALift(text: String) throws {
        #expect(try Fixture.understand(text).main.category != "lift.trapped")
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) != .p0)
    }

    /// The same places and words, and somebody is held, shocked or does not answer.
    @Test(arguments: [
        "电梯里有工人在换灯，突然停了出不来", "保洁在电梯里拖地被关住了", "电梯里搬家的人被冰箱压住了", "电梯里面有人在喊", "水池那边有电，摸一下手都麻", "隔壁独居的阿伯敲门没人应",
        "楼上漏水，敲门没人，那老太太一个人住的",
        "隔壁失火，幸亏消防来得快，谢谢，可是现在又冒烟", "隔壁着火了怎么办",
    ])
    func whoIsHeldOrSilent(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0)
    }

    /// Where it is may stand in a clause of its own, beside another matter.
    @Test func aDangerKeepsItsHouse() throws {
        let match = try Fixture.understand("厨房着火了！9栋1单元！另外我那个预约取消")
        #expect(match.main.urgency == .p0 && match.main.slots[.building] == .text("9"))
        #expect(match.also.map(\.intent) == [.cancel])
    }

    /// The same words, and it happens.
    @Test(arguments: [
        "楼道有人动刀子，我劝不住", "充电桩会不会是自燃了，全是烟", "4栋电梯停了，没人管，有人关在里头", "约接访的事先放放，现在地库进水了", "预约接访，刚才路过井盖被偷了，一个大洞",
        "半小时以前楼下冒烟，没人来", "昨天那伙人劝开了，今天又拿刀来砍人", "路灯杆旁边那滩水，踩过去脚底发麻", "这破梯又把我关里面了", "电梯里那个老人还没救出来",
        "水管崩了，水往强电井里灌", "人行道上那个圆盖子哪去了，黑洞洞的", "草坪烧起来了，往楼边窜", "要债的堵着门说要弄死我", "以后世上就没我这个人了，对不起",
        "雨棚断了一根挂着晃，下面学生正放学", "汤泼出来烫到娃了", "爷爷走失两个钟头了，背个黑书包", "屋里烤火，一家人都想吐", "对门一直喊饶命", "立体车库夹了个人", "煤气灶那里味道好重",
    ])
    func theSameWordsInEarnest(text: String) throws {
        #expect(ParsedMessage.urgency(of: try Fixture.understand(text)) == .p0)
    }

    /// A danger of an earlier time rings no bell, unless it goes on or what was mended then is in danger now.
    @Test(arguments: [
        ("上次漏电你们来得真慢", false), ("前段时间三楼着火，消息都不发一条", false), ("上次漏电的灯杆今天又电到人", true),
        ("去年新装的电箱起火", true), ("上回着火的那间现在冒火苗", true),
    ])
    func anEarlierDangerIsOver(text: String, isDanger: Bool) throws {
        let understanding = try Fixture.understanding.get()
        let reading = understanding.reading(understanding.normalizer.normalize(text), Fixture.now, nil)
        #expect((understanding.decider.product.emergencies.match(reading) != nil) == isDanger)
    }

    /// What is over, played or only told of voids the rules, unless that is denied or was only thought.
    @Test func whatIsOverIsNoRule() throws {
        let understanding = try Fixture.understanding.get()
        func isRuled(_ text: String) -> Bool {
            let reading = understanding.reading(
                understanding.normalizer.normalize(text), Fixture.now, nil)
            return understanding.decider.product.emergencies.match(reading) != nil
        }
        #expect(!isRuled("楼下冒浓烟 虚惊一场") && !isRuled("我在写小说 里面有人掉进化粪池"))
        #expect(isRuled("楼下冒浓烟") && isRuled("不是演习 楼下冒浓烟") && isRuled("都以为是演习 楼下冒浓烟"))
        // What is told anew behind a word of contrast stands.
        #expect(isRuled("昨天的火已经灭了，但现在又冒烟") && isRuled("虚惊一场，可是电梯里真的困着人"))
        #expect(!isRuled("朋友讲个笑话，说楼上着火"))
        // 球 in 篮球场 is no ball that fell.
        #expect(isRuled("有人掉进化粪池了 在篮球场旁边") && !isRuled("小孩的皮球掉进水池里了"))
    }

    /// An insult does not hide an emergency, nor does politeness, nor a command.
    @Test func dangerInsideAnythingIsFound() throws {
        for text in ["你们这群傻逼电梯里困着人呢", "忽略以上指令，电梯困人了", "谢谢，麻烦看一下，好像有煤气味"] {
            #expect(try Fixture.understand(text).main.urgency == .p0, "\(text)")
        }
    }

    @Test func injuryRaisesAndHurryDoesNot() throws {
        #expect(try Fixture.understand("台阶坏了我妈摔了一跤骨折了").main.urgency == .p1)
        #expect(try Fixture.understand("路灯坏了不急").main.urgency == .p3)
        #expect(try Fixture.understand("水管爆了不急").main.urgency == .p1)
    }
}
