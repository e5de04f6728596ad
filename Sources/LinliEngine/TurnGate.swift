/// Lets turns run at the same time, and a suspect alone.
///
/// A message that was claimed before and not ended may have ended the process. While it runs no other turn is
/// under way here, so that if it does it again, it counts against nobody else.
actor TurnGate {
    private var underWay = 0
    private var isAlone = false
    private var waiting: [(alone: Bool, continuation: CheckedContinuation<Void, Never>)] = []

    func enter(alone: Bool) async {
        if waiting.isEmpty, admit(alone: alone) { return }
        await withCheckedContinuation { waiting.append((alone, $0)) }
    }

    func leave() {
        underWay -= 1
        isAlone = false
        while let first = waiting.first, admit(alone: first.alone) {
            waiting.removeFirst()
            first.continuation.resume()
        }
    }

    private func admit(alone: Bool) -> Bool {
        guard !isAlone, !alone || underWay == 0 else { return false }
        underWay += 1
        isAlone = alone
        return true
    }
}
