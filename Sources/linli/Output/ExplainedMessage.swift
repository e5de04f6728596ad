import LinliIntents
import LinliModel

/// How a message was understood, in the words of those who read it (`linli explain message`). Codes stay
/// where a command or a file of settings takes them; machines read `--json`.
struct ExplainedMessage {
    let explanation: Explanation

    var lines: [String] {
        var rows = [("规范文字", explanation.normalized), ("判断依据", decision)]
        rows += explanation.scores.prefix(5).map {
            ("得分", "\(Self.intent($0.intent)) \(Int(($0.probability * 100).rounded()))%")
        }
        rows.append(("特征", explanation.features.map { "\($0.text) \($0.gain)" }.joined(separator: "  ")))
        rows += explanation.slots.sorted { $0.key < $1.key }.map {
            ("要素", "\(Self.slot($0.key)) = \(Self.value($0.value))")
        }
        if let category = explanation.category { rows.append(("类别", category)) }
        rows += explanation.categories.prefix(5).map {
            ("候选类别", "\($0.category) \($0.score) \($0.words.joined(separator: " "))")
        }
        rows.append(("紧急程度", urgency))
        rows += explanation.clauses.map { ("分句", $0) }
        let width = rows.map { DisplayWidth.of($0.0) }.max() ?? 0
        return rows.map { title, text in
            Table.oneLine(title + String(repeating: " ", count: width - DisplayWidth.of(title) + 2) + text)
        }
    }

    private var decision: String {
        let source = Self.sources[explanation.decidedBy] ?? explanation.decidedBy
        let reason = Self.reason(explanation.reason)
        return reason.isEmpty ? source : "\(source)：\(reason)"
    }

    private var urgency: String {
        let level = explanation.urgency == Urgency.none.rawValue ? "无" : explanation.urgency
        let reason = Self.reason(explanation.urgencyReason)
        return reason.isEmpty ? level : "\(level)：\(reason)"
    }

    /// `ClauseDecider.Source` by its code.
    static let sources = [
        "empty": "没有内容", "emergency": "紧急情况", "pattern": "固定说法", "answer": "对提问的回答",
        "template": "句式", "act": "对话动作", "classifier": "分类器",
    ]

    /// The beginnings of what the rules give as their reason; a template and the words of an emergency stand
    /// there as they are.
    private static let reasons = [
        ("nothing to read", "没有可读的文字"), ("a pattern of ", "说法："), ("a correction", "更正"),
        ("a choice", "选择"), ("only what has a form of its own", "只读有固定写法的"), ("an answer: ", "回答："),
        ("scores", "按得分"), ("told like other emergencies", "说法与其他紧急情况相同"),
        ("emergency: learnt", "紧急情况：按学过的例子"), ("emergency: ", "紧急情况："), ("default of ", "默认值："),
        ("a report whose writer is not to be named", "不愿留名的报告"), ("one thing more", "再加一样"),
        ("the same at another place", "同样的事，另一处"), ("what was cut is back", "停的水电来了"),
    ]

    private static let changes = [
        (", raised: somebody is injured", "，有人受伤，提高一级"),
        (", raised: vulnerable person", "，老弱病残孕幼，提高一级"),
        (", raised: many households", "，影响多户，提高一级"),
        (", lowered: the resident is in no hurry", "，居民说不急，降低一级"),
    ]

    static func reason(_ text: String) -> String {
        var words = text
        for (end, change) in changes where words.hasSuffix(end) {
            words = words.dropLast(end.count) + change
        }
        let known = reasons.first { words.hasPrefix($0.0) }
        return known.map { $0.1 + words.dropFirst($0.0.count) } ?? words
    }

    /// "urge" is 催办, "out_of_scope/chitchat" 其他（闲聊）.
    static func intent(_ name: String) -> String {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        guard let intent = parts.first.flatMap(Intent.init(rawValue:)) else { return name }
        guard parts.count == 2 else { return intent.chinese }
        return "\(intent.chinese)（\(OutOfScope(rawValue: parts[1]).map(kind) ?? parts[1])）"
    }

    private static func kind(_ kind: OutOfScope) -> String {
        switch kind {
        case .chitchat: "闲聊"
        case .abuse: "辱骂"
        case .injection: "诱导指令"
        case .empty: "没有内容"
        case .spam: "广告"
        case .misdirected: "发错了人"
        case .otherDomain: "别的事"
        }
    }

    private static func slot(_ name: String) -> String {
        SlotName(rawValue: name).map(title) ?? name
    }

    private static func value(_ text: String) -> String {
        switch text {
        case "true": Headings.yes
        case "false": Headings.no
        default: text
        }
    }
}

extension ExplainedMessage {
    static func title(_ slot: SlotName) -> String {
        switch slot {
        case .building: "楼栋"
        case .unit: "单元"
        case .floor: "楼层"
        case .room: "房号"
        case .zone: "区域"
        case .date: "日期"
        case .time: "时间"
        case .period: "期间"
        case .qty: "数量"
        case .points: "积分"
        case .score: "评分"
        case .choice: "选项"
        case .phone: "电话"
        case .plate: "车牌"
        case .headcount: "人数"
        case .age: "年龄"
        case .trapped: "被困"
        case .injury: "受伤"
        case .anonymous: "匿名"
        case .satisfied: "满意"
        case .resolved: "已解决"
        case .target: "对象"
        case .action: "动作"
        case .scope: "范围"
        case .object: "物件"
        case .symptom: "现象"
        case .place: "地点"
        case .matter: "事由"
        case .topic: "话题"
        case .motion: "表决事项"
        case .item: "物品"
        case .activity: "活动"
        case .reason: "原因"
        case .person: "人"
        case .official: "领导"
        case .staff: "工作人员"
        case .diet: "忌口"
        case .remark: "备注"
        case .since: "从何时起"
        case .wants: "要求"
        case .targetRoom: "对方房号"
        case .ticketNumber: "工单编号"
        case .ticketTail: "编号末几位"
        case .dateFrom: "起始日期"
        case .dateTo: "截止日期"
        case .timeText: "时间原话"
        }
    }
}
