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
