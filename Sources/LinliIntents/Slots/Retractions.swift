/// What a writer takes back in the same breath: 2栋，不对，5栋的灯坏了; 楼道灯坏了不是2栋是5栋;
/// 周三，哦不，周四.
///
/// Of two values of one kind (buildings, days, hours, numbers) the one that is taken back no longer
/// counts. Words that deny something else (电表读数不对) take nothing back: the admission has to stand alone
/// between the two.
struct Retractions: Sendable {
    private let codes: [UInt32]
    /// 不对, 说错了: what stands before is taken back.
    private let admissions: [Admission]
    /// The values that were taken back, each to the end of the words that do it.
    private(set) var taken: [Range<Int>] = []

    private struct Admission: Sendable {
        let range: Range<Int>
        /// How far before it the value may stand, in characters.
        let reach: Int
    }

    private static let plain: [StaticString] = [
        "不对不对", "不对", "错了错了", "错了", "不是", "算了",
    ]
    /// Between two marks, or before the new value: 兑两张，等等要三张.
    private static let pauses: [StaticString] = ["等等", "等一下", "等下", "手滑"]
    private static let clear: [StaticString] = [
        "哎不对", "唉不对", "诶不对", "呃不对", "啊不对", "额不对", "喔不对", "我说错了", "说错了", "说错", "打错了", "打错", "写错了", "写错", "搞错了",
        "搞错", "记错了", "记错", "弄错了", "讲错了", "讲错", "口误",
        "更正一下",
        "更正", "哎不是", "唉不是", "诶不是", "哦错了", "哦不对", "噢不对", "哦不是", "哦不", "噢不是", "噢不", "喔不", "啊不是", "啊不", "呃不",
        "不不不", "不不", "等下改", "等一下改", "等等改",
        "手滑了", "手快了", "打快了", "打太快了", "嘴快了", "看反了", "看错了", "看岔了", "说反了", "打反了", "漏打个1", "少打个1", "漏打了个1",
        "漏打了", "少打了", "漏打", "我是说", "我说的是", "哦是", "噢是", "喔是", "哎是", "哎换", "哎要", "哦要", "哦换", "啊要",
        "额不", "哎还是", "诶还是", "唉还是", "哦还是", "诶是", "想想还是", "想了想还是",
    ]
    /// A day or an hour that does not suit, before the one that does.
    private static let refusals: [StaticString] = [
        "不行", "不可以", "没空", "不得空", "没时间", "不方便", "不在家", "有事", "去不了", "来不了",
    ]
    private static let firsts = CodeSet(firstOf: plain + clear + pauses + refusals + ["不"])
    /// Longer stretches tell of something else.
    private static let farthest = 20
    private static let nearest = 2
    /// Between the admission and the new value: marks, 是, 应该是我家.
    private static let widest = 5
    private static let loosest = 12
    /// The characters of 不是.
    private static let denial = 2
    /// After an admission that stands alone, a few words of the new value's own clause.
    private static let clauses = 9

    init(_ codes: [UInt32]) {
        self.codes = codes
        var found: [Admission] = []
        var position = 0
        while position < codes.count {
            if Retractions.firsts.contains(codes[position]), let admission = Retractions.read(codes, position)
            {
                found.append(admission)
                position = admission.range.upperBound
            } else {
                position += 1
            }
        }
        admissions = found
    }

    private static func read(_ codes: [UInt32], _ start: Int) -> Admission? {
        var cursor = TextCursor(codes, at: start)
        if cursor.acceptAny(clear) {
            guard !TextCursor(codes, at: start).follows(["没", "没有", "别", "不要", "是不是"]) else { return nil }
            return Admission(range: start..<cursor.position, reach: farthest)
        }
        let before = cursor.peek(-1)
        // 九点来，不，十点来.
        if cursor.peek() == "不", CodeClass.isMark(before), CodeClass.isMark(cursor.peek(1)) {
            return Admission(range: start..<start + 1, reach: farthest)
        }
        guard !TextCursor(codes, at: start).follows(["是", "对", "要", "可", "还", "稍", "您", "你"]) else {
            return nil
        }
        // 周三不行，周四下午可以; but not 老人不行了, 周三不行吗.
        if cursor.acceptAny(refusals) {
            let isToldAlone = cursor.isAtEnd || CodeClass.isMark(cursor.peek())
            return isToldAlone ? Admission(range: start..<cursor.position, reach: nearest) : nil
        }
        if CodeClass.isMark(before), cursor.acceptAny(pauses) {
            return Admission(range: start..<cursor.position, reach: farthest)
        }
        guard cursor.acceptAny(plain) else { return nil }
        // 不是说今天来吗, 不对劲: asked or told, and nothing taken back.
        guard !cursor.seesAny(Retractions.tellings) else { return nil }
        let standsAlone = before == 0 || CodeClass.isMark(before)
        return Admission(range: start..<cursor.position, reach: standsAlone ? farthest : nearest)
    }

