import LinliModel

/// How residents ask about the estate: the shape of a question and what it is about. Which row answers it the
/// settings know.
extension Understood {
    private static let phones = ["电话", "号码", "热线", "手机号"]
    private static let which = [
        "多少", "几号", "是什么", "是啥", "什么号", "哪个号", "给我", "给个", "有没有", "有吗", "告诉我", "知道", "几多", "说一下", "发我",
        "发一下",
    ]
    private static let noPhones = ["我的电话", "我电话", "对讲", "车牌", "电话打不通", "电话没人接", "电话坏", "身份证", "单号", "编号"]
    private static let damage = ["爆了", "漏", "坏了", "堵", "冒烟", "着火", "起火", "被困", "停水", "停电", "没水", "没电"]
    private static let clocks = ["几点", "什么时候", "啥时候", "啥时间", "什么时间", "何时", "时间"]
    private static let presence = [
        "上班", "下班", "开门", "关门", "换班", "交班", "值班", "营业", "办公", "开放", "休息", "有人在", "有没有人",
    ]
    private static let posts = [
        "管家是谁", "管家是哪", "哪个管家", "哪位管家", "谁是管家", "管家叫什么", "楼长是谁", "楼长是哪", "栋长是谁", "栋长是哪", "谁是楼长",
        "谁是我们楼", "归谁管", "是谁管", "哪个管我们", "谁管我们楼", "谁管我们这栋", "谁管这栋", "归哪个管", "归哪位管", "谁负责我们楼",
        "谁负责我们这栋", "谁负责这栋",
    ]
    private static let mine = ["栋", "幢", "楼", "座", "我家", "我们", "我这", "管家"]
    private static let asks = [
        "多少", "几点", "几年", "怎么", "咋", "什么", "啥", "吗", "能不能", "可不可以", "要不要", "可以不", "能不", "哪", "几时", "何时", "谁",
        "到底", "有没有", "是不是", "呢", "？", "?",
    ]
    private static let decided = [
        "新物业", "老物业", "旧物业", "换物业", "物业换", "解聘", "续聘", "选聘", "业主大会", "进场", "撤场", "交接",
    ]

    /// What kind of question it is; nil where it is none, or a matter of its own.
    func questionKind(knowing rows: [String]) -> EstateQuestion.Kind? {
        let text = text.withoutOwnNumbers
        if text.mentionsAny(Self.phones), asksForPhone { return .phone }
        let isMatter = main.intent.opensTicket && main.slots[.symptom] != nil
        guard !isMatter else { return nil }
        if text.mentionsAny(Self.posts), text.mentionsAny(Self.mine), !main.intent.opensTicket {
            return .post
        }
        if text.mentionsAny(Self.presence), text.mentionsAny(Self.clocks), text.namesPost,
            !main.intent.opensTicket
        {
            return .hours
        }
        guard text.mentionsAny(Self.asks), !isBound else { return nil }
        if text.asksForAccounts { return .accounts }
        if text.mentionsAny(Self.decided), main.intent != .complain { return .decision }
        if !main.intent.opensTicket, text.mentionsAny(rows) { return .row }
        return nil
    }

    /// It is about something of his own that the rows know nothing of.
    private var isBound: Bool {
        switch main.intent {
        case .pointsQuery, .pointsClaim, .redeem, .cancel, .receptionBook, .humanHandoff, .privacyRequest,
            .activitySignup, .urge, .rateFeedback:
            true
        default: main.slots[.ticketNumber] != nil || main.slots[.ticketTail] != nil
        }
    }

    private var asksForPhone: Bool {
        let text = text.withoutOwnNumbers
        guard text.mentionsAny(Self.which), !text.mentionsAny(Self.noPhones),
            main.slots[.phone] == nil || text.mentionsAny(["12345", "110", "119", "120", "122"]),
            text.namesPost || text.namesOffice || main.intent == .infoQuery
        else { return false }
        // 水管爆了，电话多少: the fault goes first.
        guard !text.mentionsAny(Self.damage) else { return false }
        return !main.intent.opensTicket || main.slots[.symptom] == nil
    }

    private static let ballots = [
        "我投同意", "我投赞成", "我投反对", "我投弃权", "投同意", "投赞成", "投反对", "投弃权", "我投给", "改投", "我投票给", "我这票投", "票投给",
        "撤回我的票", "撤回选票", "撤我的票", "我的票撤", "把票撤", "我投支持", "我投不同意", "我弃权",
    ]
    private static let numbered = ["我选", "我投", "投"]
    private static let notBallots = [
        "吗", "怎么", "哪里", "哪儿", "什么", "多少", "能不能", "可以", "投诉", "有谁", "是谁", "哪些", "哪个", "几个", "？", "?",
    ]

