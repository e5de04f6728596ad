import LinliModel

/// What a place in a resident's words says, and what it leaves open.
extension Address {
    private static let roomsOfFlats = ["厨房", "卫生间", "厕所", "洗手间", "浴室", "阳台", "客厅", "卧室", "家里", "屋里"]

    /// Nothing but a room inside a flat is known.
    var isRoomOfFlat: Bool {
        guard building == nil, room == nil, let place else { return false }
        return Self.roomsOfFlats.contains { place.hasSuffix($0) }
    }

    private static let partsOfBuildings = [
        "走廊", "楼道", "楼梯", "楼梯间", "楼", "大堂", "单元门", "电梯间", "电梯口", "天台", "楼顶",
        "电梯里", "电梯", "梯里",
    ]

    /// "3栋", "C区2幢", "三号楼".
    private static func numbersBuilding(_ place: String) -> Bool {
        let characters = Array(place)
        return characters.indices.dropFirst().contains { index in
            guard isOfNumber(characters[index - 1]) else { return false }
            switch characters[index] {
            case "栋", "幢": return true
            case "号": return characters.indices.contains(index + 1) && characters[index + 1] == "楼"
            default: return false
            }
        }
    }

    private static func isOfNumber(_ character: Character) -> Bool {
        if character.isASCII { return character.isLetter || character.isNumber }
        return "一二三四五六七八九十".contains(character)
    }

    /// Its words say which building: "3栋（外墙）".
    var namesBuilding: Bool { building != nil || place.map(Self.numbersBuilding) ?? false }

    /// Words that speak of a building without naming it: "楼道，就是我们这栋".
    var namesNoBuilding: Bool {
        guard building == nil, let place, place.mentionsAny(Self.partsOfBuildings) else { return false }
        return !Self.numbersBuilding(place)
    }

    private static let ofEveryBuilding = ["安全出口", "疏散通道", "逃生通道", "应急通道", "消防通道", "消防车通道", "消防车道"]

    /// There is one at each building: 消防通道 alone leads nobody there.
    var isAtEachBuilding: Bool {
        guard building == nil, room == nil, let place else { return false }
        return Self.ofEveryBuilding.contains(place)
    }

    /// "三楼走廊" says where in a building, but not in which.
    var isPartOfBuilding: Bool {
        guard building == nil, room == nil, let place else { return false }
        return Self.partsOfBuildings.contains { place.hasSuffix($0) }
    }

    /// The kitchen of a flat in a known building, but of which flat?
    var lacksFlat: Bool {
        guard building != nil, room == nil, let place else { return false }
        return Self.roomsOfFlats.contains { place.hasSuffix($0) }
    }
}
