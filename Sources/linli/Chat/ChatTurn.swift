import Foundation
import LinliDialogue
import LinliEngine
import LinliModel

/// One turn as `linli chat --json` writes it (`interface.md`): the keys in that order.
struct ChatTurn {
    struct Push: Encodable {
        var to: String
        var text: String
        var why: String
    }

    /// A row that was written, as far as a reader of the conversation cares.
    struct Effect: Encodable {
        var kind: String
        var id: String
        var state: String?
        var category: String?
        var urgency: String?
        var points: Int?
        var seat: Int?
        var mediation: String?
        /// A seat for somebody else.
        var onBehalf: Bool?

        enum CodingKeys: String, CodingKey {
            case kind, id, state, category, urgency, points, seat, mediation
            case onBehalf = "on_behalf"
        }
    }

    let number: Int
    let from: String
    var match: IntentMatch?
    var acts: [Act] = []
    var ask: [SlotName] = []
    var replies: [String] = []
    var pushes: [Push] = []
    var effects: [Effect] = []
    /// Which listener of the dialogue heard it; no key of `--json`, since that is none of a reader's
    /// business.
    var heard: String?

    init(number: Int, from: String) {
        self.number = number
        self.from = from
    }

    mutating func take(_ report: TurnReport?, isLast: Bool) {
        guard let report else { return }
        effects += report.outcomes.compactMap(Effect.init)
        guard isLast else { return }
        match = report.match
        acts = report.acts
        ask = report.ask
        heard = report.heard
    }

    /// What was said when the quiet window closed.
    mutating func takeLate(_ report: TurnReport) {
        effects += report.outcomes.compactMap(Effect.init)
        acts += report.acts
        ask += report.ask
    }

    var json: String {
        let slots = (match?.main.slots ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\(Self.text($0.key.rawValue)):\(Self.text($0.value))" }
        let parts = [
            "\"turn\":\(number)", "\"from\":\(Self.text(from))",
            "\"intent\":\(match.map { Self.text($0.main.intent.rawValue) } ?? "null")",
            "\"slots\":{\(slots.joined(separator: ","))}", "\"acts\":\(Self.text(acts.map(\.rawValue)))",
            "\"ask\":\(Self.text(ask.map(\.rawValue)))", "\"replies\":\(Self.text(replies))",
            "\"pushes\":\(Self.text(pushes))", "\"effects\":\(Self.text(effects))",
        ]
        return "{\(parts.joined(separator: ","))}"
    }

    private static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            return "null"
        }
    }
}

extension ChatTurn.Effect {
    fileprivate init?(_ answer: MealAnswer) {
        switch answer {
        case .ordered(let order, _, _, true):
            self.init(kind: "meal", id: order.id.number, state: "running")
        case .changed(let order, _, _):
            self.init(kind: "meal", id: order.id.number, state: "changed")
        case .skipped(let order, _, _, _):
            self.init(kind: "meal", id: order.id.number, state: "skipped")
        case .late(_, let ticket, _):
            self.init(
                kind: "ticket", id: ticket.number, state: ticket.state.rawValue, category: ticket.category,
                urgency: ticket.urgency.rawValue)
        default: return nil
        }
    }
}

extension ChatTurn.Effect {
    fileprivate init?(_ answer: PostAnswer) {
        switch answer {
        case .applied(let post, isNew: true):
            self.init(kind: "application", id: post.name, state: "open")
        case .withdrawn(let names) where !names.isEmpty:
            self.init(kind: "application", id: names.joined(separator: "、"), state: "withdrawn")
        default: return nil
        }
    }
}

extension ChatTurn.Effect {
    /// Nil for an outcome that wrote no row.
    init?(_ outcome: Outcome) {
        switch outcome {
        case .ticketOpened(let ticket), .ticketRestored(let ticket, _), .ticketJoined(let ticket, _),
            .ticketCompleted(let ticket), .ticketUrged(let ticket, _), .ticketRated(let ticket, _),
            .ticketCorrected(let ticket, _), .dangerTold(let ticket, _),
            .borrowed(_, _, let ticket, isNew: true):
            self.init(
                kind: "ticket", id: ticket.number, state: ticket.state.rawValue, category: ticket.category,
                urgency: ticket.urgency.rawValue)
        case .mediationOffered(let ticket, _), .mediationAnswered(let ticket, _):
            self.init(
                kind: "ticket", id: ticket.number, state: ticket.state.rawValue, category: ticket.category,
                urgency: ticket.urgency.rawValue, mediation: ticket.mediation?.rawValue)
        case .committeeTold(let ticket, _, _), .questionHandedOn(_, let ticket, _):
            self.init(
                kind: "ticket", id: ticket.number, state: ticket.state.rawValue, category: ticket.category,
                urgency: ticket.urgency.rawValue)
        case .cancelled(let candidate):
            switch candidate.kind {
            case .ticket: self.init(kind: "ticket", id: candidate.reference, state: "CANCELLED")
            case .booking: self.init(kind: "booking", id: candidate.reference, state: "cancelled")
            case .seatWait: self.init(kind: "seat_wait", id: candidate.reference, state: "left")
            case .redemption: self.init(kind: "redemption", id: candidate.reference, state: "cancelled")
            case .signup: self.init(kind: "signup", id: candidate.reference, state: "cancelled")
            case .topic: self.init(kind: "topic", id: candidate.reference, state: "withdrawn")
            case .agenda: self.init(kind: "agenda", id: candidate.reference, state: "withdrawn")
            case .meal: self.init(kind: "meal", id: candidate.reference, state: "ended")
            case .need: self.init(kind: "need", id: candidate.reference, state: "withdrawn")
            }
        case .meal(let answer): self.init(answer)
        case .post(let answer): self.init(answer)
        case .signupSwapped(let signup, _):
            self.init(
                kind: "signup", id: signup.id.description,
                state: signup.waiting > 0 ? "waiting" : "booked")
        case .signedUp(let signup, true):
            self.init(
                kind: "signup", id: signup.id.description, state: signup.waiting > 0 ? "waiting" : "booked")
        case .redeemed(let quote, _, _):
            self.init(kind: "redemption", id: quote.reward, state: "held", points: quote.points)
        case .booked(let wish, let seat), .seatMoved(let wish, let seat),
            .seatChanged(let wish, let seat):
            self.init(
                kind: "booking", id: wish.offer.session.description, state: "booked", seat: seat,
                onBehalf: wish.attendee == nil ? nil : true)
        case .seatAwaited(let wish, _, true):
            self.init(kind: "seat_wait", id: wish.offer.session.description, state: "waiting")
        case .claimPending(let claim):
            self.init(
                kind: "claim", id: claim.id.description, state: "pending", points: claim.item?.points)
        case .agendaNoted(let summary, true):
            self.init(kind: "agenda", id: summary.item.description, state: "open")
        case .topicNoted(let offer, let number, true):
            self.init(kind: "topic", id: offer.session.description, state: "open", seat: number)
        case .needNoted(let need, true):
            self.init(kind: "need", id: need.number, state: need.state.rawValue, category: need.category)
        case .resourceNoted(let id, true):
            self.init(kind: "resource", id: id.number, state: "proposed")
        case .praised(let named, _):
            self.init(kind: "praise", id: named, state: "kept")
        case .homeWelcomed(let address, _, _):
            self.init(kind: "home", id: address.spoken, state: "claimed")
        case .homeClaimed(let address):
            self.init(kind: "home", id: address.spoken, state: "claimed")
        case .homeProven(let address):
            self.init(kind: "home", id: address.spoken, state: "code")
        default:
            return nil
        }
    }
}
