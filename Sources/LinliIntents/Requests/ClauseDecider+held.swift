import LinliModel

/// Who is in danger and cannot get out.
extension ClauseDecider {
    /// 五个人关在里头: the words that made it an emergency say that somebody is shut in.
    func isShutIn(_ emergency: EmergencyRules.Match) -> Bool {
        emergency.words.contains { word in ["关在", "困在", "锁在", "被困", "被关"].contains { word.contains($0) } }
    }

    /// Who is in danger and cannot get out is held, whatever holds him, unless the words deny it.
    func holds(_ reading: MessageReading, _ slots: inout Slots) {
        guard slots[.trapped] == nil, Negation.tellsOfHeld(reading.text.codes) else { return }
        slots[.trapped] = .flag(true)
    }
}
