import LinliModel

/// A deed for points: clear ones are noted at once, of the others he says which item of the scheme they are.
extension Turn {
    mutating func claim(_ request: WaitingRequest, attachment: String? = nil) {
        if attachment == nil, request.text.asksOfDeedToCome {
            say("claim.when_done")
            acts.append(.answer)
            return
        }
        let day = request.slots[.date].flatMap { CivilDate($0.text) }
        // Several deeds of one message are one reading of it.
        state.waiting.removeAll { $0.intent == .pointsClaim && $0.text == request.text }
        commands.append(
            .points(.read(text: request.text, attachment: attachment, day: day, days: request.days)))
    }

    /// What has to be asked is asked when the clear ones are noted.
    mutating func take(_ readings: [DeedReading]) {
        let clear = readings.filter(\.isClear)
        let open = readings.filter { !$0.isClear }
        enter(open.isEmpty ? nil : .chooseDeed(open, noting: clear.count))
        for reading in clear {
            commands.append(.points(.claim(reading.deed, item: reading.items.first?.code)))
        }
        askDeed()
    }

    mutating func answerChooseDeed(
        _ readings: [DeedReading], _ understood: Understood
    ) -> Bool {
        guard let first = readings.first else { return false }
        if let index = understood.choice {
            guard first.items.indices.contains(index - 1) else {
                askDeed()
                return true
            }
            note(first.deed, first.items[index - 1].code, then: readings.dropFirst())
            return true
        }
        if understood.act == .cancelFlow { return giveUp("claim.dropped") }
        if understood.text.mentionsAny(policy.points.noneOfThese), !understood.isRequest {
            note(first.deed, nil, then: readings.dropFirst())
            return true
        }
        if understood.isBare {
            askDeed()
            return true
        }
        guard !understood.isRequest || understood.main.intent == .pointsClaim else { return false }
        // He tells it again in other words.
        enter(nil)
        let day = understood.main.slots[.date].flatMap { CivilDate($0.text) } ?? first.deed.day
        commands.append(
            .points(
                .read(
                    text: understood.text, attachment: first.deed.attachment, day: day, days: understood.days)
            ))
        return true
    }

    private mutating func note(_ deed: Deed, _ item: String?, then rest: ArraySlice<DeedReading>) {
        enter(rest.isEmpty ? nil : .chooseDeed(Array(rest), noting: 1))
        commands.append(.points(.claim(deed, item: item)))
    }

    /// Nothing while clear ones are being noted.
    mutating func askDeed() {
        guard case .chooseDeed(let readings, noting: 0) = state.flow, let first = readings.first else {
            return
        }
        let words = first.deed.text.prefix(Limits.answerCharacters)
        let deed = words.count < first.deed.text.count ? "\(words)…" : "\(words)"
        say("claim.choose", ["deed": deed, "list": first.items.numbered])
        acts.append(.offerOptions)
    }

    /// 我不服: about a claim that was refused, where he says so or says nothing else.
    mutating func appealClaim(_ understood: Understood) -> Bool {
        let intent = understood.main.intent
        guard understood.text.mentionsAny(policy.points.appeal),
            intent == .pointsClaim || intent == .pointsQuery
                || understood.text.mentionsAny(policy.points.subject)
                || understood.text.letters.count <= Limits.consentCharacters
        else { return false }
        commands.append(.points(.appeal(words: understood.text)))
        return true
    }

    mutating func tell(claim outcome: Outcome) {
        switch outcome {
        case .deeds(let readings):
            return take(readings)
        case .claimPending(let note):
            acts.append(.claimPending)
            state.claimed = SpokenClaim(claim: note.id, item: note.item?.name, at: facts.now)
            tell(note)
        case .evidenceAttached(let isNew):
            tellEvidence(isNew: isNew)
        case .claimRefused(let refusal):
            acts.append(.claimRejected)
            tell(refusal)
        case .appealNoted(let ticket, let isNew):
            acts.append(isNew ? .escalate : .attachDuplicate)
            return say(isNew ? "claim.appeal" : "claim.appeal_before", ticket.values(at: facts.now))
        case .appealNone:
            acts.append(.clarify)
            return say("claim.appeal_none")
        default:
            return
        }
        if case .chooseDeed(let readings, let noting) = state.flow, noting > 0 {
            state.flow = .chooseDeed(readings, noting: noting - 1)
            askDeed()
        }
    }

    private mutating func tell(_ note: ClaimNote) {
        guard let item = note.item else { return say("claim.unnamed") }
        let values = [
            "item": item.name, "points": "\(item.points)", "decider": note.decider,
            "days": note.withinDays.map(String.init) ?? "",
            "day": note.day.map { "\($0.month)月\($0.day)日" } ?? "",
        ]
        say(note.decider.isEmpty ? "claim.noted" : "claim.pending", values.present)
    }

    private mutating func tell(_ refusal: ClaimRefusal) {
        switch refusal {
        case .tooOld(let days): say("claim.too_old", ["days": "\(days)"])
        case .notYet(let days): say("claim.not_yet", ["days": "\(days)"])
        case .itemFull(let name, let limit): say("claim.item_full", ["item": name, "limit": limit])
        case .dayFull(let limit, let given):
            say("claim.day_full", ["limit": "\(limit)", "given": "\(given)"])
        case .monthFull(let limit, let given):
            say("claim.month_full", ["limit": "\(limit)", "given": "\(given)"])
        case .repeated: say("claim.repeated")
        case .unknown: say("claim.unknown")
        }
    }
}

extension String {
    private static let toCome = Pattern(
        /(我|那|要是|如果|以后|下次|明天|后天|准备|打算|我们)(再|要|想|就|来)?(去|帮|来帮|来做|当)/,
        needs: ["去", "帮", "来做", "当"])
    private static let counted = ["加分", "算分", "有分", "给分", "几分", "多少分", "算积分", "有积分", "加积分"]

    /// 那我去帮她买药总可以加分吧: nothing is done yet.
    fileprivate var asksOfDeedToCome: Bool {
        contains(Self.toCome) && mentionsAny(Self.counted)
            && !mentionsAny(["了", "过", "刚", "昨", "今天", "完", "已"])
            && (asksSomething || mentionsAny(["吧", "不"]))
    }
}

extension [DeedItem] {
    /// "1. 文明劝导一次 1分".
    fileprivate var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.name) \($0.element.points)分" }
            .joined(separator: "\n")
    }
}
