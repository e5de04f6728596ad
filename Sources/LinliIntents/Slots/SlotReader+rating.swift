import LinliModel

/// What somebody says of work that was done: the mark, whether he is content, whether it is mended. Each is
/// said by itself (`domain.md` part 3): a mark alone is no 满意, and who never came has mended nothing worse.
extension SlotReader {
    /// The figure that stands alone is the mark (回访的：解决了，4); of a poor one nothing is praise (满分10分我给3分).
    func completeRating(_ reading: MessageReading, _ slots: inout Slots) {
        let codes = reading.text.codes
        if slots[.score] == nil, let score = ScoreReader(codes: codes).read() {
            slots[.score] = .integer(score)
        }
        let said = values(of: reading, intent: .rateFeedback)
        slots[.satisfied] = satisfied(slots, said: said[.satisfied], codes)
        slots[.resolved] = resolved(slots[.resolved], said: said[.resolved], reading)
        // 井盖补上了，走着踏实 tells what is mended and judges nobody.
        let isTold = slots[.resolved]?.isTrue == true && slots[.score] == nil && said[.satisfied] == nil
        if isTold, slots[.satisfied]?.isTrue == true,
            !says(SlotReader.judged + SlotReader.thanks + ["赞", "好评"], codes)
        {
            slots[.satisfied] = nil
        }
    }

    private func satisfied(_ slots: Slots, said: SlotValue?, _ codes: [UInt32]) -> SlotValue? {
        if says(["不算满意", "不太满意", "不怎么满意", "谈不上满意", "不是很满意"], codes) { return .flag(false) }
        guard let satisfied = slots[.satisfied] else { return nil }
        if let score = slots[.score]?.integer {
            let scale = ScoreReader(codes: codes).scale(of: score)
            if satisfied.isTrue, score * 2 <= scale { return nil }
            // 满意满意，给四颗星，差一颗因为来晚了: who says so is content; the figure alone says itself.
            return says(["满意", "satisfied"], codes) ? said ?? satisfied : nil
        }
        // 还是漏，跟没修一样 tells what is and judges nobody.
        if said == nil, satisfied == .flag(false), slots[.resolved] == .flag(false) { return nil }
        // 谢谢门岗的小伙子帮我扛米 thanks somebody and judges no work; 换了个新的，好用，谢了 does.
        if said == nil, satisfied.isTrue, says(SlotReader.thanks, codes), !says(SlotReader.judged, codes) {
            return nil
        }
        return satisfied
    }

    private func resolved(_ learnt: SlotValue?, said: SlotValue?, _ reading: MessageReading) -> SlotValue? {
        guard let learnt else { return nil }
        let codes = reading.text.codes
        // 修是修了，灯又不亮了: what is not mended stands above what sounds so.
        let denials = (rules[.rateFeedback]?.values[.resolved] ?? []).filter { $0.text == "false" }
        if denials.contains(where: { reading.has($0.symbol) }), !learnt.isTrue || said?.isTrue == true {
            return .flag(false)
        }
        guard said == nil else { return learnt }
        // 尾号46 满意: nothing is told of what became of it.
        if learnt.isTrue { return says(SlotReader.mended, codes) ? learnt : nil }
        // 说好三点来，人影都没见: nobody says that it was done.
        let isMissed = says(SlotReader.missed, codes) && !says(SlotReader.claims, codes)
        return says(SlotReader.unmended, codes) && !isMissed ? learnt : nil
    }

    private func says(_ words: [StaticString], _ codes: [UInt32]) -> Bool {
        codes.indices.contains { TextCursor(codes, at: $0).seesAny(words) }
    }

    private static let thanks: [StaticString] = ["谢", "辛苦", "多亏", "锦旗", "夸", "表扬", "thank"]
    /// How well it was done, or how good somebody was at it.
    private static let judged: [StaticString] = [
        "好用", "贴心", "仔细", "细心", "利索", "来得快", "来得及时", "修得好", "修得很好", "修得真好", "弄得好", "做得好", "手艺好", "真不错", "很不错",
        "人真好", "真好", "佩服", "得很好", "真乖",
    ]
    /// Without any of these nothing says that a thing works again.
    private static let mended: [StaticString] = [
        "好用", "换了个新", "换了新", "放出来了", "没味", "没有味", "味没有", "补上了", "包好了", "拧紧了", "好了", "好啦", "修好", "弄好", "换好",
        "装好", "搞好", "补好", "处理好", "搞定", "解决", "通了", "亮了",
        "亮得", "不漏", "没漏", "没再",
        "不再", "不响了", "不抖了", "不堵了", "正常", "问题也没了", "上来了", "来水了", "来电了", "有水了", "有电了", "好势", "好使", "关得上",
        "打得开", "修是修了", "稳了", "干了", "fixed", "不吵了", "安静了", "清静了", "不挡了", "不臭了", "不跳了", "能出去了",
    ]
    /// Without any of these nothing says that a thing is as bad as before.
    private static let unmended: [StaticString] = [
        "没", "又", "还", "根本", "白", "等于", "照", "假", "寂寞", "骗", "依旧", "越", "重新", "裂", "漏", "一样", "不亮", "不通",
        "不动", "关不",
        "坏", "糊弄", "reopen", "再", "影", "谁", "袂", "冇", "莫得", "不出", "不了", "开始",
    ]
    /// Somebody waited in vain.
    private static let missed: [StaticString] = [
        "人影", "鬼影", "影子", "没来", "没人来", "没人上门", "白等", "白请", "白白请", "等了", "等到", "没见着", "没见到",
    ]
    /// Somebody says that it was done, or it was tried.
    private static let claims: [StaticString] = [
        "办结", "完成", "处理", "修好", "显示", "关单", "结单", "结了", "评价", "解决", "没修", "还是", "还漏", "又", "照样", "点了",
    ]
}
