import LinliModel

/// Booking a reception: a session, then the matter in one sentence; where all seats are taken, waiting for
/// one or a ticket instead (`domain.md` 2.7, A12, A13).
extension Turn {
    mutating func startReception(_ request: WaitingRequest) {
        let action = request.slots[.action]?.text
        let times = SessionTimes.read(request.text, request.days, from: facts.now.civil.date)
        // Of 周一和周三都可以 the slot holds the first alone.
        let day = request.sessionDay.flatMap { times?.isAbout($0) == true ? nil : $0 }
        let wish = SessionWish(
            date: day, asksLeader: request.text.mentions("谁"), words: request.text,
            times: day == nil ? times : nil, isMove: action == "move")
        if action == "cancel" {
            commands.append(.findCancellable(.booking, .latest))
            return
        }
        if action == "list", request.text.mentionsAny(Self.ownWords) {
            commands.append(.seat(.ask(.own, words: request.text)))
            return
        }
        let purpose = SeatPurpose(
            matter: action == "list" || request.asksForSessionAlone
                ? nil : request.matter.flatMap(SessionMatter.read) ?? matterPointedAt(in: request),
            attendee: request.slots[.person].map { AttendeeWords(request.text).added(to: $0.text) },
            way: action == "move" ? .move : .book,
            group: SessionMatter.group(request), times: times)
        enter(.chooseSession([], purpose))
        commands.append(.seat(.list(wish)))
    }

    /// "我约的接访是几点": his own seat, and no list to choose from.
    private static let ownWords = ["我约", "我预约", "我的预约", "我的接访", "我定的", "我报的"]

    /// The sessions are known: one is taken without asking, several are offered.
    ///
    /// - Parameter missing: the kind that he named and that has no date.
    mutating func offer(_ offers: [SessionOffer], missing: String?) {
        guard case .chooseSession(_, let purpose) = state.flow else { return }
        let open = offers.filter { $0.seatsLeft > 0 }
        state.receptionAt = facts.now
        if purpose.times?.isSoonest == true, let first = open.min(by: { $0.startsAt < $1.startsAt }) {
            choose(first, purpose)
        } else if offers.isEmpty {
            enter(nil)
            say("reception.none")
            acts.append(.answer)
        } else if let first = offers.first, open.isEmpty {
            offerToWait(first, purpose, others: [])
        } else if open.count == 1, missing == nil, purpose.isOffered != true, purpose.times == nil {
            choose(open[0], purpose)
        } else {
            ask(for: open, purpose, ["missing": missing ?? ""].present)
        }
    }

    /// Nothing on the day that he named: that is said, and another day is never taken without a yes.
    mutating func offer(_ offers: [SessionOffer], insteadOf missed: MissedDay) {
        guard case .chooseSession(_, let purpose) = state.flow else { return }
        let open = offers.filter { $0.seatsLeft > 0 }
        var values = ["closed": missed.closed ?? ""]
        if missed.closed == nil {
            let day = "\(missed.date.month)月\(missed.date.day)日"
            let opens = missed.opensAt?.spoken(from: facts.now) ?? ""
            values[opens.isEmpty ? "day" : "later"] = day
            values["opens"] = opens
            values[missed.kind == nil ? "any_day" : "kind"] = missed.kind ?? day
            if missed.kind == nil { values["day"] = nil }
        }
        guard !open.isEmpty else {
            say("reception.day_missed", values.present)
            if let first = offers.first { return offerToWait(first, purpose, others: []) }
            enter(nil)
            acts.append(.answer)
            return
        }
        ask(for: open, purpose, values.present)
    }

