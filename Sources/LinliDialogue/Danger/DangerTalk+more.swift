import LinliModel

/// What somebody beside an open danger tells of himself and of what he has done, in words that alone read
/// like another matter: 手机快没电了, 就我一个, 我已经开窗了, 消防来了. It goes to that danger, and nothing new is
/// opened (`domain.md` 2.2.1).
extension Turn {
    mutating func tellMoreOfDanger(_ understood: Understood) -> Bool {
        let text = understood.text
        guard state.flow == nil || state.flow?.isOfEmergencyPlace == true, let open = openDanger,
            state.lastTicket == open.ticket.number, text.count <= Limits.visitCharacters,
            understood.act != .cancelFlow, understood.main.address.building == nil
        else { return false }
        if keepAwayFromCar(text, open) { return true }
        let isInside = understood.main.address.isEmpty && text.isInsideOrOfKin(open.ticket.category)
        guard isInside || text.isOfDanger(open.ticket.category),
            isInside || !understood.requests.contains(where: \.namesItsOwn)
        else { return false }
        // 在门卫室，就我一个 where the place is asked for: the place goes first, with all the words.
        if state.flow != nil, !understood.main.address.isEmpty, !text.ails { return false }
        // What is not the highest yet rises with who is inside and with who is hurt.
        let isCalm = open.ticket.urgency > .p0
        if isCalm, understood.requests.contains(where: \.isEmergency) { return false }
        var news = DangerNews.more
        if isCalm, open.ticket.category == Self.stopped, text.countsPersons {
            say(policy.advice[Self.trapped] ?? "emergency.general")
            acts.append(.safetyAdvice)
            news = .rises(category: Self.trapped)
        } else if text.ails {
            say("emergency.injury")
            acts.append(.safetyAdvice)
            if isCalm { news = .rises(category: nil) }
        }
        // 我拿凳子挡着了，那就撤了吧: only who has been there ends it, and he is told so.
        if !isCalm, text.takesBackHelp { news = .over }
        if news == .over, state.flow != nil { enter(nil) }
        state.fragments = []
        wait(for: understood.requests.dropFirst().filter { !$0.isEmergency })
        commands.append(
            .addToDanger(ticket: open.ticket.number, text: text, address: Address(), news: news))
        state.isAside = state.flow != nil
        return true
    }

    /// 我车在B2，帮我推出来, while water comes in: nobody is sent to a car, and he is told to stay away.
    private mutating func keepAwayFromCar(_ text: String, _ open: RecentTicket) -> Bool {
        guard open.ticket.category.hasPrefix("weather."), open.ticket.urgency == .p0, text.isOfParkedCar
        else {
            return false
        }
        say(policy.advice[open.ticket.category] ?? "emergency.general")
        acts.append(.safetyAdvice)
        state.fragments = []
        commands.append(
            .addToDanger(ticket: open.ticket.number, text: text, address: Address(), news: .more))
        state.isAside = state.flow != nil
        return true
    }

    /// The same danger once more, in words that do not say how bad it is: 我已经开窗了 is of the gas, and another
    /// place or 另一部 is another matter.
    func goesOn(_ request: WaitingRequest) -> Bool {
        guard let open = openDanger, open.ticket.urgency == .p0, state.lastTicket == open.ticket.number,
            [.reportHazard, .reportRepair].contains(request.intent),
            request.text.count <= Limits.visitCharacters,
            !request.text.mentionsAny(["另", "还有一", "别的", "也坏", "也漏", "也停"])
        else { return false }
        return request.category == open.ticket.category
    }
}

extension WaitingRequest {
    /// A danger with a thing or a place of its own, or of a person: whether it is the same is weighed
    /// elsewhere.
    fileprivate var namesItsOwn: Bool {
        isEmergency
            && (slots[.object] != nil || !address.isEmpty || text.isAtHome || category == "security.person")
    }
}

extension Flow {
    var isOfEmergencyPlace: Bool {
        if case .emergencyPlace = self { true } else { false }
    }
}

