import LinliModel

/// A part of a message that names a place by number, in normal form (`domain.md` 2.5 and part 3).
struct AddressReading: Sendable, Equatable {
    var range: Range<Int>
    var zone: String?
    var building: String?
    var unit: String?
    var floor: String?
    var room: String?
    /// A parking place ("B2-118") is a place, not a flat.
    var place: String?

    /// 0703 is the flat 703.
    static func room(_ digits: String) -> String {
        digits.count == 4 && digits.hasPrefix("0") ? String(digits.dropFirst()) : digits
    }

    var slots: Slots {
        var slots: Slots = [:]
        let pairs: [(SlotName, String?)] = [
            (.zone, zone), (.building, building), (.unit, unit), (.floor, floor), (.room, room),
            (.place, place),
        ]
        for (name, value) in pairs {
            if let value { slots[name] = .text(value) }
        }
        return slots
    }
}
