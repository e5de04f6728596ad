import LinliModel

/// A clause that is no matter of its own and only leads to the next: 真是谢谢你们，半夜还在施工 (no praise); 家里伞坏了，换两把雨伞
/// (no report); 消防通道有人停车，我劝他挪走了 (done, and told for the points).
struct Leading {
    let text: NormalizedText

    /// Whether what stands at `lead` and asks for `first` only leads to what stands at `range` and asks for
    /// `second`. Never where the second is announced as another matter, but for what is had for points.
    func leads(
        _ first: Request, at lead: Range<Int>, to second: Request, at range: Range<Int>, isAnnounced: Bool
    ) -> Bool {
        switch (first.intent, second.intent) {
        case (.rateFeedback, _) where RequestComposer.reports.contains(second.intent):
            return !isAnnounced && first.slots[.staff] == nil && first.slots[.score] == nil
                && !says(Leading.work, in: lead)
        case (.reportRepair, .pointsClaim), (.reportHazard, .pointsClaim), (.complain, .pointsClaim):
            return !isAnnounced && first.urgency != .p0 && says(Leading.done, in: range)
        case (.orderService, .pointsClaim):
            // 帮邻居取药送上门了，记积分: done, and told for the points.
            return !isAnnounced && says(["了"], in: lead)
        case (.reportRepair, .redeem):
            return first.category == nil || first.category?.hasPrefix("home.") == true
                || (!isAnnounced && first.slots[.object] == nil)
        default: return false
        }
    }

    private func says(_ words: [StaticString], in range: Range<Int>) -> Bool {
        range.contains { TextCursor(text.codes, at: $0).seesAny(words) }
    }

    /// A danger or a nuisance that the writer has seen to himself.
    private static let done: [StaticString] = [
        "劝走", "劝他挪走", "劝她挪走", "挪走了", "挪开了", "移走了", "移开了", "拦下", "劝住", "劝他推出", "扶起来", "关好了", "关上了",
        "清掉了", "清干净", "扫干净", "搬开了", "搬走了", "捡走", "捡起来", "挪正", "盖好了", "劝好", "劝开", "劝和",
        "调解成", "调解吧", "这算调解",
    ]

    /// Thanks that say for what or to whom: 灯修好了, 谢谢师傅.
    private static let work: [StaticString] = [
        "修好", "修得", "修了", "来修", "维修", "换好", "弄好", "装好", "通了", "亮了", "好了", "走了", "解决", "处理", "师傅", "管家",
        "保安", "保洁", "满意", "及时", "清掉", "搬走", "办好", "送",
    ]
}