    /// Nothing at the times that he named: what can be booked then later, and what there is besides.
    mutating func offer(_ offers: [SessionOffer], later: MissedDay?) {
        guard case .chooseSession(_, var purpose) = state.flow else { return }
        // What he says next is not looked for at times that there are none for.
        let times = purpose.times
        purpose.times = SessionTimes(without: times?.without ?? [], dates: times?.withoutDates ?? [])
        let opens = later?.opensAt?.spoken(from: facts.now) ?? ""
        let day = later.map { "\($0.date.month)月\($0.date.day)日" } ?? ""
        say(
            "reception.times_none",
            ["later": opens.isEmpty ? "" : day, "kind": later?.kind ?? "", "opens": opens].present)
        let open = offers.filter { $0.seatsLeft > 0 }
        guard open.isEmpty else { return ask(for: open, purpose, [:]) }
        if let first = offers.first { return offerToWait(first, purpose, others: []) }
        enter(nil)
        say("reception.tell_instead")
        acts.append(.answer)
    }

    /// Which one; a single one is asked about and not taken.
    private mutating func ask(for open: [SessionOffer], _ purpose: SeatPurpose, _ values: [String: String]) {
        enter(.chooseSession(open, purpose))
        if open.count == 1 {
            say("reception.offer_one", values.merging(["session": open[0].title]) { $1 })
            acts.append(.confirmAsk)
        } else {
            say("reception.offer", values.merging(["list": open.numbered]) { $1 })
            acts.append(.offerOptions)
        }
        ask.append(.choice)
    }

    mutating func repeatOffer(_ offers: [SessionOffer], _ purpose: SeatPurpose) {
        ask(for: offers, purpose, [:])
    }

    /// Takes the session, once the matter is known.
    mutating func choose(_ offer: SessionOffer, _ purpose: SeatPurpose) {
        let wish = SeatWish(
            offer, matter: purpose.matter ?? "", attendee: purpose.attendee, group: purpose.group)
        switch purpose.way {
        case .move:
            enter(nil)
            commands.append(.seat(.move(wish)))
        case .book, .wait:
            guard purpose.matter != nil else {
                enter(.sessionMatter(offer, purpose))
                return askSessionMatter(offer, purpose)
            }
            enter(nil)
            commands.append(purpose.way == .wait ? .seat(.wait(wish)) : .seat(.book(wish)))
        }
    }

    mutating func askSessionMatter(_ offer: SessionOffer, _ purpose: SeatPurpose) {
        let values = offer.rhythmValues.merging(
            ["session": offer.title, "attendee": purpose.attendee ?? ""]
        ) { $1 }
        say(purpose.attendee == nil ? "reception.ask_matter" : "reception.ask_matter_for", values.present)
        askFor([.matter])
    }

