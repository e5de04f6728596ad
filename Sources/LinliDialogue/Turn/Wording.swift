import LinliModel

/// What residents say without a form that a reader could find: the home, a place, a side of the house, the
/// wish to stay unnamed, haste and its contrary.
extension String {
    private static let questions = [
        "吗", "么", "?", "？", "怎么", "咋", "啥", "什么", "几点", "几号", "几个", "几分", "谁", "哪", "多少", "多久", "呢", "能不能",
        "可不可以", "要不要", "是不是", "有没有", "为何",
    ]
    /// Wants an answer.
    var asksSomething: Bool { mentionsAny(Self.questions) }

    private static let home = ["我家", "在家", "我屋", "家里", "屋里", "屋头", "我房间", "我住的"]
    private static let relatives = [
        "我爸", "我妈", "爷爷", "奶奶", "外公", "外婆", "我老公", "我老婆", "老伴", "我儿子", "我女儿", "宝宝", "阿公", "阿嬷", "我孩子",
    ]
    private static let notHome = [
        "楼下", "楼上", "对面", "隔壁", "对门", "附近", "旁边", "门口", "后面", "前面", "外面", "这栋", "那栋", "这边", "车", "电梯",
        "路上", "院子", "小区", "广场", "池", "公园",
    ]

    /// Speaks of the flat he lives in, and of nothing near it.
    var isAtHome: Bool { mentionsAny(Self.home) && !mentionsAny(Self.notHome) }

    /// The same in an emergency, where 老伴喘不上气 says enough; 我妈在菜市场晕倒了 says another place.
    var isOfHisHome: Bool {
        isAtHome || (mentionsAny(Self.relatives) && !mentionsAny(Self.notHome) && !mentions("在"))
    }

    private static let sides = ["楼上", "楼下", "隔壁", "对门"]
    private static let neighbours = ["邻居", "那家", "那户", "我", "家", "吵", "拖", "跳", "漏", "滴", "闹", "响", "打", "敲"]

    /// 楼上天天拖椅子: which side of his flat the nuisance comes from; nil where none is named, or several.
    var sideOfHome: String? {
        let named = Self.sides.filter { mentions($0) }
        guard named.count == 1, mentionsAny(Self.neighbours), !mentions("路灯"), !mentions("电梯") else {
            return nil
        }
        return named[0]
    }

    // A landmark has no form of its own (滑梯那边, 老榕树下), so what is no place has to be told by what places
    // never say.
    private static let placeWords = [
        "楼", "栋", "幢", "座", "单元", "门", "口", "路", "旁", "底下", "下面", "上面", "前面", "后面", "后头", "前头", "里面", "里头",
        "外面", "中间", "中庭", "东", "西边", "西侧", "西面", "西头", "南", "北", "角", "亭", "池", "库", "场", "园", "走道", "通道",
        "廊",
        "房", "室", "厅", "天台", "阳台", "露台", "区", "树", "坡", "桥", "墙", "栏", "对面", "附近", "隔壁", "家", "井", "棚", "岗",
        "院", "站",
        "店", "柜", "桩", "滑梯", "篮球", "架", "路灯", "层", "电梯", "gate", "block", "building", "floor", "lobby",
        "garage",
    ]
    private static let placeEnds = ["里", "上", "下", "边", "处", "头", "那", "那儿", "这儿", "那块", "这块"]
    private static let neverPlaces = [
        "吗", "怎么", "什么", "几点", "多久", "多少", "谁", "为什么", "为啥", "凭什么", "快点", "催", "改成", "登记", "电话", "害怕", "我怕",
        "谢谢", "没事", "不用", "出来了", "取消", "排队", "你们", "投诉", "有没有", "能不能", "可不可以", "上午", "下午", "晚上", "中午", "早上",
        "周一", "周二", "周三", "周四", "周五", "周六", "周日", "明天", "后天", "今天", "昨天", "礼拜", "星期", "没意思", "想死", "合法", "太贵",
        "孕", "心脏", "岁", "不知道", "不清楚", "不记得", "我要", "我想", "找我", "没人", "起诉", "打架", "吵架", "走下来", "走上来", "算了",
    ]
    private static let pointing = [
        "就那边", "那边", "这边", "那里", "这里", "那儿", "这儿", "就那里", "就这里", "老地方", "随便", "就那个", "我楼上", "我楼下", "我隔壁",
    ]
    private static let nowhere = [
        "没有哪", "没有地方", "没有具体", "没有位置", "哪都", "哪儿都", "到处", "整个小区", "全小区", "说不清在哪", "不知道在哪", "不清楚在哪", "不在小区",
        "没有哪一处",
    ]

