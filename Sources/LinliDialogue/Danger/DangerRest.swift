import LinliModel

/// What is said right beside an open danger and reads like nothing, or like a small matter of its own:
/// 六岁穿红衣服, 窗户开不了. It goes to that danger: whoever hurries there reads it, and nobody in danger is told that
/// he was not understood or asked for the place of a window (`domain.md` 2.2.1).
extension Turn {
    mutating func keepBesideDanger(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        guard facts.person == nil, state.flow == nil, let open = openDanger, open.ticket.urgency == .p0,
            state.lastTicket == open.ticket.number,
            !takenSince, understood.requests.count == 1, text.count <= Limits.visitCharacters,
            understood.act == nil || understood.act == .provideSlot, !text.asksSomething,
            main.address.building == nil, main.address.unit == nil, main.address.room == nil
        else { return false }
        let isLost = open.ticket.category == Self.lost
        let isMore =
            main.isOfThoseInside || (isLost && text.describesPerson)
            || (main.intent.opensTicket && !main.isEmergency && mayBeOf(open, main))
        if isMore {
            tellDanger(text, open, .more)
        } else if main.intent == .outOfScope, understood.saysNothingKnown, !text.praisesOrGreets {
            commands.append(.correctTicket(.number(open.ticket.number), text: text, address: Address()))
        } else {
            return false
        }
        // Where the danger has come to its end meanwhile, it is what it says by itself.
        state.unfound = main
        state.fragments = []
        return true
    }

    /// A few words that name no matter, or what hinders those in danger, right behind it. The lock of his own
    /// flat is of a fire or of gas, and of nothing that happens outside.
    private func mayBeOf(_ open: RecentTicket, _ request: WaitingRequest) -> Bool {
        let (text, danger) = (request.text, open.ticket.category)
        guard facts.now - open.at <= .minutes(Limits.recentTicketMinutes), !text.namesAnother,
            !text.mentionsAny(["报修", "投诉", "举报", "反映"])
        else { return false }
        if request.category == nil { return true }
        return request.tellsHindrance && Self.enclosing.contains(where: danger.hasPrefix)
            && (danger.needsLeaving || !text.mentionsAny(["我家", "家里", "我屋"]))
    }

    /// Dangers that people get out of, or are got out of.
    private static let enclosing = ["fire.", "gas.", "lift.", "weather.", "water."]

    /// 8栋2单元 behind 5栋 where somebody is in danger: perhaps a slip, and perhaps there too. Help goes on to
    /// the first; only words that put it right (不对，是8栋) send it elsewhere.
    mutating func addFurtherPlace(_ open: RecentTicket, _ understood: Understood) {
        say(
            "emergency.further_place",
            ["place": open.address.spoken, "said": understood.main.address.spoken])
        tellDanger(understood.text, open, .more)
    }

    private static let lost = "security.missing"

    private mutating func tellDanger(_ text: String, _ open: RecentTicket, _ news: DangerNews) {
        commands.append(
            .addToDanger(ticket: open.ticket.number, text: text, address: Address(), news: news))
    }
}

extension WaitingRequest {
    private static let inside = ["还在里面", "还在里头", "在里面没", "没出来", "还没下来", "出不来", "困在里面", "在屋里没"]

    /// 我奶奶还在里面: inside of what he has reported, and no lift that he has not named.
    private var isInsideOfIt: Bool {
        slots[.object] == nil && address.building == nil && text.mentionsAny(Self.inside)
            && !text.mentionsAny(["电梯", "轿厢", "另"])
    }

    /// The same where nothing else has happened: 厨房着火了，我妈还在里面 is a fire of its own, whatever was reported
    /// before it.
    var isOfThoseInside: Bool {
        guard isInsideOfIt else { return false }
        return category.map { category in Self.ofPersons.contains(where: category.hasPrefix) } ?? true
    }

    /// 窗户开不了: the thing that he names hinders; 北门路灯没反应 is of a lamp.
    fileprivate var tellsHindrance: Bool {
        let place = slots[.place]?.text ?? ""
        let thing = slots[.object]?.text ?? (place.isEmpty ? text : text.replacing(place, with: ""))
        return text.tellsHindrance(of: thing)
    }

    /// What words about somebody inside are read as where they name nothing that has happened.
    private static let ofPersons = [
        "lift.", "security.person", "security.missing", "care.", "info.", "service.",
    ]
}

extension String {
    private static let barriers = [
        "窗", "门", "锁", "阀", "钥匙", "灭火器", "消火栓", "消防栓", "栏杆", "楼梯", "警铃", "对讲", "按钮",
    ]
    private static let stuck = [
        "打不开", "开不了", "开不开", "推不开", "拉不开", "锁着", "锁住", "锁了", "关不", "拧不", "进不", "出不", "过不", "下不", "找不到",
        "没水", "没反应", "不响", "堵", "卡住", "卡死",
    ]
    /// 窗户开不了: what hinders those in danger or who comes to help.
    fileprivate func tellsHindrance(of thing: String) -> Bool {
        (thing.mentionsAny(Self.barriers) && mentionsAny(Self.stuck))
            || mentionsAny(["路被", "路不通", "路堵", "路走不", "没路"])
    }

    /// 另外路灯也坏了.
    fileprivate var namesAnother: Bool { mentionsAny(["另", "还有", "也坏", "也漏", "也停", "顺便", "对了"]) }

    private static let looks = [
        "岁", "穿", "衣服", "裤", "裙", "鞋", "帽", "书包", "头发", "扎", "戴", "眼镜", "高", "胖", "瘦", "男孩", "女孩", "男的", "女的",
        "米",
        "找", "没了", "往", "最后",
    ]
    /// 六岁穿红衣服, 往西门跑了: how he looks and where he was seen.
    fileprivate var describesPerson: Bool { mentionsAny(Self.looks) }

    fileprivate var praisesOrGreets: Bool {
        mentionsAny(["你好", "您好", "谢", "辛苦", "再见", "拜拜", "真棒", "真好", "机器人", "天气"])
    }
}
