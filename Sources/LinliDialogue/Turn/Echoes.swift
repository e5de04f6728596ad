import LinliDigest
import LinliModel

/// The same once more: what was sent twice by impatience is answered once, and nobody gets a stack of menus.
extension Turn {
    /// Counts how often the same came in a row. Pictures and signs are each the same among
    /// themselves.
    mutating func noteEcho(_ text: String) {
        let digest = text.digest
        guard var echo = state.echo, echo.digest == digest,
            facts.now - echo.at <= .seconds(Limits.echoSeconds)
        else {
            state.echo = Echo(digest: digest, at: facts.now, times: 1)
            return
        }
        // The minute counts from the first: who says it again and again has his answer then.
        echo.times += 1
        state.echo = echo
    }

    var echoes: Int { (state.echo?.times ?? 1) - 1 }

    /// The words that have opened the question, once more: it is put again, uncounted.
    /// The third time nothing is said. An answer is never an echo: 确认 may be said to one thing and the next.
    mutating func hearEcho(_ understood: Understood) -> Bool {
        guard echoes > 0, facts.person?.isActive != true, understood.act == nil || state.flow == nil else {
            return false
        }
        if echoes == 1 {
            guard case .repair(let draft) = state.flow, draft.words == [understood.text], !draft.wasOffered
            else { return false }
            repeatQuestion(.repair(draft))
        }
        return true
    }

    /// 😀, [微笑], ？？？: a word, and the open question once more. None of them is a yes.
    mutating func hearSigns(_ understood: Understood) -> Bool {
        guard understood.text.isOnlySigns, understood.main.slots.isEmpty else { return false }
        guard echoes == 0 else { return true }
        if let flow = state.flow {
            repeatQuestion(flow)
        } else if understood.text.mentionsAny(["?", "？"]),
            let number = lastTicket(within: .minutes(Limits.draftMinutes))
        {
            // ？ behind what he has reported: how far it is.
            commands.append(.ticketStatus(.number(number)))
        } else {
            say("signs.seen")
            acts.append(.ack)
        }
        return true
    }

    /// Another picture of the same thing, right behind the first: no question stands under it again. True
    /// where it was taken.
    mutating func addPicture(_ media: String) -> Bool {
        guard echoes > 0, case .repair(var draft) = state.flow, draft.isPicture else { return false }
        draft.attachments.append(media)
        state.flow = .repair(draft)
        if echoes == 1 {
            say("picture.noted")
            acts.append(.ack)
        }
        return true
    }

    /// The place that he has sent before he said what is the matter.
    var sentPlace: Address {
        guard let sent = state.sentPlace, facts.now - sent.at <= .minutes(Limits.draftMinutes) else {
            return Address()
        }
        return Address(place: String(sent.label.prefix(Limits.placeCharacters)))
    }
}

/// What came last, and how often in a row. The words themselves are kept in the inbox and nowhere else.
package struct Echo: Sendable, Hashable, Codable {
    var digest: Int
    var at: Instant
    var times: Int
}

package struct SentPlace: Sendable, Hashable, Codable {
    var label: String
    var at: Instant
}

extension Understood {
    /// What counts as the same: signs do, whichever they are.
    var echoText: String { text.isOnlySigns ? "[]" : text }
}

extension String {
    /// Enough to know the same words again, and not to read them; the same in every process.
    fileprivate var digest: Int { Int(FNV1a.sum(utf8) >> 16) }

    private static let isOnlySignsPattern = Pattern(/\[[^\[\]]{1,6}\]/, needs: ["["])

    /// Neither a letter nor a number beside the platform's names of faces: [捂脸].
    var isOnlySigns: Bool {
        guard contains(where: { !$0.isWhitespace }), count <= Limits.answerCharacters else { return false }
        let bare = mentions("[") ? replacing(Self.isOnlySignsPattern, with: "") : self
        return !bare.contains { $0.isLetter || $0.isNumber }
    }
}
