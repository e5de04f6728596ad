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
}

extension PlaceRegister {
    package var answerWords: [String] { [] }
}