    /// Words that a person who goes there can use.
    var namesPlace: Bool {
        guard mayBePlace else { return false }
        return mentionsAny(Self.placeWords) || Self.placeEnds.contains { hasSuffix($0) }
    }

    /// 花坛边上 does, 电梯里抽烟 does not.
    var endsAsPlace: Bool { (Self.placeWords + Self.placeEnds).contains { hasSuffix($0) } }

    /// Nothing in it says that it is something else: taken where the question was asked twice.
    var mayBePlace: Bool {
        let digits = filter { $0.isNumber && $0.isASCII }
        let isNumber = allSatisfy { $0.isNumber || $0.isWhitespace }
        return digits.count < Limits.bindCodeDigits && !isNumber && !mentionsAny(Self.neverPlaces)
            && !Self.pointing.contains(self)
    }

    /// 没有哪一处，就是贵: there is no place to tell.
    var saysNowhere: Bool { mentionsAny(Self.nowhere) }

    private static let noNames = [
        "匿名", "别说是我", "不要说是我", "别透露", "不要透露", "知道是我", "不要公开我", "别公开我", "不公开我", "不想公开", "别挂我名", "替我保密",
        "不要暴露",
        "别暴露", "别告诉他是我", "别告诉他们是我",
        "别让他知道", "别让她知道", "别让他们知道", "别让她们知道", "别让他家知道", "不要让他知道", "不要让她知道", "不要让他们知道", "不想让他知道", "不想让她知道",
        "不想让他们知道", "别让人家知道", "别给他知道",
        "不用留我名", "不留我名", "不用写我名", "不用留名", "不要留名", "不留名", "别登记我名",
        "别写我名", "别写我的名", "不要写我名", "不要写我的名", "别留我名", "不要留我名", "别提我", "不要提我", "别说出我", "不要说出我",
    ]
    private static let barely = ["别说我", "不要说我", "别讲我"]

    /// 千万别说我: a wish where it ends there; 别说我没提醒你 is none.
    private var endsInWish: Bool {
        mentionsAny(Self.barely)
            && wordRuns.contains { clause in
                Self.barely.contains { clause.hasSuffix($0) }
            }
    }

    private static let accusing = [
        "举报", "投诉", "反映", "贪", "回扣", "挪用", "受贿", "乱收", "偷偷", "好处费", "吃拿", "占用", "私分", "收了", "违规", "吃饭",
    ]
    /// Says what somebody has done, and not only that he wants to stay unnamed.
    var isAccusation: Bool { mentionsAny(Self.accusing) && count > Limits.bareAnonymityCharacters }

    private static let machines = ["是机器人", "是真人", "是不是人", "是人吗", "人工智能", "是AI", "是程序", "人还是机", "机器还是"]
    /// 你是机器人吗, 你是真人吗: a question with an answer.
    var asksWhetherMachine: Bool { mentionsAny(Self.machines) && count <= Limits.answerCharacters }

    private static let lukewarm = ["还行", "一般般", "马马虎虎", "凑合", "还可以吧", "将就", "还凑合"]
    /// Neither good nor bad.
    var isLukewarm: Bool { mentionsAny(Self.lukewarm) && count <= Limits.answerCharacters }