extension String {
    private static let persons = [
        "大妈", "大爷", "大叔", "阿姨", "老人", "老太", "奶奶", "爷爷", "外婆", "外公", "婆婆", "阿婆", "孩子", "小孩", "宝宝", "婴儿", "孕妇",
        "女的", "男的", "小伙", "姑娘", "学生", "保洁", "快递员", "我妈", "我爸", "老婆", "老公", "一个人", "两个人", "个人", "位",
    ]
    private static let counting = [
        "就我", "只有", "我一个", "我们", "一个", "两个", "三个", "几个", "俩", "仨", "带个", "带着", "抱着", "还有", "我和", "我跟", "一位",
        "两位",
        "有个",
    ]
    private static let ailing = [
        "头晕", "头疼", "头痛", "恶心", "想吐", "吐了", "喘不", "透不过气", "胸闷", "心慌", "难受", "没力气", "腿软", "晕了", "昏", "没知觉",
        "流血",
        "抽筋", "发抖", "不舒服", "心脏病", "哮喘", "腰疼", "腰有点疼", "腿疼", "脚疼", "手疼", "胳膊疼", "肚子疼", "胸口疼", "疼得厉害", "好疼",
        "扭到", "扭伤", "摔在", "倒在", "还有气", "没气了", "叫不醒", "不省人事", "摔到", "摔伤", "擦伤", "划伤", "割伤", "烫伤",
    ]
    private static let states = [
        "醒着", "清醒", "能说话", "害怕", "好怕", "怕死", "吓死", "孕妇", "高血压", "糖尿病", "好黑", "很黑", "好闷",
    ]
    private static let noAnswer = [
        "没电", "信号", "没反应", "没人应", "没有人应", "没人接", "打不通", "打不出", "按不响", "不响",
    ]
    private static let toReach = ["手机", "信号", "警铃", "对讲", "电话", "按铃", "按钮", "物业电话"]
    private static let helpers = [
        "消防", "警察", "公安", "民警", "救护车", "医生", "保安", "师傅", "燃气公司", "电工", "物业的人", "你们的人", "120", "119", "110",
    ]
    private static let near = ["差点", "差一点", "险些"]
    private static let growing = [
        "到小腿", "到膝盖", "到脚", "到腰", "淹到", "漫到", "没过", "还在涨", "在涨", "涨上来", "越来越", "更大了", "更浓了", "更深了", "还在冒",
        "还在漏",
        "还在掉", "还在烧", "更响了", "车还在里面", "车在里面", "车还在下面",
    ]
    private static let asking = [
        "吗", "?", "？", "怎么还", "怎么没", "什么时候", "多久", "几点", "谁", "报名", "参加", "投诉", "预约", "积分", "能不能", "可不可以",
        "没来", "还没到", "不来", "另外", "换成", "取消",
    ]

    private static let helpCame = Pattern(
        /(来了|到了|来人了|到场|赶到|打了|打过|报了|叫了)/, needs: ["到了", "到场", "叫了", "打了", "打过", "报了", "来了", "来人了", "赶到"])

    /// Says how he or somebody beside him is, who is there, what was done or who has come.
    fileprivate func isOfDanger(_ category: String) -> Bool {
        // 会不会炸, 谁赔: questions have their own answers.
        guard !mentionsAny(Self.asking) else { return false }
        let isReach = mentionsAny(Self.toReach) && mentionsAny(Self.noAnswer)
        let isHelp = mentionsAny(Self.helpers) && contains(Self.helpCame)
        let isHit = ["throwing.", "building.", "green."].contains { category.hasPrefix($0) } && tellsHit
        return countsPersons || isReach || isHelp || isHit || ails
            || mentionsAny(Self.states) || mentionsAny(Self.near) || mentionsAny(Self.growing)
            || tellsDone || mentionsAny(Turn.nobodyHurt)
    }

