import LinliModel

/// Danger to life, found before and apart from everything else (`domain.md` 2.2.1, P0).
///
/// Promise: no template and no statistics take part, so nothing that is learnt can hide an emergency.
/// In doubt it answers yes: a false alarm is forgivable, a missed one is not. What residents only say
/// as a figure of speech (火锅, 累得像触电) is listed as idioms in `Intents/zh/emergency.yaml`.
struct EmergencyRules: Sendable {
    struct Kind: Sendable {
        /// A category of `domain.md` 2.1, or `injury`.
        let category: String
        let intent: Intent
    }

    struct Match: Sendable {
        let category: String
        let intent: Intent
        /// The words that decided, for `explain`.
        let words: [String]
    }

    let kinds: [Kind]
    let rules: WordRules
    let idioms: Symbol
    /// Words that say a danger is over, played or only told of: with one of them no rule holds.
    let over: Symbol

    /// Why the rules look past words of danger that stand in a message.
    enum Doubt {
        /// No such words, or a rule holds.
        case none
        /// Beside a word that voids the rule, or that says it is over: it may speak of something else.
        case voided
        /// Feared, or a figure of speech.
        case feared
        /// Said not to be, or to be over, played or only told of: 没人被困, 韩剧里那个人.
        case denied
    }

    func doubt(_ reading: MessageReading) -> Doubt {
        guard match(reading) == nil else { return .none }
        if isOver(reading) || Negation.isThanked(reading.text.codes) { return .denied }
        if !matches(reading, isVoidable: false).isEmpty { return .voided }
        if reading.has(idioms) { return .feared }
        let isPast = isPast(reading)
        let isFeared = !rules.matches(in: reading, masked: .none, isVoidable: false) { span in
            Negation.stands(before: span.lowerBound, in: reading.text.codes)
                || Negation.embraces(span, in: reading.text.codes) || isPast(span)
                || Negation.isOtherWord(span, in: reading.text.codes)
                || Negation.isOnCar(span, in: reading.text.codes) || isElsewhere(span, in: reading.text.codes)
        }.isEmpty
        if isFeared || Negation.isClosedDoor(reading.text.codes) || Negation.isStuckCar(reading.text.codes) {
            return .feared
        }
        let isSaid = !rules.matches(in: reading, masked: .none, isVoidable: false) { span in
            Negation.isOtherWord(span, in: reading.text.codes)
        }.isEmpty
        if isSaid { return .denied }
        return .none
    }

    /// What has stopped, is thanked for or likened to, is the day of an earlier danger, or holds a thing and
    /// nobody.
    private func isElsewhere(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        Negation.hasStopped(span, in: codes) || Negation.isThankedFor(span, in: codes)
            || Negation.isOfThatDay(span, in: codes) || Negation.isThingShut(span, in: codes)
            || Negation.isLikened(span, in: codes)
    }

    /// 虚惊一场, 是电视剧里的; but not 不是演习, 以为是开玩笑.
    private func isOver(_ reading: MessageReading) -> Bool {
        let endings = endings(reading)
        // 电梯里面没人，门边有人被夹伤了: nobody inside, and somebody else is hurt.
        let isOfNobody = endings.allSatisfy {
            TextCursor(reading.text.codes, at: $0.lowerBound).seesAny(EmergencyRules.nobody)
        }
        let isMore =
            Negation.tellsOfHurt(reading.text.codes) || Negation.tellsOfBlaze(reading.text.codes)
        return !endings.isEmpty && !(isOfNobody && isMore)
    }

    private func endings(_ reading: MessageReading) -> [Range<Int>] {
        reading.spans[over].filter { span in
            !Negation.stands(before: span.lowerBound, in: reading.text.codes)
                && !TextCursor(reading.text.codes, at: span.lowerBound).follows(["以为", "以为是", "当是", "当成"])
                && !asksWhetherPlayed(span, in: reading.text.codes)
        }
    }

