import LinliModel

/// What comes without words: a picture, and a place that was chosen on the platform's map. Either belongs to
/// what is being told, or waits for the words that say what it is about.
extension Turn {
    /// A picture joins the report in the making or the emergency whose place is being asked for. In the
    /// middle of anything else it is kept as a report of its own, which is asked about afterwards: a picture
    /// is neither a yes nor a no.
    mutating func receivePicture(_ media: String) {
        if let person = facts.person, person.isActive {
            commands.append(.attachPicture(tickets: [person.ticket], media: media))
            return
        }
        noteEcho("[picture]")
        if addPicture(media) || attachEvidence(media) { return }
        switch state.flow {
        case .repair(var draft):
            draft.attachments.append(media)
            say("picture.noted")
            acts.append(.ack)
            enter(.repair(draft))
            repeatQuestion(.repair(draft))
        case .emergencyPlace(let tickets, _):
            state.isAside = true
            commands.append(.attachPicture(tickets: tickets, media: media))
        case .witness(let questions):
            state.isAside = true
            commands.append(.attachPicture(tickets: [questions.ticket], media: media))
        case .some(let flow):
            keep(media)
            say("picture.kept")
            acts.append(.ack)
            repeatQuestion(flow)
        case nil where lastTicket(within: .minutes(Limits.draftMinutes)) != nil:
            state.sentPicture = SentPicture(media: media, at: facts.now)
            commands.append(.attachPicture(tickets: [state.lastTicket ?? ""], media: media))
        case nil:
            advance(RepairDraft(picture: media))
        }
    }

    private mutating func keep(_ media: String) {
        if let index = state.waiting.firstIndex(where: { $0.draft?.isPicture ?? false }) {
            state.waiting[index].draft?.attachments.append(media)
        } else {
            wait(for: [WaitingRequest(RepairDraft(picture: media))])
        }
    }

    mutating func receivePlace(_ label: String) {
        switch state.flow {
        case .repair(var draft):
            draft.address.place = String(label.prefix(Limits.placeCharacters))
            draft.words.append("[位置] \(label)")
            advance(draft)
        case .emergencyPlace(let tickets, _):
            enter(nil)
            complete(tickets, text: "[位置] \(label)", Address(place: label))
        default:
            state.sentPlace = SentPlace(label: label, at: facts.now)
            say("place.noted")
            acts.append(.clarify)
        }
    }
}

extension ConversationState {
    /// Takes the last picture that was sent without words, and with it the report that it would have begun.
    package mutating func takePicture() -> String? {
        if case .repair(let draft) = flow, draft.isPicture {
            flow = nil
            return draft.attachments.last
        }
        if let sent = sentPicture {
            sentPicture = nil
            return sent.media
        }
        guard let index = waiting.firstIndex(where: { $0.draft?.isPicture ?? false }) else { return nil }
        return waiting.remove(at: index).draft?.attachments.last
    }
}

extension RepairDraft {
    private static let pictureWord = "[图片]"

    /// A report of which nothing is known but a picture.
    init(picture media: String) {
        self.init(
            intent: .reportRepair, category: Intent.reportRepair.defaultCategory, urgency: .p2,
            words: [Self.pictureWord], address: Address(), attachments: [media], what: nil)
    }

    var isPicture: Bool { words == [Self.pictureWord] }
}