    mutating func answerChooseSession(
        _ offers: [SessionOffer], _ purpose: SeatPurpose, _ understood: Understood
    ) -> Bool {
        if nameAttendee(understood) { return true }
        if tellSession(offers, purpose, understood) { return true }
        if understood.seatQuestion(isFresh: true) != nil { return false }
        if purpose.way == .move, understood.text.keepsSeat {
            // 还是周四吧: what he has stays, and is told.
            enter(nil)
            commands.append(.seat(.ask(.own, words: understood.text)))
            return true
        }
        if understood.namesMatter, !understood.main.isEmergency, understood.main.address.building == nil,
            let matter = SessionMatter.read(understood.matterClause)
        {
            var purpose = purpose
            purpose.matter = matter
            // 约最近那场，我要讲停车的事: which one and what about, in one.
            if understood.text.wantsSoonest, let first = offers.min(by: { $0.startsAt < $1.startsAt }) {
                choose(first, purpose)
            } else {
                repeatOffer(offers, purpose)
            }
            return true
        }
        if lookAtTimes(understood, except: offers.count == 1 ? offers[0] : nil, purpose) { return true }
        if understood.text.wantsSoonest, let first = offers.min(by: { $0.startsAt < $1.startsAt }) {
            choose(first, purpose)
            return true
        }
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("reception.dropped") }
        if let index = understood.choice, offers.indices.contains(index - 1) {
            choose(offers[index - 1], purpose)
            return true
        }
        if offers.count == 1, understood.act == .confirm || understood.text.takesOffer {
            choose(offers[0], purpose)
            return true
        }
        if let named = offers.named(by: understood.text) {
            choose(named, purpose)
            return true
        }
        var purpose = purpose
        let group = SessionMatter.group(understood.main)
        purpose.group = group ?? purpose.group
        if let date = day(in: understood), understood.isAboutDay {
            purpose.matter =
                purpose.matter ?? understood.main.matter.flatMap(SessionMatter.read)
                ?? SessionMatter.beside(day: understood.text)
            let fitting = offers.filter { $0.startsAt.civil.date == date }
            if fitting.count == 1 {
                choose(fitting[0], purpose)
            } else {
                look(on: date, words: offers.count == 1 ? offers[0].title : understood.text, purpose)
            }
            return true
        }
        let isCancel = understood.main.intent == .cancel || understood.main.slots[.action]?.text == "cancel"
        let takesOne = understood.text.takesSomeSession && understood.main.slots[.object] == nil
        if takesOne || SessionMatter.read(understood.text) == nil, !isCancel, !understood.isQuestionOfOther {
            repeatOffer(offers, purpose)
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.chooseSession(offers, purpose))
        return true
    }

    /// 周四几点, 15号那个在哪: hour and place stand in the offer.
    private mutating func tellSession(
        _ offers: [SessionOffer], _ purpose: SeatPurpose, _ understood: Understood
    ) -> Bool {
        guard understood.text.asksHourOrPlace, understood.main.slots[.object] == nil,
            let day = day(in: understood)
        else { return false }
        let fitting = offers.filter { $0.startsAt.civil.date == day }
        guard !fitting.isEmpty else { return false }
        ask(for: fitting, purpose, [:])
        return true
    }

    mutating func answerSessionMatter(
        _ offer: SessionOffer, _ purpose: SeatPurpose, _ understood: Understood
    ) -> Bool {
        if nameAttendee(understood) { return true }
        if understood.seatQuestion(isFresh: true) != nil { return false }
        if lookAtTimes(understood, except: offer, purpose) { return true }
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("reception.dropped") }
        if let pointed = matterPointedAt(in: understood.main) {
            var purpose = purpose
            purpose.matter = pointed
            choose(offer, purpose)
            return true
        }
        if understood.text.isShrug { return askMatterAgain(offer, purpose) }
        if understood.text.asksAboutReception || understood.isBare || understood.act == .chooseOption {
            repeatQuestion(.sessionMatter(offer, purpose))
            return true
        }
        var purpose = purpose
        purpose.group = purpose.group ?? SessionMatter.group(understood.main)
        let matter = SessionMatter.read(understood.text)
        let switches = understood.text.switchesSession
        let switched = switches ? understood.namedDay(from: facts.now.civil.date) : nil
        if let date = day(in: understood) ?? switched,
            matter == nil || switches || understood.act == .correctSlot
        {
            // "改成周四的": another session, not the matter.
            look(on: date, words: understood.act == .correctSlot ? understood.text : offer.title, purpose)
            return true
        }
        let booking = understood.main.slots[.action]?.text
        let isBooking = understood.main.intent == .receptionBook
        if isBooking, booking == "cancel" || (booking == "list" && matter != nil) { return false }
        let takesFlow =
            understood.isRequest && !understood.main.intent.opensTicket && !understood.namesMatter
        guard let matter else {
            purpose.group = SessionMatter.group(understood.main) ?? purpose.group
            enter(.sessionMatter(offer, purpose))
            repeatQuestion(.sessionMatter(offer, purpose))
            return true
        }
        if takesFlow, understood.main.intent != .receptionBook { return false }
        purpose.matter = matter
        choose(offer, purpose)
        return true
    }

    /// Also where the message was taken for none of ours: 周五行吗.
    private func day(in understood: Understood) -> CivilDate? {
        if let day = understood.main.sessionDay { return day }
        guard SessionMatter.read(understood.text) == nil else { return nil }
        return understood.namedDay(from: facts.now.civil.date)
    }

    /// "周四不行", "晚上的有没有", "换一天": the offer leaves out what he cannot.
    private mutating func lookAtTimes(
        _ understood: Understood, except offer: SessionOffer?, _ purpose: SeatPurpose
    ) -> Bool {
        let today = facts.now.civil.date
        guard var times = SessionTimes.read(understood.text, understood.days, from: today),
            SessionTimes.isAll(of: understood.text, understood.days, from: today) || !times.without.isEmpty
        else { return false }
        if times.isOther, let offer { times.withoutDates.insert(offer.startsAt.civil.date) }
        look(at: times, words: understood.text, purpose)
        return true
    }

    private mutating func look(on date: CivilDate, words: String, _ purpose: SeatPurpose) {
        enter(.chooseSession([], purpose))
        commands.append(.seat(.list(SessionWish(date: date, words: words))))
    }

    /// "不知道": without a sentence there is no seat. Said twice at most; then nothing is booked and a person
    /// is offered.
    private mutating func askMatterAgain(_ offer: SessionOffer, _ purpose: SeatPurpose) -> Bool {
        var purpose = purpose
        let asked = purpose.asked ?? 0
        guard asked < Limits.slotAsks else {
            enter(nil)
            say("reception.no_matter")
            acts.append(.offerOptions)
            return true
        }
        purpose.asked = asked + 1
        enter(.sessionMatter(offer, purpose))
        say("reception.need_matter")
        askFor([.matter])
        return true
    }

    // MARK: All seats are taken

    private mutating func offerToWait(
        _ offer: SessionOffer, _ purpose: SeatPurpose, others: [SessionOffer]
    ) {
        enter(.seatFull(offer, purpose, others: others))
        askToWait(offer, others)
    }

    mutating func askToWait(_ offer: SessionOffer, _ others: [SessionOffer]) {
        say("reception.full", ["session": offer.title, "list": others.numbered].present)
        acts += [.reject, .offerOptions]
        ask.append(.choice)
    }

    mutating func answerSeatFull(
        _ offer: SessionOffer, _ purpose: SeatPurpose, others: [SessionOffer], _ understood: Understood
    ) -> Bool {
        if lookAtTimes(understood, except: offer, purpose) { return true }
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("reception.dropped") }
        if let index = understood.choice, others.indices.contains(index - 1) {
            choose(others[index - 1], purpose)
            return true
        }
        if understood.text.mentionsAny(Self.waitWords) || understood.act == .confirm {
            var purpose = purpose
            purpose.way = .wait
            choose(offer, purpose)
            return true
        }
        if understood.text.mentionsAny(Self.ticketWords) {
            enter(nil)
            openTicket(insteadOfSeat: purpose)
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.seatFull(offer, purpose, others: others))
        return true
    }

    private mutating func openTicket(insteadOfSeat purpose: SeatPurpose) {
        guard let matter = purpose.matter else {
            say("reception.tell_matter")
            acts.append(.clarify)
            return
        }
        let request = WaitingRequest(
            intent: .receptionBook, category: nil, urgency: .none, slots: [:], text: matter)
        forward(request, origin: .forwarded)
    }

    private static let waitWords = ["候补", "排队", "等空位", "等位", "等着", "等吧"]
    private static let ticketWords = ["登记", "工单", "开单"]

    // MARK: What became of it

    mutating func tell(reception outcome: Outcome) {
        enter(nil)
        state.receptionAt = facts.now
        switch outcome {
        case .booked(let wish, let seat):
            state.taken = Taken(.booking, at: facts.now)
            say("reception.booked", wish.values(seat: seat))
            acts.append(.bookingOK)
        case .seatMoved(let wish, let seat):
            state.taken = Taken(.booking, at: facts.now)
            say("reception.moved", wish.values(seat: seat))
            acts.append(.bookingOK)
        case .seatToMoveNone(let wish):
            choose(wish.offer, SeatPurpose(attendee: wish.attendee))
        case .alreadyBooked(let wish, let seat):
            if let more = wish.more { return askToAdd(wish, more, seat: seat) }
            say("reception.already", wish.values(seat: seat))
            acts.append(.answer)
        case .sessionFull(let wish, let others):
            let purpose = SeatPurpose(matter: wish.matter, attendee: wish.attendee, group: wish.group)
            offerToWait(wish.offer, purpose, others: others)
        case .seatAwaited(let wish, let before, let isNew):
            var values = wish.values(seat: 0)
            values["before"] = before > 0 ? "\(before)" : nil
            say(isNew ? "reception.awaited" : "reception.awaited_already", values)
            acts.append(isNew ? .waitlistOK : .answer)
        case .waitlistFull(let offer):
            say("reception.waitlist_full", ["session": offer.title])
            acts.append(.reject)
        case .bookingClosed(let offer):
            say("reception.closed", ["session": offer.title])
            acts.append(.reject)
        case .bookingPaused(let noShows, let until):
            say("reception.paused", ["times": "\(noShows)", "until": until.spoken(from: facts.now)])
            acts.append(.reject)
        default:
            break
        }
    }
}

