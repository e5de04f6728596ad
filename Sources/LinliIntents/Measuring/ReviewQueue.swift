import LinliModel

/// What people wrote of late and was not understood: the queue of `linli intent review`.
///
/// It keeps nothing of its own: it is worked out from messages that the store still holds, so it forgets
/// when the store does (`retention.message`), and what comes out is masked.
package enum ReviewQueue {
    package struct Message: Sendable {
        let sender: String
        let text: String
        let at: Instant

        package init(sender: String, text: String, at: Instant) {
            self.sender = sender
            self.text = text
            self.at = at
        }
    }

    package enum Reason: String, Sendable {
        /// It came out as nothing that Linli does.
        case nothing
        /// The confidence is low.
        case unsure
        /// The next words of the same person took it back: 不是报修，是想问….
        case corrected
        /// The next words of the same person asked for a human being.
        case person
    }

    package struct Entry: Sendable, Equatable {
        /// Masked.
        package let text: String
        package let intent: Intent
        package let confidence: Double
        package let second: Intent?
        package let reason: Reason
        /// How often the same words came.
        package var times: Int
    }

    /// The same words within this time speak about the message before.
    private static let reaction: TimeSpan = .seconds(600)

    /// `messages`: oldest first. `below`: what is less sure is listed. The most frequent come first, then
    /// the newest.
    package static func entries(
        of messages: [Message], understanding: Understanding, below: Double
    ) -> [Entry] {
        let mask = PersonalMask(understanding)
        let matches = messages.map { understanding.understand($0.text, at: $0.at) }
        var found: [String: (entry: Entry, last: Int)] = [:]
        var next: [String: Int] = [:]
        for index in messages.indices.reversed() {
            let message = messages[index]
            let after = next[message.sender].flatMap { later in
                messages[later].at - message.at <= reaction ? later : nil
            }
            next[message.sender] = index
            let answer = after.map { (messages[$0].text, matches[$0]) }
            guard let reason = reason(matches[index], answer, understanding, below) else { continue }
            let text = mask.masked(message.text)
            if found[text] != nil {
                found[text]?.entry.times += 1
            } else {
                let match = matches[index]
                let entry = Entry(
                    text: text, intent: match.main.intent, confidence: match.confidence,
                    second: match.alternatives.first?.intent, reason: reason, times: 1)
                found[text] = (entry, index)
            }
        }
        return found.values.sorted { ($0.entry.times, $0.last) > ($1.entry.times, $1.last) }.map(\.entry)
    }

    private static func reason(
        _ match: IntentMatch, _ answer: (text: String, match: IntentMatch)?, _ understanding: Understanding,
        _ below: Double
    ) -> Reason? {
        // An answer to a question, a bare address and what nobody needs to learn.
        guard match.act == nil else { return nil }
        switch match.main.subtype {
        case .abuse, .injection, .spam: return nil
        // A sticker, a dot, a sigh.
        case .empty: if match.normalized.count < 3 { return nil }
        default: break
        }
        if let answer, match.main.intent != .humanHandoff {
            let codes = understanding.normalizer.normalize(answer.text).codes
            if RequestSplitter.afterDenial(codes) > 0 { return .corrected }
            if answer.match.main.intent == .humanHandoff { return .person }
        }
        if match.main.intent == .outOfScope { return .nothing }
        return match.confidence < below ? .unsure : nil
    }
}
