import LinliModel

/// Says sentences that the templates can say: for `linli intent sample` and as training material.
struct TemplateSampler: Sendable {
    let nodes: [Intent: [TemplateNode]]
    let lists: [String: [TemplateNode]]
    /// Words of lexical slots.
    let words: [String: [String]]

    /// Distinct sentences, at most `limit`, the same for the same seed. Every template gets its turn
    /// before one speaks twice.
    func sentences(of intent: Intent, limit: Int, seed: UInt64) -> [String] {
        guard let templates = nodes[intent], !templates.isEmpty else { return [] }
        var generator = SeededGenerator(seed: seed)
        var seen: Set<String> = []
        var sentences: [String] = []
        var attempts = 0
        while sentences.count < limit && attempts < limit * 4 + templates.count {
            let sentence = say(templates[attempts % templates.count], &generator)
            attempts += 1
            if seen.insert(sentence).inserted { sentences.append(sentence) }
        }
        return sentences
    }

    private func say(_ node: TemplateNode, _ generator: inout SeededGenerator, depth: Int = 0) -> String {
        switch node {
        case .literal(let codes): return String(codes: codes)
        case .sequence(let nodes): return nodes.map { say($0, &generator, depth: depth) }.joined()
        case .choice(let nodes):
            return nodes.randomElement(using: &generator).map { say($0, &generator, depth: depth) } ?? ""
        case .list(let name):
            guard depth < 8, let entry = lists[name]?.randomElement(using: &generator) else { return "" }
            return say(entry, &generator, depth: depth + 1)
        case .slot(let name):
            let words = words[name] ?? TemplateSampler.samples[name] ?? []
            return words.randomElement(using: &generator) ?? ""
        }
    }

    /// What stands for slots that are read by their form or are free.
    private static let samples: [String: [String]] = [
        "address": ["3栋2单元501", "12幢1203", "6号楼", "三号楼二单元五零一", "C区2栋", "3-2-501", "4栋", "5栋1单元"],
        "phone": ["13800138000"], "plate": ["闽D12345"], "ticket_no": ["LL260318-0001"],
        "ticket_tail": ["尾号0001"], "date": ["明天", "周四", "下周三", "3月28日", "15号", "后天"],
        "time": ["上午", "下午三点", "晚上7点", "9:30"], "qty": ["两提", "一包", "3个"], "points": ["30分", "20积分"],
        "score": ["5星", "4星"], "headcount": ["3个人", "两位"], "age": ["80岁", "76岁"],
        "matter": ["楼道堆满杂物的事", "停车位不够", "物业费太高", "外墙渗水修了半年没修好", "楼上噪音的问题"],
        "reason": ["已经修好了", "我没时间", "自己解决了"], "wants": ["装个快递柜", "加一个充电桩"],
        "topic": ["停车收费", "电梯更换"], "remark": ["放门口就行"], "motion": ["更换电梯", "选聘物业"],
    ]
}