extension Understood {
    /// Answered at once whatever else is being asked.
    fileprivate var isQuestionOfOther: Bool {
        main.intent.isQuestion && main.intent != .infoQuery && !putsWeekRight
    }

    /// 不是下周 是这周: about what was offered, whatever it may read like.
    private var putsWeekRight: Bool {
        text.mentions("不是") && text.mentionsAny(["这周", "本周", "下周"]) && text.count <= Limits.answerCharacters
    }

    private static let talking = ["谈谈", "想谈", "反映", "说说", "聊聊", "讲讲"]
    /// "想谈谈物业费": what he wants to talk about, whatever else it may read like.
    fileprivate var namesMatter: Bool {
        text.mentionsAny(Self.talking)
            || ["的事", "的事情", "的事儿", "的问题"].contains { text.hasSuffix($0) }
    }
}

extension String {
    /// 还是周四吧, 算了不改了: the seat that he has, while another one is looked for.
    fileprivate var keepsSeat: Bool {
        count <= Limits.answerCharacters && mentionsAny(["还是", "不改", "不换", "就原来", "按原来"])
            && !mentionsAny(["换", "别的", "吗", "?", "？"].filter { $0 != "换" || !mentions("不换") })
    }
}

extension [SessionOffer] {
    /// "律师": the only one that is called so.
    fileprivate func named(by text: String) -> SessionOffer? {
        var words = text.letters
        for end in ["那个", "那场", "的", "吧"] where words.hasSuffix(end) && words.count > end.count + 1 {
            words = String(words.dropLast(end.count))
        }
        guard (2...Limits.consentCharacters).contains(words.count) else { return nil }
        let fitting = filter { $0.title.mentions(words) }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// "1. …\n2. …".
    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.title)，余\($0.element.seatsLeft)席" }
            .joined(separator: "\n")
    }
}