    private static let tellings: [StaticString] = [
        "说", "讲", "已经", "答应", "约", "有", "都", "要", "应该来", "吗", "劲", "头", "外", "称", "付", "起",
    ]

    /// The readings that count. Of two that are alike the one that is taken back falls away.
    ///
    /// - Parameter isLoose: words may stand between the admission and the new value, as with hours:
    ///   上午九点半，不对她上午要打针，下午三点吧.
    mutating func standing<Reading>(
        _ readings: [Reading], _ range: (Reading) -> Range<Int>, isLoose: Bool = false,
        alike: (Reading, Reading) -> Bool = { _, _ in true }
    ) -> [Reading] {
        guard readings.count > 1, !admissions.isEmpty else { return readings }
        return readings.indices.compactMap { index in
            let rest = readings[(index + 1)...]
            let next = rest.first { alike(readings[index], $0) }
            let isOnly = next == nil && !readings[..<index].contains { alike(readings[index], $0) }
            guard !isOnly,
                let stretches = stretches(range(readings[index]), before: next.map(range), isLoose: isLoose)
            else { return readings[index] }
            taken += stretches
            return nil
        }
    }

    /// Addresses are put right part by part: 3栋501，不对，5栋 is 5栋501, and 3栋501，不对，502 is 3栋502.
    mutating func corrected(_ addresses: [AddressReading]) -> [AddressReading] {
        guard addresses.count > 1, !admissions.isEmpty else { return addresses }
        var corrected: [AddressReading] = []
        var earlier: AddressReading?
        for (index, address) in addresses.enumerated() {
            var address = address
            if let wrong = earlier {
                address.zone = address.zone ?? wrong.zone
                address.building = address.building ?? wrong.building
                address.unit = address.unit ?? wrong.unit
                address.room = address.room ?? wrong.room
                if address.room == nil { address.floor = address.floor ?? wrong.floor }
                earlier = nil
            }
            let next = index + 1 < addresses.count ? addresses[index + 1].range : nil
            // 六栋，哎不对六栋是我妹妹家，我是九栋: said once more to say that it is wrong.
            if let next, isDisowned(address.range.upperBound..<next.lowerBound) {
                taken.append(address.range.lowerBound..<next.lowerBound)
                continue
            }
            // 八栋旁边的十栋 is the tenth one.
            if let next, isBeside(address.range.upperBound..<next.lowerBound) {
                taken.append(address.range.lowerBound..<next.lowerBound)
            } else if let stretches = stretches(address.range, before: next) {
                taken += stretches
                earlier = next == nil ? nil : address
            } else {
                corrected.append(address)
            }
        }
        return corrected
    }

    /// 下礼拜五，不对，礼拜四 stays in the week that was said.
    func weeked(_ dates: [DateReading]) -> [DateReading] {
        guard dates.count > 1, !admissions.isEmpty else { return dates }
        var dates = dates
        for index in dates.indices.dropLast() {
            let (wrong, right) = (dates[index], dates[index + 1])
            let saysWeek = codes[wrong.range].contains { $0 == "周" || $0 == "拜" || $0 == "期" }
            guard saysWeek, !wrong.isWeekday, right.isWeekday,
                stretches(wrong.range, before: right.range) != nil
            else { continue }
            let monday = wrong.forward.adding(days: 1 - wrong.forward.weekday)
            dates[index + 1].forward = monday.adding(days: right.forward.weekday - 1)
            dates[index + 1].backward = dates[index + 1].forward
        }
        return dates
    }