    /// 我换房了 is sometimes taken for a vote and chooses nothing.
    private static let choices = ["投", "票", "同意", "反对", "弃权", "赞成", "选", "表决"]

    /// A choice in a vote, or that it is taken back.
    /// - Parameter asOption: something was offered with numbers, and 我选3号 takes one of these.
    func isBallot(asOption: Bool) -> Bool {
        // 我同意调解, 我同意并: a yes to something else.
        guard !text.mentionsAny(Self.notBallots), !text.mentionsAny(["调解", "同意并", "合并"]) else {
            return false
        }
        if text.mentionsAny(Self.ballots) { return true }
        let isCast = ["cast", "change"].contains(main.slots[.action]?.text ?? "")
        if main.intent == .vote, isCast, !asOption, text.mentionsAny(Self.choices) { return true }
        guard !asOption, let start = Self.numbered.first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(start.count)
        return rest.hasSuffix("号") && rest.count <= 4 || rest.hasSuffix("号候选人")
    }
}

extension WaitingRequest {
    private static let topics: [(words: [String], topic: String)] = [
        (["装修", "押金"], "info.renovation"), (["搬家", "入住", "搬进"], "info.move_in"),
        (["狗", "猫", "宠物"], "info.pet"), (["停水", "停电", "来水", "来电"], "info.outage_notice"),
        (["燃气", "煤气"], "info.gas_check"), (["业账社审", "谁批", "谁同意", "支出", "票据"], "finance.expense_audit"),
        (["维修资金", "维修基金", "维修金"], "finance.maintenance_fund"),
        (["涨价", "上调", "调整物业费", "物业费调", "涨物业费", "物业费涨"], "finance.fee"),
        (["公共收益", "收益", "广告费", "基站", "账", "收支"], "finance.public_revenue"),
        (["盖章", "印章", "公章", "合同谁"], "governance.seal"), (["纪要", "会上"], "governance.minutes"),
        (["候选", "异议", "公示期"], "governance.objection"), (["考评", "给物业打分"], "governance.property_score"),
        (["履职", "评得", "评价"], "governance.evaluation"),
        (
            [
                "业委会", "业主委员会", "业主大会", "投票", "表决", "换届", "新物业", "老物业", "换物业", "物业换", "解聘", "选聘", "续聘",
                "进场",
            ], "governance.committee"
        ),
        (["费", "多少钱", "价", "怎么收"], "info.fee"), (["几点", "上班", "下班", "开门", "关门", "时间"], "info.hours"),
    ]

    /// Whose question it is (`domain.md` 2.1): what was understood, else what the words are about.
    func topic(_ kind: EstateQuestion.Kind?, usual: String? = nil) -> String {
        switch kind {
        case .phone, .post, .grid: return "info.contact"
        case .hours: return "info.hours"
        case .accounts: return "finance.public_revenue"
        case .ballot: return "governance.committee"
        case .decision where text.mentions("物业"): return "governance.committee"
        case .row, .decision, .board, .unknown, nil: break
        }
        let groups = ["info.", "finance.", "governance."]
        if let category, category != "info.contact", groups.contains(where: category.hasPrefix) {
            return category
        }
        if let named = Self.topics.first(where: { text.mentionsAny($0.words) }) { return named.topic }
        if let usual { return usual }
        switch intent {
        case .vote: return "governance.committee"
        case .disclosureQuery: return "finance.public_revenue"
        default: return "info.contact"
        }
    }
}

extension EstateQuestion.Kind {
    /// How he calls whom or what he asks about; the longest of the words known.
    func label(in text: String) -> String {
        switch self {
        case .phone, .hours:
            let said = text.withoutOwnNumbers
            return (String.postWords + String.officeWords).filter { said.mentions($0) }
                .max { $0.count < $1.count } ?? ""
        case .post:
            return ["管家", "楼长", "楼栋长", "网格员"].last { text.mentions($0) } ?? "管家"
        default: return ""
        }
    }
}

extension String {
    static let postWords = [
        "物业", "物业客服", "客服", "服务中心", "物业中心", "管家", "网格员", "楼长", "楼栋长", "保安", "保安室", "监控室", "门岗", "门卫", "水电工",
        "电工", "维修工", "项目经理", "经理", "居委会", "居委", "社区", "村委", "街道", "业委会", "业主委员会", "党支部", "支部", "党群站", "食堂",
        "书屋", "值班室",
    ]
    static let officeWords = [
        "火警", "消防", "急救", "救护车", "报警", "公安", "警察", "交警", "派出所", "政务热线", "市民热线", "12345", "119", "110", "120",
        "122", "电梯", "维保", "燃气公司", "自来水", "供水公司", "供电", "电力", "物业协会", "律师", "医院", "卫生服务", "监控",
    ]

