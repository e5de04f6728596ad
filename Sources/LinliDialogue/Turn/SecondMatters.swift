import LinliModel

/// An answer and another matter in one line: 确认，另外北门路灯坏了. The answer is heard first, by itself, and what
/// stands beside it comes after.
extension Understood {
    private static let announcing = [
        "另外", "还有", "对了", "顺便", "顺带", "此外", "再帮", "再查", "再问", "再报", "再给我", "也帮我", "然后再",
    ]

    /// Both halves, each to be read alone; nil where nothing announces a second one.
    package var answerAndMore: (answer: String, more: String)? {
        guard !requests.contains(where: \.isEmergency),
            let start = Self.announcing.compactMap({ text.firstRange(of: $0)?.lowerBound }).min(),
            start > text.startIndex, text[text.index(before: start)].endsItem
        else { return nil }
        var answer = text[..<start]
        while let last = answer.last, last.endsItem { answer.removeLast() }
        let more = text[start...]
        guard (1...Limits.answerCharacters).contains(answer.count), more.count > 2 else { return nil }
        return (String(answer), String(more))
    }

    /// This answer with what stands beside it; nil where one of them is no such thing.
    package func followed(by more: Understood) -> Understood? {
        let answers: Set<DialogueAct> = [.confirm, .deny, .cancelFlow, .chooseOption, .provideSlot]
        let isAnswer = !isRequest && (act.map(answers.contains) ?? !main.address.isEmpty)
        guard isAnswer, more.isRequest, more.doubt.isEmpty else { return nil }
        var both = self
        both.requests = [main] + more.requests
        return both
    }

    /// 楼道灯也不亮 卧室灯老闪: two clauses about a fault, where the whole was heard as one of them.
    package var faultPair: [String]? {
        guard requests.count == 1, main.intent.opensTicket, !main.isEmergency, text.mentions("也") else {
            return nil
        }
        let clauses = text.clausesAndItems
        return clauses.count == 2 && clauses.allSatisfy { $0.count > 3 } ? clauses : nil
    }

    /// 兑换停车券三张，剩下的分还有多少: two clauses, and the whole was heard as the question.
    package var rewardPair: [String]? {
        guard requests.count == 1, main.intent == .pointsQuery || main.intent == .redeem,
            text.mentionsAny(["换"]), text.mentionsAny(["多少", "几分", "剩"])
        else { return nil }
        let clauses = text.clausesAndItems
        return clauses.count == 2 && clauses.allSatisfy { $0.count > 3 } ? clauses : nil
    }

    /// The goods first: what is left is told beside them.
    package func parted(reward first: Understood, balance second: Understood) -> Understood {
        guard first.requests.count == 1, first.main.intent == .redeem, second.requests.count == 1,
            second.main.intent == .pointsQuery
        else { return self }
        var both = self
        both.requests = [first.main, second.main]
        both.doubt = []
        both.act = nil
        return both
    }

    /// The message as these two, where one is in a flat and the other is not: whatever they are called,
    /// nobody finds both at one door.
    package func parted(_ first: Understood, _ second: Understood) -> Understood {
        let pair = [first.main, second.main]
        let areFaults = pair.allSatisfy {
            $0.intent.opensTicket && !$0.isEmergency && $0.category != nil && $0.slots[.object] != nil
        }
        let areApart =
            pair.contains { $0.address.isRoomOfFlat } && pair.contains { $0.address.isPartOfBuilding }
        guard areFaults, areApart else { return self }
        var both = self
        both.requests = pair
        both.doubt = []
        return both
    }
}

extension Turn {
    /// What stood beside the answer waits behind what waits already.
    mutating func waitForMore(_ understood: Understood) {
        guard !understood.isRequest else { return }
        let more = understood.requests.dropFirst()
        state.waiting = Array((state.waiting + more).prefix(Limits.waitingRequests))
    }

    /// The home that was told for one of two faults is that of the other.
    mutating func lendHome(_ address: Address) {
        guard let building = address.building else { return }
        for index in state.waiting.indices {
            let waiting = state.waiting[index]
            guard waiting.draft == nil, waiting.intent.opensTicket,
                waiting.address.isRoomOfFlat || waiting.address.isPartOfBuilding
            else { continue }
            state.waiting[index].slots[.building] = .text(building)
            state.waiting[index].slots[.unit] = address.unit.map { .text($0) }
            if waiting.address.isRoomOfFlat {
                state.waiting[index].slots[.room] = address.room.map { .text($0) }
            }
        }
    }
}