    private static let calm = ["不急", "不着急", "别急", "慢慢来", "不用急", "不用着急", "不赶"]
    private static let pressing = ["怎么", "催", "快点", "不急吗", "急死", "还没", "多久", "能不急"]
    var isUnhurried: Bool { mentionsAny(Self.calm) && !mentionsAny(Self.pressing) }

    /// Whoever hears of it must not hear from whom.
    var wantsNoName: Bool {
        besideList.mentionsAny(Self.noNames) || besideList.endsInWish || besideList.asksToHideSpeaker
    }

    private static let asksToHideSpeakerPattern = Pattern(
        /(别|不要|不准|不能|千万|莫)[^，。！？；,.!?;\s]{0,8}说是我/, needs: ["说是我"])

    /// 别跟他们讲说是我; 师傅说是我家的管子 hides nobody.
    private var asksToHideSpeaker: Bool { contains(Self.asksToHideSpeakerPattern) }

    private static let lists = ["积分榜", "排行榜", "光荣榜", "红榜", "榜上", "上榜", "榜单", "积分排名", "积分公示"]
    private static let hiding = [
        "别写我", "不要写我", "不写我", "别有我", "匿名", "不想上", "不要上", "别上", "不上榜", "别让我上", "别把我", "不要把我", "别公开", "不要公开",
        "不公开", "隐藏", "别显示", "不显示", "不要显示", "别出现", "不要出现", "去掉我", "别放我", "不要放我", "打码",
    ]
    /// 榜上别写我名字: his name on the points list, and none of his reports.
    var wantsOffList: Bool { mentionsAny(Self.lists) && mentionsAny(Self.hiding) }

    /// The parts of a sentence that do not speak of the points list.
    var besideList: String {
        guard wantsOffList else { return self }
        return wholeClauses.filter { !$0.mentionsAny(Self.lists) }
            .joined(separator: " ")
    }

    var beforeList: String {
        let starts = Self.lists.compactMap { firstRange(of: $0)?.lowerBound }
        return starts.min().map { String(self[..<$0]) } ?? self
    }

    /// The parts that do.
    var aboutList: String {
        wholeClauses.filter { $0.mentionsAny(Self.lists) }
            .joined(separator: "，")
    }

    /// The matter without who reports it and without the wish; nil where he says neither, or nothing beside.
    fileprivate var unnamedMatter: String? {
        guard wantsNoName, !reporterWords.isEmpty else { return nil }
        let matter = withoutReporter(wishes: Self.noNames + Self.barely)
        return matter.count > Limits.fragmentCharacters ? matter : nil
    }
}

extension String {
    private static let damage = [
        "掀", "让风", "被风", "刮", "吹掉", "吹跑", "倒了", "塌", "撞", "砸", "烂", "歪", "摇", "晃", "坏", "漏", "断", "破", "堵",
        "裂",
        "掉了", "掉下",
    ]
    private static let endsOfPlaces = [
        "旁", "旁边", "边", "边上", "上", "上面", "下", "下面", "底下", "对面", "附近", "那里", "那边", "那儿", "这里", "这边", "里", "里面",
        "后面", "前面", "门口", "处",
    ]

    /// 0 to 9, and no numeral of another script.
    var hasDigits: Bool { utf8.contains { (0x30...0x39).contains($0) } }

    /// Whether so many digits stand together.
    func hasDigits(inARow digits: Int) -> Bool {
        var run = 0
        for byte in utf8 {
            run = (0x30...0x39).contains(byte) ? run + 1 : 0
            if run == digits { return true }
        }
        return false
    }

    private static let mobileNumber = Pattern(/(^|[^0-9])1[0-9]{10}([^0-9]|$)/, needs: ["1"])

    /// Eleven digits that stand alone, the first a 1.
    var hasMobileNumber: Bool { hasDigits(inARow: 11) && contains(Self.mobileNumber) }

    private static let tellsDoingPattern = Pattern(/^(我|我们)(先|已经|刚|都|就)/, needs: ["先", "刚", "就", "已经", "都"])

