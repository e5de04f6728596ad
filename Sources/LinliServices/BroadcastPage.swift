import LinliModel
import LinliSQL

/// A page of what is told to many, as the subject of its timer: which news, and after whom it goes on. Only
/// here are these subjects written and read.
enum BroadcastPage: Sendable, Hashable {
    /// A warning of the weather, to the residents behind this one.
    case alert(AlertID, after: ResidentID)
    /// A session that was moved, by the id of the move.
    case session(Int64, after: Seated)
    /// An event of the history of a need.
    case need(event: Int64, after: Listener)
    /// Goods that are there again; who was told waits no more, so that there is no place to go on from.
    case reward(estate: String, code: String)

    /// Those who hear of a session: the seats by their ids, then those who wait by theirs.
    enum Seated: Sendable, Hashable {
        case seat(BookingID)
        case wait(SeatWaitID)
    }

    /// Those who hear of a need: the wishes by their ids, then the followers by theirs.
    enum Listener: Sendable, Hashable {
        case wish(NeedID)
        case follower(ResidentID)
    }

    /// - Throws: `.decoding` where the text is no page: the timer is counted and set aside, and not done.
    init(subject: String) throws(SQLError) {
        guard let page = BroadcastPage.read(subject) else {
            throw SQLError(.decoding, "no page of a broadcast: \(subject)")
        }
        self = page
    }

    private static func read(_ subject: String) -> BroadcastPage? {
        let parts = subject.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let numbers = parts.map { Int64($0) }
        switch (parts.first, parts.count) {
        case ("alert", 3):
            guard let alert = numbers[1], let last = numbers[2] else { return nil }
            return .alert(AlertID(alert), after: ResidentID(last))
        case ("session", 4):
            guard let move = numbers[1], let last = numbers[3] else { return nil }
            return switch parts[2] {
            case "seat": .session(move, after: .seat(BookingID(last)))
            case "wait": .session(move, after: .wait(SeatWaitID(last)))
            default: nil
            }
        case ("need", 4):
            guard let event = numbers[1], let last = numbers[3] else { return nil }
            return switch parts[2] {
            case "wish": .need(event: event, after: .wish(NeedID(last)))
            case "follower": .need(event: event, after: .follower(ResidentID(last)))
            default: nil
            }
        case ("reward", 3): return .reward(estate: parts[1], code: parts[2])
        default: return nil
        }
    }

    var subject: String {
        switch self {
        case .alert(let alert, let last): "alert/\(alert)/\(last)"
        case .session(let move, .seat(let last)): "session/\(move)/seat/\(last)"
        case .session(let move, .wait(let last)): "session/\(move)/wait/\(last)"
        case .need(let event, .wish(let last)): "need/\(event)/wish/\(last)"
        case .need(let event, .follower(let last)): "need/\(event)/follower/\(last)"
        case .reward(let estate, let code): "reward/\(estate)/\(code)"
        }
    }
}