    /// 浓烟是在演习吗, 是不是演习: who asks does not know, and what he sees may be real.
    private func asksWhetherPlayed(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        guard TextCursor(codes, at: span.lowerBound).seesAny(["演习", "彩排", "拍电影", "排练", "开玩笑"]) else {
            return false
        }
        return TextCursor(codes, at: span.upperBound).seesAny(["吗", "么", "还是", "不是"])
            || TextCursor(codes, at: span.lowerBound).follows(["是不是", "是不是在", "是不是搞"])
    }

    /// 昨天楼下动刀，我给劝好了: whether what is told in one clause of a message is over by the words behind it, with
    /// no word that it goes on and no danger told after them.
    ///
    /// - Parameter clause: where the danger is told.
    func isSettled(_ clause: Range<Int>, in reading: MessageReading) -> Bool {
        let codes = reading.text.codes
        if let thanks = Negation.thanksEnd(codes), thanks >= clause.upperBound { return true }
        guard let end = endings(reading).filter({ $0.lowerBound >= clause.upperBound }).last else {
            return false
        }
        let rest = [UInt32](codes[clause.upperBound..<end.lowerBound] + codes[end.upperBound...])
        return !Negation.goesOn(rest) && after(end, reading).isEmpty
    }

    /// Dangers that begin behind the words that say an earlier one is over.
    private func after(_ end: Range<Int>, _ reading: MessageReading) -> [WordRules.Match] {
        matches(reading, isVoidable: true).filter { match in
            match.spans.allSatisfy { $0.lowerBound >= end.upperBound }
        }
    }

    /// 火灭了但是人还没出来: behind a word of contrast a danger is told anew.
    private func standing(_ reading: MessageReading) -> [WordRules.Match] {
        let endings = endings(reading)
        guard let end = endings.max(by: { $0.upperBound < $1.upperBound }) else {
            return matches(reading, isVoidable: true)
        }
        // 机房在冒烟，里面没人: it burns all the same, and 门口有人被夹伤 tells of somebody else.
        if endings.allSatisfy({
            TextCursor(reading.text.codes, at: $0.lowerBound).seesAny(EmergencyRules.nobody)
        }) {
            return matches(reading, isVoidable: true).filter { match in
                let category = kinds[match.rule].category
                let isBeside = match.spans.allSatisfy { told in
                    endings.allSatisfy { isParted(told, $0, in: reading.text.codes) }
                }
                return !EmergencyRules.ofPeople.contains(category)
                    || (isBeside && category != EmergencyRules.trapped)
            }
        }
        return after(end, reading).filter { match in
            // 去年困过的电梯现在又关了个老人: the thing may stand before the word, what befalls somebody does not.
            let first = match.spans.map(\.lowerBound).max() ?? end.upperBound
            return (end.upperBound..<max(end.upperBound, first)).contains {
                let cursor = TextCursor(reading.text.codes, at: $0)
                return cursor.seesAny(EmergencyRules.contrasts)
                    || (CodeClass.isMark(cursor.peek(-1)) && cursor.seesAny(EmergencyRules.homes))
                    || EmergencyRules.endsThanks(cursor, before: first)
            }
        }
    }

    /// Whether a mark stands between two stretches.
    private func isParted(_ one: Range<Int>, _ other: Range<Int>, in codes: [UInt32]) -> Bool {
        let (first, second) = one.lowerBound < other.lowerBound ? (one, other) : (other, one)
        return first.upperBound < second.lowerBound
            && codes[first.upperBound..<second.lowerBound].contains(where: CodeClass.isStop)
    }

    /// 电影里演的那样，我们楼着火了; not 梦见我家着火了.
    private static let homes: [StaticString] = ["我们楼", "我们栋", "我们家", "我家", "咱楼", "咱家"]
    private static let contrasts: [StaticString] = [
        "但", "可是", "不过", "没想到", "谁知", "现在又", "今天又", "刚才又", "又着", "又起", "又冒", "又困", "又拿", "又回来", "又打起", "另外",
        "另一个", "还没出", "真的", "现在", "今天", "今早", "今晚", "刚才", "刚刚", "突然", "忽然", "我们这", "我家也", "还在", "又有", "又掉",
        "又倒",
        "又晕", "又摔", "又闻", "又漏",
    ]