    private static let ownNumber = Pattern(/[0-9]{7,}/)

    /// Without telephone numbers that he gives: 122 inside 13911112222 is nobody's hotline.
    var withoutOwnNumbers: String {
        hasDigits(inARow: 7) ? replacing(Self.ownNumber, with: " ") : self
    }

    var namesPost: Bool { mentionsAny(Self.postWords) }
    var namesOffice: Bool { mentionsAny(Self.officeWords) }

    private static let boards = [
        "公示", "公示栏", "看公示", "查公示", "公示菜单", "有什么公示", "有哪些公示", "公示有什么", "公示有哪些", "公示内容",
    ]
    /// 公示, and nothing else: what may be asked.
    var asksForBoard: Bool {
        Self.boards.contains(letters)
    }

    private static let cuts = [
        "断水", "断电", "停水", "停电", "停我", "断我", "停了我", "断了我", "停咱", "断咱", "掐水", "掐电", "停水停电", "断水断电",
    ]
    private static let mayThey = [
        "会不会", "能不能", "可不可以", "会停", "会断", "可以停", "可以断", "能停", "能断", "敢不敢", "要不要", "有没有权",
    ]
    /// 不交物业费会不会断我水 (`domain.md` E18).
    var asksForCutOff: Bool {
        mentionsAny(["物业费", "管理费"]) && mentionsAny(Self.cuts) && mentionsAny(Self.mayThey)
            && mentionsAny(["水", "电"])
    }

    private static let votes = [
        "投票", "表决", "维修资金", "大会", "换掉业委会", "罢免", "维修基金", "维修金", "换物业", "选物业", "解聘", "业主大会", "换业委会", "选业委会",
    ]
    private static let shares = [
        "多少人同意", "多少户同意", "几个人同意", "多少比例", "过半", "四分之三", "三分之二", "几成", "多少票", "一半就够", "一半够", "一半同意", "要一半",
        "半数", "多少业主同意",
    ]
    /// 换物业要多少人同意 (2.9).
    var asksForMajority: Bool {
        mentionsAny(Self.votes) && mentionsAny(Self.shares)
    }

    private static let owning = ["两个人", "夫妻", "老婆", "老公", "共有", "房本", "房产证", "一家人", "一户", "一家", "两套", "一套"]
    /// 房本上两个人，那是两票吧 (2.9: one head for one unit).
    var asksHowManyVotes: Bool {
        mentionsAny(["两票", "几票", "一票", "一人一票", "多少票", "算几"]) && mentionsAny(Self.owning)
            && mentionsAny(["票"]) && !mentionsAny(["投了", "现在", "目前", "反对票", "赞成"])
    }

    private static let polls = [
        "在哪投票", "在哪里投票", "哪里投票", "去哪投票", "怎么投票", "投票在哪", "投票链接", "投票怎么投", "到哪投票", "哪儿投票", "在哪儿投票", "投票去哪",
    ]
    var asksWhereToVote: Bool { mentionsAny(Self.polls) }

    private static let books = ["的账", "账目", "账还", "账怎么", "账呢", "公共收益", "收支", "对账"]
    private static let unseen = ["公布", "公示", "贴", "公开", "看不到", "没出", "出来"]
    /// 一季度的账怎么还没贴出来 (E11).
    var asksForAccounts: Bool { mentionsAny(Self.books) && mentionsAny(Self.unseen) }

    private static let weekends = ["周末", "周六", "周日", "星期六", "星期天", "星期日", "礼拜六", "礼拜天", "双休"]

    var daysAsked: EstateQuestion.Days? {
        if mentionsAny(Self.weekends) { return .weekend }
        // 十一栋 is a house.
        let isNamed = HolidayNames.isNamed(in: without(["十一"]))
        return isNamed || mentionsAny(HolidayNames.general) ? .holiday : nil
    }

    /// "那保安室的呢" → "保安室"; nil where it is no short 那…呢.
    var followUp: String? {
        let bare = trimmed(of: "，。！？?!~ ")
        guard bare.count <= Limits.followUpCharacters, bare.hasSuffix("呢") || bare.hasSuffix("咧") else {
            return nil
        }
        var rest = String(bare.dropLast())
        for start in ["那么", "那", "还有", "要是", "如果是"] where rest.hasPrefix(start) {
            rest = String(rest.dropFirst(start.count))
        }
        if rest.hasSuffix("的") { rest = String(rest.dropLast()) }
        return rest.isEmpty || rest.mentionsAny(["怎么", "什么", "为什么", "人", "进度", "单"]) ? nil : rest
    }

    private func trimmed(of marks: String) -> String {
        var rest = self[...]
        while let last = rest.last, marks.contains(last) { rest = rest.dropLast() }
        return String(rest)
    }
}
