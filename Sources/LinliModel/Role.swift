/// What a member of staff is (`domain.md` 2.4); the raw values are those of `interface.md`.
package enum Role: String, Sendable, Codable, CaseIterable {
    case buildingLead = "building_lead"
    case gridWorker = "grid_worker"
    case steward
    case engineer
    case guardStaff = "guard"
    case serviceDesk = "service_desk"
    case manager
    case branch
    case committee
    case community
    case street
    case department
    case cadre
    case admin
}
