/// What residents write in a run: the everyday messages of people who have not bound a home.
///
/// Of a hundred messages 35 report a fault with the address, 30 ask how a report stands, 20 are none of
/// the estate's business, 15 greet or ask for help. Each is answered by exactly one push, which
/// `linli-bench replies` shows.
enum MessageMix {
    enum Kind: String, CaseIterable, Sendable {
        case report, status, outOfScope = "out of scope", help

        var share: Int {
            switch self {
            case .report: 35
            case .status: 30
            case .outOfScope: 20
            case .help: 15
            }
        }
    }

    static var words: String {
        Kind.allCases.map { "\($0.share) % \($0.rawValue)" }.joined(separator: ", ")
    }

    private static let faults = [
        "水管爆了", "马桶堵了", "跳闸了推不上去", "下水道堵了", "门禁卡刷不开门", "没热水", "楼道灯坏了", "对讲坏了",
    ]
    private static let questions = ["进度", "我的报修到哪一步了", "查下我那单", "师傅几点到", "派人了没"]
    private static let chatter = ["今天天气真好", "唱首歌来听听", "吃了吗", "今天股票跌惨了", "你最喜欢什么颜色"]
    private static let greetings = ["你好", "帮助", "你能干啥", "在吗", "菜单"]

    /// The kind of the n-th message. The kinds alternate within every hundred, so that a short run has the
    /// same mix as a long one.
    static func kind(_ number: Int) -> Kind {
        var place = number * 37 % 100
        for kind in Kind.allCases {
            if place < kind.share { return kind }
            place -= kind.share
        }
        return .help
    }

    static func text(_ number: Int) -> String {
        text(kind(number), number)
    }

    /// The addresses are those of the demo estate's register.
    static func text(_ kind: Kind, _ number: Int) -> String {
        // Consecutive numbers of one kind lie a hundred apart in part; a prime spreads the choices.
        let choice = number / 7 + number
        switch kind {
        case .report:
            let (building, unit) = (1 + choice % 11, 1 + choice / 11 % 2)
            let room = (1 + choice / 22 % 11) * 100 + 1 + choice / 242 % 2
            return "\(building)栋\(unit)单元\(room)\(faults[choice / 3 % faults.count])"
        case .status: return questions[choice % questions.count]
        case .outOfScope: return chatter[choice % chatter.count]
        case .help: return greetings[choice % greetings.count]
        }
    }
}
