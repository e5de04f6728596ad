/// A place in an estate, in normal form: building without 栋/号楼 ("3", "A2"), unit and room as digits.
package struct Address: Sendable, Hashable, Codable {
    package var building: String?
    package var unit: String?
    package var room: String?
    /// A landmark or a description ("北门", "2号垃圾亭旁").
    package var place: String?

    package init(building: String? = nil, unit: String? = nil, room: String? = nil, place: String? = nil) {
        self.building = building
        self.unit = unit
        self.room = room
        self.place = place
    }

    package var isEmpty: Bool { building == nil && unit == nil && room == nil && place == nil }

    /// This address, with the gaps filled from another one.
    package func filled(from other: Address) -> Address {
        Address(
            building: building ?? other.building, unit: unit ?? other.unit, room: room ?? other.room,
            place: place ?? other.place)
    }
}

extension Address {
    private static let ofSpeaker = [
        "门口", "大门口", "门外", "门前", "楼下", "楼上", "隔壁", "对门", "楼道", "走廊", "单元门", "单元门口", "楼梯", "楼梯间", "电梯口",
    ]
    private static let own = ["我们", "咱们", "自己", "我", "家", "自家", "这", "那"]

    /// Says where it is only from where the speaker stands or lives (门口, 我家楼下): two who say it mean two
    /// places.
    package var isRelative: Bool {
        guard building == nil, let place else { return false }
        var rest = Substring(place)
        while let word = Self.own.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(word.count) }
        return Self.ofSpeaker.contains(String(rest))
    }

    /// The same, however much is said beside it: 楼下，靠左那扇.
    package var hangsOnSpeaker: Bool {
        guard building == nil, let place else { return building == nil && (unit != nil || room != nil) }
        if isRelative || unit != nil { return true }
        let words = ["我", "隔壁", "对门", "楼上", "楼下", "楼道", "走廊", "单元门", "楼梯"]
        return place.mentionsAny(words) || place.hasPrefix("门口")
    }

    /// "3栋2单元501", or the place.
    package var spoken: String {
        var text = ""
        if let building { text += "\(building)栋" }
        if let unit { text += "\(unit)单元" }
        if let room { text += room }
        if let place { text += text.isEmpty ? place : "（\(place)）" }
        return text
    }
}

extension String {
    /// Speaks of the door of his own flat: it is nobody else's, whatever stands there.
    package var isAtOwnDoor: Bool { mentionsAny(["家门口", "我门口", "家门外", "家门前"]) }
}