    private static let ofCar = [
        "灯", "风扇", "排风", "通风", "空调", "按钮", "警铃", "对讲", "晃", "抖", "往下", "门缝", "里面",
    ]
    private static let elsewhere = [
        "另", "还有", "别的", "楼道", "走廊", "我家", "路灯", "大厅", "大堂", "车库", "隔壁", "楼上", "楼下",
    ]
    private static let kin = ["女儿", "儿子", "家属", "亲戚", "家里人", "孙子", "孙女", "侄", "老伴", "子女"]
    private static let reaching = ["电话", "外地", "联系", "号码", "不在", "国外", "外面"]

    /// 灯灭了 of who sits in the lift, 他女儿在外地 of who lies behind the door: of the same danger, whatever the
    /// words read like alone.
    fileprivate func isInsideOrOfKin(_ category: String) -> Bool {
        guard !mentionsAny(Self.asking), !mentionsAny(Self.elsewhere) else { return false }
        if category == Turn.trapped { return mentionsAny(Self.ofCar) }
        guard category == "security.person" || category == "care.visit" else { return false }
        return mentionsAny(Self.kin) && mentionsAny(Self.reaching)
    }

    private static let isOfParkedCarPattern = Pattern(
        /推|挪|拖|开出|捞|车位|B[0-9]|(在|停).{0,3}(下面|里面|地库|地下)/,
        needs: ["B", "下面", "地下", "地库", "开出", "拖", "挪", "捞", "推", "车位", "里面"])

    /// 我车在B2-118, 能不能把车推出来.
    fileprivate var isOfParkedCar: Bool {
        mentions("车") && !mentionsAny(["救护车", "消防车", "电瓶车进", "车库"])
            && contains(Self.isOfParkedCarPattern)
    }

    /// 撤了吧, 别麻烦人了.
    fileprivate var takesBackHelp: Bool {
        mentionsAny(["撤了", "撤单", "撤掉", "不用来", "别来了", "别叫人", "不用叫人", "别麻烦", "别派"])
    }

    /// 就我一个, 一个大妈带个小孩.
    fileprivate var countsPersons: Bool {
        count <= Limits.answerCharacters && mentionsAny(Self.counting)
            && mentionsAny(Self.persons + ["我一个", "就我", "俩", "仨", "岁"]) && !mentionsAny(Turn.nobodyHurt)
    }

    /// 砸到我的车了.
    private var tellsHit: Bool { mentionsAny(["砸到", "砸坏", "砸中", "砸破", "砸了", "砸着"]) }

    private static let ailsPattern = Pattern(
        /(没有?|不)(头晕|头疼|头痛|恶心|难受|晕|流血|不舒服|胸闷)/, needs: ["不舒服", "头疼", "头痛", "恶心", "晕", "流血", "胸闷", "难受"])

    /// Somebody's body, and not 没有头晕.
    var ails: Bool {
        mentionsAny(Self.ailing) && !contains(Self.ailsPattern)
    }

    private static let doneWords = Pattern(/(已经|已|刚|先|都|我).*(了|着|掉)/)
    private static let switchedWords = Pattern(/(开|关|拉|断)(了|掉|好)/, needs: ["关", "开", "拉", "断"])
    private static let opensAir = Pattern(/(窗|门).{0,3}开|开.{0,2}(窗|门)/, needs: ["开"])
    private static let shutsSupply = Pattern(
        /(阀|气|火|闸|电|水).{0,4}(关|拉|断)|(关|拉|断).{0,3}(阀|气|火|闸|电|水)/, needs: ["关", "拉", "断"])
    private static let keepsAway = Pattern(
        /(挡|拦|围|盖)(着|住|起|上|了)|(跑|走|退|撤|躲|搬).{0,3}(出|下|到|开)/,
        needs: ["围", "拦", "挡", "搬", "撤", "盖", "走", "跑", "躲", "退"])

    /// 窗开了, 阀门已经关掉, 我先拿树枝挡着: what he has done himself.
    private var tellsDone: Bool {
        let isDone = contains(Self.doneWords) || contains(Self.switchedWords)
        let things =
            contains(Self.opensAir)
            || contains(Self.shutsSupply)
        return isDone
            && (things || contains(Self.keepsAway))
    }
}
