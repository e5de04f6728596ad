import Foundation
import LinliDialogue
import LinliIntents
import LinliModel

/// One turn without the database: the message understood, the dialogue stepped until nothing is left to do,
/// the replies put into words. The sentences are what the templates can say, in conversations of ten turns.
struct TurnMeasure {
    let workshop: Workshop

    private static let turnsOfConversation = 10
    private static let sentencesOfIntent = 100
    private static let notedSentences = 12
    /// What a turn may cost beside the understanding of its message; it is three to four times when all is
    /// well. Where every listener compiled its expressions anew it was a hundred times.
    private static let dearest = 10.0
    private static let answers = ["好的", "1", "北门", "3栋2单元501", "不是3栋是5栋", "算了", "谢谢", "厨房", "漏水了"]

    func figures() throws -> [Figure] {
        let understanding: Understanding
        do throws(Findings) {
            understanding = try Understanding.load(
                directory: workshop.options.intentsPath, holidays: Holidays())
        } catch {
            throw BenchError("turn: \(error.list.first?.description ?? "Intents cannot be read")")
        }
        let sentences = mixed(understanding)
        let talk = BenchTalk(understanding: understanding)
        _ = talk.micros(sentences.prefix(500), conversation: Self.turnsOfConversation)
        var rounds: [[Double]] = []
        var alone: [Double] = []
        for _ in 0..<workshop.options.rounds {
            rounds.append(talk.micros(sentences[...], conversation: Self.turnsOfConversation))
            alone.append(Statistics.median(talk.microsToUnderstand(sentences)))
        }
        noteDearest(sentences, rounds)
        func figure(_ key: String, _ name: String, _ percent: Double) -> Figure {
            let values = rounds.map { Statistics.percentile($0, percent) }
            return Figure(key, name, Statistics.median(values), "µs", rounds: values)
        }
        var last = figure("turn_p99", "Turn without the database, p99", 99)
        last.expectation = .init(words: "< 200 µs", isMet: last.value < 200)
        let middle = figure("turn_p50", "Turn without the database, p50", 50)
        let understood = Statistics.median(alone)
        let beside = Figure(
            "turn_share", "Turn, against its understanding", middle.value, "µs",
            yardstick: .init(name: "the same messages only understood, p50", value: understood, unit: "µs"),
            expected: "≤ \(Int(Self.dearest)) times", isMet: middle.value <= Self.dearest * understood)
        return [middle, last, beside]
    }

    /// Which sentences make the p99, so that whoever looks for it need not guess.
    private func noteDearest(_ sentences: [String], _ rounds: [[Double]]) {
        let costs = sentences.indices.map { index in Statistics.median(rounds.map { $0[index] }) }
        for index in sentences.indices.sorted(by: { costs[$0] > costs[$1] }).prefix(Self.notedSentences) {
            Console.note("turn: \(Int(costs[index])) µs: \(sentences[index])")
        }
    }

    /// Two sentences of a request, then a word that answers.
    private func mixed(_ understanding: Understanding) -> [String] {
        let lists = Intent.allCases.filter { $0 != .outOfScope }.map {
            understanding.sentences(of: $0, limit: Self.sentencesOfIntent, seed: 7)
        }
        var mixed: [String] = []
        for index in 0..<Self.sentencesOfIntent {
            for list in lists where !list.isEmpty {
                mixed.append(list[index % list.count])
                if mixed.count % 3 == 2 { mixed.append(Self.answers[mixed.count % Self.answers.count]) }
            }
        }
        return mixed
    }
}

/// Talks without a store: what becomes of a command is what usually becomes of it.
private struct BenchTalk {
    let understanding: Understanding
    private let dialogue = Dialogue(policy: DialoguePolicy(inHome: ["water.leak"], advice: [:]))
    private let now = Instant(seconds: 1_773_799_200)

    /// Microseconds of each turn.
    func micros(_ sentences: ArraySlice<String>, conversation: Int) -> [Double] {
        var times: [Double] = []
        times.reserveCapacity(sentences.count)
        var state = ConversationState(at: now)
        for (index, sentence) in sentences.enumerated() {
            if index.isMultiple(of: conversation) { state = ConversationState(at: now) }
            let start = MonotonicTime.now
            let length = turn(sentence, &state)
            let end = MonotonicTime.now
            // The words are used, so that nobody leaves the work out.
            if length < 0 { continue }
            times.append(MonotonicTime.seconds(from: start, to: end) * 1e6)
        }
        return times
    }

    /// Microseconds of each message that is only understood.
    func microsToUnderstand(_ sentences: [String]) -> [Double] {
        sentences.map { sentence in
            let start = MonotonicTime.now
            _ = understanding.understand(sentence, at: now)
            return MonotonicTime.seconds(from: start, to: MonotonicTime.now) * 1e6
        }
    }

    private func turn(_ sentence: String, _ state: inout ConversationState) -> Int {
        let facts = Facts(now: now, homes: [], isNew: false)
        let match = understanding.understand(sentence, at: now)
        var events: [DialogueEvent] = [.message(Understood(match))]
        var length = 0
        var rounds = 0
        while !events.isEmpty, rounds < 24 {
            rounds += 1
            let step = dialogue.step(events.removeFirst(), state: state, facts: facts)
            state = step.state
            for phrase in step.replies {
                // A reply that cannot be put into words is found by the tests; here it has no length.
                length += (try? understanding.replies.render(phrase.key, phrase.values).utf8.count) ?? 0
            }
            events += step.commands.map { .outcome(outcome(of: $0)) }
        }
        return length
    }

    private func outcome(of command: Command) -> Outcome {
        switch command {
        case .openTicket(let draft):
            .ticketOpened(
                TicketSummary(
                    id: TicketID(1), number: "LL260318-0001", state: .submitted, category: draft.category,
                    categoryName: "公共照明", urgency: draft.urgency, place: draft.address.spoken,
                    origin: draft.origin, receivedAt: now, responseDue: now + .minutes(5)))
        case .points(.balance): .balance(41, held: 0)
        case .ticketStatus: .tickets([])
        case .findCancellable: .cancellable([])
        case .seat(.list): .sessions([])
        default: .ticketNotFound
        }
    }
}
