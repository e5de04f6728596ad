/// What an estate's register knows of places. It ranks readings of an address; it never deletes a slot.
package protocol PlaceRegister: Sendable {
    /// Codes of all buildings, as the register lists them.
    var buildingCodes: [String] { get }
    func hasBuilding(_ building: String) -> Bool
    func hasUnit(_ unit: String, building: String) -> Bool
    /// `unit` is nil where the building has one staircase or none was said.
    func hasRoom(_ room: String, unit: String?, building: String) -> Bool
    /// Names of places that residents use: "北门", "2号垃圾亭", "中庭".
    var landmarks: [String] { get }
    /// Words that a published answer of the estate knows: "物业费", "押金".
    var answerWords: [String] { get }
    /// Rooms for everybody, which may be booked.
    var venues: [Venue] { get }
}

/// A room of the estate (儿童之家, `domain.md` H03), as its file describes it.
package struct Venue: Sendable, Hashable {
    package var name: String
    /// What residents call it, its name among them.
    package var words: [String]
    /// When it is open, as residents read it.
    package var hours: String
    /// What holds for a booking, as residents read it; empty where nothing is said.
    package var rule: String

    package init(name: String, words: [String], hours: String, rule: String = "") {
        self.name = name
        self.words = words
        self.hours = hours
        self.rule = rule
    }
}

extension PlaceRegister {
    package var answerWords: [String] { [] }
    package var venues: [Venue] { [] }
}