    /// 多亏你们灭了火，谢谢，煤气罐在漏气: thanks that a mark ends; what is told behind them is another danger.
    private static func endsThanks(_ cursor: TextCursor, before danger: Int) -> Bool {
        var cursor = cursor
        guard cursor.acceptAny(["谢谢你们", "谢谢大家", "谢谢", "谢了", "感谢", "多谢", "辛苦了"]) else { return false }
        return cursor.position < danger && CodeClass.isMark(cursor.peek())
    }

    func match(_ reading: MessageReading) -> Match? {
        let matches = standing(reading)
        guard var match = matches.first else { return nil }
        // 站在天台边上要跳 is no accident: who comes must know how to speak with them. 有人受伤没有不知道，八楼在烧: who
        // comes must know what burns, holds or shocks.
        let isGeneral = EmergencyRules.general.contains(kinds[match.rule].category)
        if isGeneral {
            match =
                matches.first { kinds[$0.rule].category == "security.crisis" }
                ?? matches.first { EmergencyRules.isCause(kinds[$0.rule].category) } ?? match
        }
        let kind = kinds[match.rule]
        return Match(
            category: kind.category, intent: kind.intent, words: match.spans.map { reading.text.string($0) })
    }

    /// What lasts, so that it may also be the topic of a talk.
    private static let states: Set<String> = [
        "building.manhole", "weather.garage_flood", "building.exterior_wall",
    ]
    private static let nobody: [StaticString] = [
        "人都出来了", "都救出来了", "里面没有人", "里面没人", "里头没人", "没人被困", "没有人被困", "没困人", "没困住人", "没人在里面",
    ]
    /// What is no danger where nobody is.
    private static let ofPeople: Set<String> = ["lift.trapped", "security.person", "injury"]
    /// Who is hurt, and no word of what.
    private static let general: Set<String> = ["security.person", "injury"]
    static let trapped = "lift.trapped"
    /// What a temper is held against.
    private static func isOfFuel(_ category: String) -> Bool {
        ["fire", "gas", "power"].contains(category.prefix { $0 != "." })
    }
    /// What hurts people and has an advice of its own.
    private static func isCause(_ category: String) -> Bool {
        ["fire", "gas", "lift", "power"].contains(category.prefix { $0 != "." })
    }

    /// Where a danger of an earlier time is told that is over, as far as the message says.
    private func isPast(_ reading: MessageReading) -> (Range<Int>) -> Bool {
        let codes = reading.text.codes
        let thanksEnd = Negation.thanksEnd(codes) ?? 0
        return { span in
            span.lowerBound < thanksEnd
                || (Negation.isPast(before: span.lowerBound, in: codes) && !Negation.goesOn(codes))
        }
    }

    private func matches(_ reading: MessageReading, isVoidable: Bool) -> [WordRules.Match] {
        let codes = reading.text.codes
        let isPast = isPast(reading)
        let found = rules.matches(in: reading, masked: reading.spans[idioms], isVoidable: isVoidable) {
            span in
            Negation.stands(before: span.lowerBound, in: codes) || Negation.embraces(span, in: codes)
                || Negation.isFeared(span, in: codes) || isPast(span) || Negation.isOtherWord(span, in: codes)
                || Negation.isOnCar(span, in: codes) || isElsewhere(span, in: codes)
        } isApart: {
            Negation.isOfEarlier($0, than: $1, in: codes)
        }
        if !found.isEmpty, Negation.isTemper(codes) {
            return found.filter { !EmergencyRules.isOfFuel(kinds[$0.rule].category) }
        }
        if Negation.isBusyLift(codes) {
            return found.filter { kinds[$0.rule].category != EmergencyRules.trapped }
        }
        guard Negation.isTopic(codes) else { return found }
        return found.filter { !EmergencyRules.states.contains(kinds[$0.rule].category) }
    }
}
