import LinliModel

/// An address against the estate's register: no 9栋 where there are six. What the register has not is said so
/// and asked again; the words themselves are never lost, they stand in the report.
enum AddressProblem: Sendable, Hashable {
    case building(String)
    case unit(String, building: String)
    case room(String, home: String)

    var slot: SlotName {
        switch self {
        case .building: .building
        case .unit: .unit
        case .room: .room
        }
    }
}

extension Turn {
    /// Says what the register has not, and asks for that part.
    mutating func ask(_ problem: AddressProblem) {
        switch problem {
        case .building(let building):
            let known = facts.register?.buildingCodes.spokenRange ?? ""
            say("place.no_building", ["building": building, "known": known].present)
        case .unit(let unit, let building):
            say("place.no_unit", ["building": building, "unit": unit])
        case .room(let room, let home):
            say("place.no_room", ["home": home, "room": room])
        }
        askFor([problem.slot])
    }
}

extension Address {
    /// The first part that the register does not have; nil where all is there, or no register is known.
    func problem(in register: (any PlaceRegister)?) -> AddressProblem? {
        guard let register, let building else { return nil }
        guard register.hasBuilding(building) else { return .building(building) }
        if let unit, !register.hasUnit(unit, building: building) { return .unit(unit, building: building) }
        if let room, !register.hasRoom(room, unit: unit, building: building) {
            return .room(room, home: Address(building: building, unit: unit).spoken)
        }
        return nil
    }

    /// Without the part that cannot be.
    func without(_ problem: AddressProblem) -> Address {
        var address = self
        switch problem {
        case .building: address.building = nil
        case .unit: address.unit = nil
        case .room: address.room = nil
        }
        return address
    }

    /// A room or a staircase, but of which building?
    var lacksBuilding: Bool { building == nil && (unit != nil || room != nil) }
}

extension [String] {
    /// "1至12栋" for numbers without a gap, else "1栋、2栋、A1栋".
    var spokenRange: String {
        let numbers = compactMap(Int.init).sorted()
        if numbers.count == count, let first = numbers.first, let last = numbers.last,
            last - first == count - 1, count > 2
        {
            return "\(first)至\(last)栋"
        }
        return prefix(12).map { "\($0)栋" }.joined(separator: "、")
    }
}

extension Turn {
    /// A grievance about a bill has no place, and a loan has none either.
    func needsPlace(_ draft: RepairDraft) -> Bool {
        if draft.address.isRelative, policy.sharedPlaces.contains(draft.category) { return true }
        return draft.needsPlace && !policy.placeless.contains(draft.category)
    }

    /// Somebody has to come into the flat, and does not know to which door.
    func lacksFlat(_ category: String, _ address: Address) -> Bool {
        policy.inHome.contains(category) && address.lacksFlat
    }
}
