import LinliModel

/// Booking a reception: a session, then the matter in one sentence.
extension Turn {
    mutating func startReception(_ request: WaitingRequest) {
        let wish = SessionWish(
            date: request.slots[.date].flatMap { CivilDate($0.text) }, time: request.slots[.time]?.text,
            asksLeader: request.text.mentions("谁"))
        switch request.slots[.action]?.text {
        case "cancel":
            commands.append(.findCancellable(.booking, .latest))
        case "list":
            enter(.chooseSession([], matter: nil))
            commands.append(.listSessions(wish))
        default:
            enter(.chooseSession([], matter: request.matter))
            commands.append(.listSessions(wish))
        }
    }

    /// The sessions are known: one is taken without asking, several are offered.
    mutating func offer(_ offers: [SessionOffer]) {
        guard case .chooseSession(_, let matter) = state.flow else { return }
        let open = offers.filter { $0.seatsLeft > 0 }
        if offers.isEmpty {
            enter(nil)
            say("reception.none")
            acts.append(.answer)
        } else if open.isEmpty {
            enter(nil)
            say("reception.all_full")
            acts.append(.reject)
        } else if open.count == 1 {
            choose(open[0], matter: matter)
        } else {
            enter(.chooseSession(open, matter: matter))
            say("reception.offer", ["list": open.numbered])
            acts.append(.offerOptions)
            ask.append(.choice)
        }
    }

    mutating func choose(_ offer: SessionOffer, matter: String?) {
        if let matter {
            enter(nil)
            commands.append(.bookSession(offer, matter: matter))
        } else {
            enter(.sessionMatter(offer))
            say("reception.ask_matter", ["session": offer.title])
            askFor([.matter])
        }
    }

    mutating func answerChooseSession(
        _ offers: [SessionOffer], matter: String?, _ understood: Understood
    ) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("reception.dropped") }
        if let index = understood.choice, offers.indices.contains(index - 1) {
            choose(offers[index - 1], matter: matter)
            return true
        }
        if let date = understood.main.slots[.date].flatMap({ CivilDate($0.text) }),
            let offer = offers.first(where: { $0.startsAt.civil.date == date })
        {
            choose(offer, matter: matter ?? understood.main.matter)
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.chooseSession(offers, matter: matter))
        return true
    }

    mutating func answerSessionMatter(_ offer: SessionOffer, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("reception.dropped") }
        if understood.isBare {
            repeatQuestion(.sessionMatter(offer))
            return true
        }
        if understood.act == .correctSlot,
            let date = understood.main.slots[.date].flatMap({ CivilDate($0.text) })
        {
            // "改成周四的": another session, not the matter.
            enter(.chooseSession([], matter: nil))
            commands.append(.listSessions(SessionWish(date: date)))
            return true
        }
        let booking = understood.main.slots[.action]?.text
        if understood.main.intent == .receptionBook, booking == "cancel" || booking == "list" { return false }
        let takesFlow =
            understood.isRequest && !understood.main.intent.opensTicket && !understood.namesMatter
        if takesFlow, understood.main.intent != .receptionBook { return false }
        enter(nil)
        commands.append(.bookSession(offer, matter: String(understood.text.prefix(200))))
        return true
    }
}

extension Understood {
    /// "想谈谈物业费": what he wants to talk about, whatever else it may read like.
    fileprivate var namesMatter: Bool {
        text.mentionsAny(["谈谈", "想谈", "反映", "说说", "聊聊", "讲讲"])
    }
}

extension [SessionOffer] {
    /// "1. …\n2. …".
    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.title)，余\($0.element.seatsLeft)席" }
            .joined(separator: "\n")
    }
}

extension WaitingRequest {
    var matter: String? { slots[.matter]?.text ?? slots[.topic]?.text }
}
