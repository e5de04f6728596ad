import LinliModel

/// Whether words behind a ticket, or behind the result of one, can be about it. Whoever asks this decides by
/// his own words what they do to the ticket.
extension Understood {
    /// 又坏了, 天天这样: nothing of its own is named, and what such words were read as is a guess; they are about
    /// what was spoken of. 又停电了, 楼上又吵 name their matter: a lamp that was mended has nothing to do with it.
    func mayBelong(toCategory category: String) -> Bool {
        guard text.maySpeak(of: category) else { return false }
        guard namesOwnMatter, let own = main.category else { return true }
        return own == category || own.matter == category.matter
    }

    /// Its category stands in the words.
    var namesOwnMatter: Bool { main.intent.opensTicket && main.category != nil && !text.namesNoThing }
}

extension String {
    /// What a category is about as residents see it: a burst pipe and a leak are one matter, a leak and no
    /// water are two, and so are the lamp outside and the current in the flat.
    fileprivate var matter: Substring {
        switch self {
        case "water.burst", "water.leak", "neighbor.leak_liability": "leak"
        case "water.outage", "water.low_pressure": "supply"
        case "power.outage_unit", "power.outage_building", "power.indoor": "current"
        case "power.public_lighting", "power.dangling_wire", "power.sparks": self[...]
        default: hasPrefix("water.") ? self[...] : prefix { $0 != "." }
        }
    }

    // The longer ones first: what is left of them would stay.
    private static let unspecific = [
        "整个单元", "我们家", "好几天", "这几天", "邻居家", "整栋楼", "一样", "原来", "变化", "反应", "样子", "整栋", "整幢", "整层", "全楼", "全栋",
        "家家", "每家", "每天", "天天", "一直", "经常", "老是", "总是", "依然", "依旧", "照样", "仍然", "还是", "今天", "昨天", "昨晚", "今晚",
        "今早", "早上", "晚上", "刚才", "刚刚", "现在", "这样", "那样", "这么", "那么", "怎么", "根本", "完全", "厉害", "严重", "我家", "家里",
        "出来", "下来", "起来", "制冷", "修好",
    ]
    private static let unspecificCharacters = Set(
        "又还也都就不没有了的呢啊吧呀嘛在是很太老好坏漏堵亮响臭掉吵滴停断修弄用动转行通得着个能会给开关打拉推拧按刷冲来去上下里点过跟和这那样")

    /// What can leak, be blocked, be loud, smell, shine or come back; who says it names no thing.
    private static let signs: [(words: [String], of: [String])] = [
        (
            ["漏", "滴", "渗"],
            [
                "water.", "gas.", "building.", "weather.", "home.", "facility.", "fire.equipment", "lift.",
                "clean.",
                "neighbor.leak_liability", "neighbor.aircon_drip",
            ]
        ),
        (
            ["堵", "通了"],
            [
                "water.", "power.outage", "power.indoor", "gas.", "home.", "parking.", "fire.", "clean.",
                "building.",
                "neighbor.corridor", "ebike.", "municipal.", "facility.", "access.", "throwing.",
            ]
        ),
        (["吵"], ["noise.", "neighbor.", "lift.", "facility.", "illegal.", "home.", "water."]),
        (["臭"], ["clean.", "water.", "neighbor.", "gas.", "building.", "lift.", "facility.", "home."]),
        (["亮了"], ["power.", "lift.", "facility.", "municipal.", "fire.", "access.", "home."]),
        (["有水", "来水"], ["water.", "home."]), (["有电", "来电"], ["power.", "home.", "ebike.", "facility."]),
    ]
    /// 又漏了 is about no lamp, and 通了 about none either; 又坏了 may be about anything.
    func maySpeak(of category: String) -> Bool {
        Self.signs.allSatisfy { !mentionsAny($0.words) || $0.of.contains(where: category.hasPrefix) }
    }

    /// Says that something is not in order, how often and how far, and not what.
    var namesNoThing: Bool {
        let rest = letters.without(Self.unspecific)
        return rest.allSatisfy(Self.unspecificCharacters.contains)
    }
}
