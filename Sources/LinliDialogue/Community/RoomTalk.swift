import LinliModel

/// Rooms for everybody (`domain.md` A17, H03): the estate's row says when one is open; who wants it orders it
/// from the list of resources, with day, hours and how many come (`LoanFlow`).
extension Turn {
    func venue(in text: String) -> Venue? {
        facts.register?.venues.first { text.mentionsAny($0.words) }
    }

    mutating func speakOfVenue(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.requests.count == 1, understood.main.slots[.symptom] == nil
        else { return false }
        let venue = venue(in: understood.text)
        // 订书屋 周六上午 is no lunch.
        let isOrdered = understood.text.namesRoom && understood.text.mentions("订") && understood.wantsLoan
        if isOrdered || (venue != nil && understood.text.booksVenue) {
            enter(nil)
            commands.append(.loan(.find(wish(of: understood))))
            return true
        }
        if venue == nil, understood.asksRoomHours {
            var wish = wish(of: understood)
            wish.asksHours = true
            state.unfound = understood.main
            commands.append(.loan(.find(wish)))
            return true
        }
        guard let venue, understood.text.asksAboutVenue else { return false }
        say("venue.row", venue.values)
        acts.append(.answer)
        return true
    }

    /// 会议室几点开门: the hours of the list's rows; where it has none the question goes to a person.
    mutating func tell(hours listings: [ResourceListing]) {
        let open = listings.filter { !$0.hours.isEmpty }
        defer { state.unfound = nil }
        guard !open.isEmpty else {
            if let request = state.unfound { begin(request, nil) }
            return
        }
        for listing in open { say("venue.row", ["name": listing.name, "hours": listing.hours]) }
        acts.append(.answer)
    }

    /// What is missing, in one question.
    mutating func askForRoom(_ listing: ResourceListing, _ wish: LoanWish) {
        let values = [
            "name": listing.name, "time": wish.when, "missing": wish.missing.joined(separator: "、"),
        ]
        if wish.asks {
            say("loan.ask_room", values.present)
            acts.append(.confirmAsk)
            ask += wish.missingSlots
        } else {
            say("loan.ask_room_more", values.present)
            askFor(wish.missingSlots)
        }
    }
}

extension Venue {
    var values: [String: String] { ["name": name, "hours": hours, "rule": rule].present }
}

extension LoanWish {
    /// A room needs more than a thing: an hour of the clock, and how many come.
    func isWhole(for listing: ResourceListing) -> Bool {
        listing.isRoom ? missingSlots.isEmpty : day != nil && time != nil
    }

    fileprivate var missingSlots: [SlotName] {
        [day == nil ? .date : nil, opens == nil ? .time : nil, people == nil ? .headcount : nil]
            .compactMap { $0 }
    }

    fileprivate var missing: [String] {
        let words: [SlotName: String] = [.date: "哪一天", .time: "几点到几点", .headcount: "几个人"]
        return missingSlots.compactMap { words[$0] }
    }
}

extension Understood {
    private static let clocks = ["几点", "什么时候", "啥时候", "时间", "到几点"]
    private static let opening = ["开门", "关门", "开放", "开到", "开吗", "开不开", "几点开", "几点关", "时候开", "时候关"]

    /// 会议室几点开门, 书屋周末开吗. The station is a post with hours of its own.
    fileprivate var asksRoomHours: Bool {
        text.namesRoom && !text.mentionsAny(["党群站", "场地"]) && !main.intent.opensTicket
            && text.mentionsAny(Self.opening)
            && (text.mentionsAny(Self.clocks) || text.mentionsAny(["开吗", "开不开", "开门吗", "开放吗"]))
    }

    /// How many come: 12个人, 八位, and a bare number while it is asked for.
    var roomPeople: Int? {
        if let count = main.slots[.headcount]?.integer { return count > 0 ? count : nil }
        return SessionMatter.count(in: text, ["个人", "个小孩", "个孩子", "个老人", "位", "人", "口人"])
    }
}

extension String {
    private static let booking = [
        "借", "预约", "预订", "订一", "租", "包场", "包下", "用一下", "想用", "办", "开生日", "过生日", "能用", "登记",
    ]
    fileprivate var booksVenue: Bool { mentionsAny(Self.booking) && !mentionsAny(["怎么没", "投诉", "噪", "吵"]) }

    private static let asking = ["开", "几点", "什么时候", "吗", "?", "？", "哪天", "周末", "收费", "要钱", "谁能去", "多大"]
    fileprivate var asksAboutVenue: Bool {
        mentionsAny(Self.asking) && !mentionsAny(["坏", "脏", "吵", "漏", "开线", "裂"])
    }

    /// When it ends, "HH:MM": 到11点半, -17:00, 两个小时.
    ///
    /// - Parameter start: minutes since midnight; without it only an end with its part of the day is one.
    func roomEnd(after start: Int?) -> String? {
        if let match = firstMatch(of: Self.end) {
            guard let hour = match.output.2.hour else { return nil }
            let minutes = match.output.3.flatMap { Int($0) } ?? match.output.4?.minutes ?? 0
            var end = hour * 60 + minutes
            let isLate = match.output.1.map { ["下午", "晚上", "傍晚"].contains($0) } ?? false
            if end < 720, isLate || end <= (start ?? 0) { end += 720 }
            return end <= 1440 && end > (start ?? 0) ? ClockFace.full(end) : nil
        }
        guard let start, let match = firstMatch(of: Self.length) else { return nil }
        let half = match.output.2 == nil ? 0 : 30
        let hours = match.output.1.flatMap(\.hour) ?? 0
        let end = start + hours * 60 + (match.output.1 == nil ? 30 : half)
        return hours * 60 + half > 0 || match.output.1 == nil ? ClockFace.full(min(end, 1440)) : nil
    }

    private static let end = Pattern(
        #/
        (?:到|至|-|—|–|~|～)(上午|中午|下午|傍晚|晚上)?
        ([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:[:：]([0-9]{2})|点(半|一刻|三刻|[0-9]{1,2})?)
        /#, needs: [":", "点", "："])
    /// "两个小时", "一个半小时", "半小时".
    private static let length = Pattern(
        #/(?:([0-9]{1,2}|[一二两三四五六七八九十])个?(半)?|半个?)(?:小时|钟头)/#, needs: ["小时", "钟头"])
}

extension Substring {
    /// "11", "十一", "两".
    fileprivate var hour: Int? {
        if let number = Int(self) { return number }
        guard contains("十") else { return count == 1 ? first.flatMap { Numerals.values[$0] } : nil }
        let parts = split(separator: "十", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let tens = parts[0].isEmpty ? 1 : parts[0].first.flatMap { Numerals.values[$0] } ?? 0
        return tens * 10 + (parts[1].first.flatMap { Numerals.values[$0] } ?? 0)
    }

    fileprivate var minutes: Int {
        switch self {
        case "半": 30
        case "一刻": 15
        case "三刻": 45
        default: Int(self) ?? 0
        }
    }
}
