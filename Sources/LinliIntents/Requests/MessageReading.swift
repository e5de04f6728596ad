import LinliModel

/// One message (or one clause of it) with everything that was found in it, before anything is decided:
/// words of all lists and rules, addresses, identifiers, dates, times and quantities.
struct MessageReading: Sendable {
    let text: NormalizedText
    let now: CivilTime
    let holidays: Holidays
    let hits: [Lexicon.Hit]
    let spans: WordSpans
    let identifiers: [IdentifierReader.Finding]
    let addresses: [AddressReading]
    let dates: [DateReading]
    let times: [TimeReading]
    let quantities: [QuantityReader.Reading]
    let landmarks: [Range<Int>]
    /// Values that were taken back in the same breath, with the words that do it: "2栋，不对，".
    let retracted: [Range<Int>]

    init(
        _ text: NormalizedText, at now: Instant, register: (any PlaceRegister)?, lexicon: Lexicon,
        holidays: Holidays
    ) {
        self.text = text
        self.holidays = holidays
        self.now = now.civil
        let codes = text.codes
        hits = lexicon.hits(in: codes)
        spans = WordSpans(hits, lexicon)
        landmarks = MessageReading.landmarks(codes, register)
        let identifiers = IdentifierReader.read(codes)
        var taken = identifiers.map(\.range)
        let addresses = AddressReader(codes: codes, register: register).read(taken: taken + landmarks)
        taken += addresses.map(\.range)
        let dates = DateReader(codes: codes, today: now.civil.date, holidays: holidays).read(taken: taken)
        taken += dates.map(\.range)
        let times = TimeReader(codes: codes, dates: dates, now: now.civil).read(taken: taken)
        taken += times.map(\.range)
        let quantities = QuantityReader(codes: codes).read(taken: taken)
        var retractions = Retractions(codes)
        let told = retractions.standing(retractions.tailed(identifiers), \.range) { $0.kind == $1.kind }
        self.identifiers = Renewals(codes: codes).current(told)
        self.addresses = retractions.corrected(addresses)
        self.dates = retractions.standing(retractions.weeked(dates), \.range, isLoose: true)
        self.times = retractions.standing(times, \.range, isLoose: true) {
            $0.isClock == $1.isClock
        }
        self.quantities = retractions.standing(quantities, \.range) { $0.kind == $1.kind }
        retracted = retractions.taken
    }

    func has(_ symbol: Symbol) -> Bool { spans.has(symbol) }

    /// Every span that has a form of its own: what remains beside them are words.
    var exactRanges: [Range<Int>] {
        identifiers.map(\.range) + addresses.map(\.range) + dates.map(\.range) + times.map(\.range)
            + retracted
    }

    /// Names of the register, longest first at each place. They are short lists, so no trie is built.
    private static func landmarks(_ codes: [UInt32], _ register: (any PlaceRegister)?) -> [Range<Int>] {
        guard let register else { return [] }
        var found: [Range<Int>] = []
        for name in register.landmarks {
            let wanted = name.codes
            guard let first = wanted.first, wanted.count > 1, wanted.count <= codes.count else { continue }
            for start in 0...(codes.count - wanted.count)
            where codes[start] == first && codes[start..<(start + wanted.count)].elementsEqual(wanted) {
                found.append(start..<(start + wanted.count))
            }
        }
        return found.filter { range in
            !found.contains { $0 != range && $0.contains(range.lowerBound) && $0.count > range.count }
        }
        .sorted { $0.lowerBound < $1.lowerBound }
    }
}

/// Words that turn what follows into its opposite.
enum Negation {
    /// 没人受伤, 没有冒烟, 不是漏水; but not 有没有人受伤.
    static func stands(before start: Int, in codes: [UInt32]) -> Bool {
        let cursor = TextCursor(codes, at: start)
        guard cursor.follows(["没有人", "没有", "没人", "没", "无人", "不是", "并非", "未", "无"]) else { return false }
        return !cursor.follows(["有没有人", "有没有", "有没", "是不是", "有没人"])
    }

    /// 差点受伤, 怕被困: nearly, or feared, is not yet.
    static func isFeared(before start: Int, in codes: [UInt32]) -> Bool {
        TextCursor(codes, at: start).follows([
            "差点", "差点儿", "险些", "差一点", "万一", "担心", "怕", "怕会", "差点就", "差点被", "差一点就", "差一点被", "免得",
            "省得", "以免", "避免", "防止", "谨防",
        ])
    }

    /// 上次漏电那个师傅, 前阵子隔壁栋着火: told of a time that is over, at most `farthest` characters before in the same
    /// clause. What was mended or fitted then may burn now (去年修的电箱着火了).
    static func isPast(before start: Int, in codes: [UInt32]) -> Bool {
        for position in stride(from: start - 1, through: max(0, start - farthest), by: -1) {
            let cursor = TextCursor(codes, at: position)
            if CodeClass.isMark(codes[position]) || cursor.seesAny(works) { return false }
            if cursor.seesAny(pasts) { return true }
        }
        return false
    }

    /// Whether a message that tells of an earlier danger says that it goes on or has come back.
    static func goesOn(_ codes: [UInt32]) -> Bool {
        codes.indices.contains { TextCursor(codes, at: $0).seesAny(continuing) }
    }

    private static let farthest = 9
    private static let pasts: [StaticString] = [
        "前阵子", "前段时间", "那阵子", "上个月", "上次", "上回", "那次", "那回", "前几个月", "前年", "去年",
    ]
    private static let works: [StaticString] = [
        "修", "换", "装", "报", "刚", "才", "新", "完", "过后", "以后", "之后", "到",
    ]
    private static let continuing: [StaticString] = [
        "还", "又", "现在", "今天", "今晚", "刚才", "仍", "一直", "再", "没人", "没修", "没处理", "没来", "没管", "没有人", "不管", "至今",
        "快来", "快点", "赶紧", "救", "越来越", "依旧", "照样",
    ]
}
