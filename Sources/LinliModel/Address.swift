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
}

extension Address {
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
