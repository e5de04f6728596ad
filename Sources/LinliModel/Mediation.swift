/// Where the mediation of a quarrel stands (诉前调解, `domain.md` F10).
package enum Mediation: String, Sendable, Codable, CaseIterable {
    case offered, refused, consented
    case underWay = "under_way"
    /// With an agreement, or without one: then the resident hears that the courts are open to him.
    case agreed, failed
}