    /// 电话13959200118，哦错了尾号是0181: the end of the number is put right.
    mutating func tailed(_ findings: [IdentifierReader.Finding]) -> [IdentifierReader.Finding] {
        guard findings.count > 1, !admissions.isEmpty else { return findings }
        var tailed: [IdentifierReader.Finding] = []
        for finding in findings {
            guard finding.kind == .ticketTail, let last = tailed.last, last.kind == .phone,
                finding.range.lowerBound - last.range.upperBound <= Retractions.farthest,
                admissions.contains(where: {
                    $0.range.lowerBound >= last.range.upperBound
                        && $0.range.upperBound <= finding.range.lowerBound
                })
            else {
                tailed.append(finding)
                continue
            }
            taken.append(last.range.upperBound..<finding.range.upperBound)
            tailed[tailed.count - 1] = IdentifierReader.Finding(
                kind: .phone, range: last.range,
                value: last.value.dropLast(finding.value.count) + finding.value)
        }
        return tailed
    }

    /// Somebody else's home, and the writer's own is told next.
    private func isDisowned(_ gap: Range<Int>) -> Bool {
        guard gap.count <= Retractions.farthest else { return false }
        let isOthers = TextCursor(codes, at: gap.lowerBound).seesAny([
            "是我妹", "是我姐", "是我哥", "是我弟", "是我妈家", "是我爸家", "是我女儿", "是我儿子", "是我朋友", "是我同事", "是我亲戚", "是别人",
            "是老房子", "是以前",
        ])
        return isOthers
            && gap.contains { TextCursor(codes, at: $0).seesAny(["我是", "我家是", "我家在", "我住", "我们是", "我在"]) }
    }

    private func isBeside(_ gap: Range<Int>) -> Bool {
        var cursor = TextCursor(codes, at: gap.lowerBound)
        return cursor.acceptAny(["旁边的", "隔壁的", "对面的", "后面的", "前面的", "旁边那个"])
            && cursor.position == gap.upperBound
    }

    /// A value that is taken back and the words that do it, in one where they stand together; nil where it
    /// stands.
    private func stretches(
        _ own: Range<Int>, before next: Range<Int>?, isLoose: Bool = false
    ) -> [Range<Int>]? {
        if isDenied(own) { return [own.lowerBound - Retractions.denial..<own.upperBound] }
        guard let next else { return nil }
        let admission = admissions.first { admission in
            let end = admission.range.upperBound
            return admission.range.lowerBound >= own.upperBound && end <= next.lowerBound
                && !denies(next.lowerBound, from: end)
                && admission.range.lowerBound - own.upperBound <= admission.reach
                && (leads(from: end, to: next.lowerBound)
                    || (isLoose && admission.reach == Retractions.farthest
                        && next.lowerBound - end <= Retractions.loosest))
        }
        guard let words = admission?.range else { return nil }
        let isOne = words.lowerBound - own.upperBound <= Retractions.nearest
        return isOne ? [own.lowerBound..<words.upperBound] : [own, words]
    }

    /// 不是2栋是5栋, 是5栋不是2栋; but not 是不是2栋, nor 5栋，哎不是15栋.
    private func isDenied(_ range: Range<Int>) -> Bool {
        admissions.contains { $0.range == range.lowerBound - Retractions.denial..<range.lowerBound }
            && TextCursor(codes, at: range.lowerBound).follows(["不是"])
    }

    /// 8栋2单元1102，不是1单元; 约周三，不是周四: what stands behind is denied, not what stands before.
    private func denies(_ next: Int, from end: Int) -> Bool {
        end == next && admissions.contains { $0.range == end - Retractions.denial..<end }
            && TextCursor(codes, at: end).follows(["不是"])
    }

    /// Nothing but marks, 是 and whose it is between the admission and the new value; 不是 directly before it
    /// denies that one.
    private func leads(from end: Int, to next: Int) -> Bool {
        if denies(next, from: end) { return false }
        // 5栋，哎不是，我新搬的是15栋.
        let isPlain = admissions.contains { $0.range.upperBound == end && $0.reach == Retractions.nearest }
        if !isPlain, next - end <= Retractions.clauses,
            !codes[(end + 1)..<max(end + 1, next)].contains(where: CodeClass.isMark)
        {
            return true
        }
        guard next - end <= Retractions.widest else { return false }
        var cursor = TextCursor(codes, at: end)
        while cursor.position < next {
            if CodeClass.isMark(cursor.peek()) {
                cursor.position += 1
            } else if !cursor.acceptAny(Retractions.links) {
                return false
            }
        }
        return cursor.position == next
    }

    private static let links: [StaticString] = [
        "应该是", "应该", "我说的是", "我是说", "我们是", "我家是", "我是", "是", "我家", "我们", "在", "住", "了", "的", "啊", "我", "改成",
        "改", "要",
    ]
}