extension SessionOffer {
    /// When sessions of its kind are held, for the reply.
    fileprivate var rhythmValues: [String: String] {
        switch rhythm {
        case .weekly(let weekday): ["weekday": CivilDate.weekdayName(weekday)]
        case .monthly(let day): ["month_day": "\(day)"]
        case nil: [:]
        }
    }
}

extension SeatWish {
    func values(seat: Int) -> [String: String] {
        [
            "session": offer.title, "seat": "\(seat)", "matter": matter, "attendee": attendee ?? "",
            "most": mostPeople.map { "\($0)" } ?? "",
        ].present
    }
}

extension WaitingRequest {
    var matter: String? { slots[.matter]?.text ?? slots[.topic]?.text }
}

extension String {
    private static let switchesSessionPattern = Pattern(
        /(周|星期|礼拜)[一二三四五六日天]|[0-9一二三四五六七八九十]+(号|日)/, needs: ["号", "周", "日", "星期", "礼拜"])

    /// 换成15号那个, 还是周五吧: another session, in a few words.
    fileprivate var switchesSession: Bool {
        ["换", "改", "还是", "要不", "那就"].contains { hasPrefix($0) } && count <= Limits.pointingCharacters
            && contains(Self.switchesSessionPattern)
    }

    /// 周四几点, 那场在哪里.
    fileprivate var asksHourOrPlace: Bool {
        count <= Limits.pointingCharacters && mentionsAny(["几点", "在哪", "哪里", "什么地方", "什么时间"])
    }
}
