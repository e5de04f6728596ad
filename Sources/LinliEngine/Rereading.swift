import LinliDialogue
import LinliModel

/// What a message says where its parts, each read alone, tell more than the whole. It depends on the words
/// alone and is made before the transaction; which of the readings counts the conversation decides.
struct Rereading: Sendable, Equatable {
    /// The message by its parts: whatever the conversation, this is what was said.
    private(set) var settled: Understood?
    /// As an answer with another matter beside it; counts where something is asked.
    private(set) var answer: Understood?
    /// By the clause that names the fault.
    private(set) var named: Understood?

    /// `understand`: nil where nothing can be understood yet.
    init(of alone: Understood, by understand: (String) -> IntentMatch?) {
        func read(_ words: String) -> Understood? { understand(words).map { Understood($0) } }
        settled = Rereading.settled(alone, read)
        guard settled == nil else { return }
        if let said = alone.answerAndMore, let answer = read(said.answer), let more = read(said.more) {
            self.answer = answer.followed(by: more)
        }
        for clause in alone.faultClauses where named == nil {
            named = read(clause).map(alone.named).flatMap { $0 == alone ? nil : $0 }
        }
    }

    private static func settled(_ alone: Understood, _ read: (String) -> Understood?) -> Understood? {
        if let matter = alone.unnamedMatter.flatMap(read) { return alone.reported(as: matter) }
        if let rest = alone.besidePerson.flatMap(read) {
            let apart = alone.apart(from: rest)
            if apart != alone { return apart }
        }
        if let place = alone.correctedPlace.flatMap(read) { return alone.placed(by: place) }
        if let rest = alone.besideListWish.flatMap(read) { return alone.reporting(rest) }
        if let pair = alone.faultPair, let first = read(pair[0]), let second = read(pair[1]) {
            let parted = alone.parted(first, second)
            if parted != alone { return parted }
        }
        if let pair = alone.rewardPair, let reward = read(pair[0]), let balance = read(pair[1]) {
            let parted = alone.parted(reward: reward, balance: balance)
            if parted != alone { return parted }
        }
        return nil
    }
}
