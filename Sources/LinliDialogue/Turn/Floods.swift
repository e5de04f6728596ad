import LinliModel

/// More messages in a minute than anybody types: a danger is heard among them all the same, and so is who has
/// a person on the line; of the others it is said once that they were too many and nothing was done.
extension Turn {
    /// Counts the messages of a minute. It counts from the first of them.
    mutating func noteFlood() {
        guard var flood = state.flood, facts.now - flood.since <= .seconds(Limits.floodSeconds) else {
            state.flood = Flood(since: facts.now, messages: 1)
            return
        }
        flood.messages += 1
        state.flood = flood
    }

    /// Behind the listeners for dangers: what comes here waits for no help. A person may be asked for always.
    mutating func leaveFlood(_ understood: Understood) -> Bool {
        guard isFlooded, facts.person?.isActive != true, understood.main.intent != .humanHandoff else {
            return false
        }
        tellFlood()
        return true
    }

    /// A picture, a place or a voice among them: true where it is left alone.
    mutating func leaveMedia() -> Bool {
        guard isFlooded, facts.person?.isActive != true, state.flow?.isOfDanger != true else { return false }
        tellFlood()
        return true
    }

    private var isFlooded: Bool { state.flood.map { $0.messages > policy.messagesPerMinute } ?? false }

    private mutating func tellFlood() {
        isHeldBack = true
        guard state.flood?.isTold == false else { return }
        state.flood?.isTold = true
        say("flood.slow")
        acts.append(.notify)
    }
}

/// The messages of the last minute.
package struct Flood: Sendable, Hashable, Codable {
    var since: Instant
    var messages: Int
    var isTold = false
}

extension Flow {
    fileprivate var isOfDanger: Bool {
        switch self {
        case .emergencyPlace, .witness: true
        default: false
        }
    }
}
