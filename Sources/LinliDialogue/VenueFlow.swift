import LinliModel

/// A room of the estate's (`domain.md` H03): its row answers, and who wants it orders it with day, hour and
/// how many come. Nothing is promised here: whoever keeps the room says yes.
extension Turn {
    mutating func speakOfVenue(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.requests.count == 1, understood.main.slots[.symptom] == nil,
            let venue = facts.register?.venues.first(where: { understood.text.mentionsAny($0.words) })
        else { return false }
        let text = understood.text
        if text.booksVenue {
            var wish = VenueWish(name: venue.name)
            wish.take(understood.main)
            book(wish, asked: 0)
            return true
        }
        guard text.asksAboutVenue else { return false }
        say("venue.row", ["name": venue.name, "hours": venue.hours, "rule": venue.rule].present)
        acts.append(.answer)
        return true
    }

    private mutating func book(_ wish: VenueWish, asked: Int) {
        guard wish.isWhole || asked >= Limits.slotAsks else {
            enter(.venue(wish, asked: asked + 1))
            return askVenue(wish)
        }
        enter(nil)
        commands.append(
            .openTicket(
                TicketDraft(
                    category: "resource.borrow", urgency: .p3, text: wish.words,
                    address: Address(place: wish.name),
                    intent: .orderService)))
    }

    mutating func askVenue(_ wish: VenueWish) {
        let venue = facts.register?.venues.first { $0.name == wish.name }
        say(
            "venue.ask",
            ["name": wish.name, "hours": venue?.hours ?? "", "missing": wish.missing.joined(separator: "、")]
                .present)
        askFor([wish.day == nil ? .date : wish.hour == nil ? .time : .headcount])
    }

    mutating func answerVenue(_ wish: VenueWish, asked: Int, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny || understood.main.intent == .cancel {
            return giveUp("repair.dropped")
        }
        // 给我爸订饭，周一三五 names days and is a matter of its own.
        let category = understood.main.category
        if understood.main.intent.opensTicket, category != nil, category?.hasPrefix("resource.") != true {
            return false
        }
        var said = wish
        said.take(understood.main)
        if said.isSame(as: wish), understood.isRequest { return false }
        book(said, asked: asked)
        return true
    }
}

/// A room that is wanted, as far as he has said when and for how many.
package struct VenueWish: Sendable, Hashable, Codable {
    package var name: String
    package var day: CivilDate?
    package var hour: String?
    package var people: Int?
    package var text = ""

    fileprivate var isWhole: Bool { missing.isEmpty }

    fileprivate var missing: [String] {
        [day == nil ? "哪一天" : nil, hour == nil ? "几点到几点" : nil, people == nil ? "几个人" : nil].compactMap { $0 }
    }

    fileprivate func isSame(as other: VenueWish) -> Bool {
        day == other.day && hour == other.hour && people == other.people
    }

    fileprivate mutating func take(_ request: WaitingRequest) {
        text = [text, request.text].filter { !$0.isEmpty }.joined(separator: "\n")
        day = (request.slots[.date] ?? request.slots[.dateFrom]).flatMap { CivilDate($0.text) } ?? day
        if request.text.mentionsAny(["点", ":", "："]), let time = request.slots[.time]?.text {
            hour = time
        } else if let span = ["上午", "下午", "晚上", "全天", "一整天"].first(where: { request.text.mentions($0) }) {
            hour = hour ?? span
        }
        let count = (request.slots[.headcount] ?? request.slots[.qty])?.integer
        people = count ?? SessionMatter.count(in: request.text, ["个", "位", "人"]) ?? people
    }

    /// For whoever keeps the room: what is clear first, then his own words.
    fileprivate var words: String {
        let when = [
            name, day.map { "\($0.month)月\($0.day)日（\(CivilDate.weekdayName($0.weekday))）" }, hour,
            people.map { "\($0)人" },
        ].compactMap { $0 }
        return "预约场地：\(when.joined(separator: "，"))\n\(text)"
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
}