    /// 我先拿树枝挡着了: what he does, and not where.
    var tellsDoing: Bool { contains(Self.tellsDoingPattern) }

    /// 棚子让风掀了 says what has happened; 倒了的树旁边 says where.
    var tellsDamage: Bool {
        mentionsAny(Self.damage) && !Self.endsOfPlaces.contains { hasSuffix($0) }
    }
}

extension Understood {
    /// None of the things that Linli does, and neither abuse nor a trick.
    var saysNothingKnown: Bool {
        switch subtype {
        case nil, .empty, .chitchat, .misdirected, .otherDomain: !isRequest
        case .abuse, .injection, .spam: false
        }
    }

    /// 我是302的 别说是我: what has to be read without it, so that neither the reporter's door becomes the place
    /// nor his wish the matter.
    package var unnamedMatter: String? { text.unnamedMatter }

    /// The same message, with what was read of the matter alone. A danger is never lost by it.
    package func reported(as matter: Understood) -> Understood {
        guard matter.main.intent.opensTicket, matter.main.category != nil,
            !main.isEmergency || matter.main.isEmergency
        else { return self }
        var said = matter
        said.text = text
        for index in said.requests.indices {
            said.requests[index].text = text
            said.requests[index].slots[.anonymous] = .flag(true)
        }
        said.doubt = []
        said.act = nil
        return said
    }

    /// A thing and what is wrong with it, in words of its own: no answer to a question about another matter.
    var namesAnotherMatter: Bool {
        guard main.intent.opensTicket, !main.isEmergency, main.category != nil, act == nil else {
            return false
        }
        let isAnnounced = ["另外", "还有", "对了"].contains { text.hasPrefix($0) }
        return main.slots[.object] != nil && (main.slots[.symptom] != nil || isAnnounced || text.tellsDamage)
    }

    /// 楼道灯也不亮 beside 卧室灯老闪: one of them is in a flat and the other is not, whatever they are called.
    func isSecondFault(beside draft: RepairDraft) -> Bool {
        guard text.mentions("也"), main.slots[.symptom] != nil, main.address.place != nil else { return false }
        return draft.address.isRoomOfFlat && main.address.isPartOfBuilding
            || draft.address.isPartOfBuilding && main.address.isRoomOfFlat
    }

    /// Another matter than the report in the making: 老榕树下面 names a tree and is a place all the same.
    func isElsewhere(than draft: RepairDraft) -> Bool {
        guard main.category != draft.category else { return false }
        // 就是单元门，刷脸没反应, while its place is asked for: more about the same door.
        if text.hasPrefix("就"), draft.needsPlace, isOfGroup(of: draft) { return false }
        guard main.address.isEmpty else { return namesAnotherMatter(than: draft) }
        let isPlace =
            main.slots[.symptom] == nil && text.namesPlace && text.count <= Limits.answerCharacters
        return !isPlace || text.mentionsAny(Self.trouble)
    }

    private func isOfGroup(of draft: RepairDraft) -> Bool {
        main.category?.prefix { $0 != "." } == draft.category.prefix { $0 != "." }
    }

    private static let trouble = ["坏", "不", "没", "掉", "漏", "断", "破", "堵", "裂"]

    /// The same, where it is none of this report's thing either.
    private func namesAnotherMatter(than draft: RepairDraft) -> Bool {
        guard namesAnotherMatter, let what = draft.what, let other = main.slots[.object]?.text else {
            return false
        }
        // 楼道灯也不亮 beside 卧室灯老闪: two lamps, however much alike.
        if main.slots[.symptom] != nil, text.mentions("也"), main.category != draft.category {
            return !other.mentions(what) && !what.mentions(other)
        }
        guard
            main.category?.prefix(while: { $0 != "." }) != draft.category.prefix(while: { $0 != "." })
        else { return false }
        return Set(what).isDisjoint(with: other) && !draft.words.contains { $0.mentions(other) }
    }
}
