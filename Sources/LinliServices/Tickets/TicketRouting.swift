import LinliModel
import LinliSettings

/// Who takes a matter first (`domain.md` A18, B10, F05, F06): the role of its category, or who stands in
/// for it where an estate has no company or no committee. A register that lists no bodies says nothing
/// about that, and the category's role stands.
package struct TicketRouting: Sendable {
    package struct First: Sendable, Hashable {
        package var role: Role
        /// What staff and residents call it: 水电工, or the body that stands in.
        package var name: String
        /// The level on which the matter begins.
        package var level: Ladder.Level = .l1
    }

    private static let property: Set<Role> = [.steward, .engineer, .guardStaff, .serviceDesk, .manager]
    /// What a public-interest property service does: guarding, cleaning, the common equipment (F06).
    private static let basicGroups: Set<String> = [
        "water", "power", "gas", "lift", "access", "fire", "clean", "security", "throwing", "ebike",
        "building",
        "parking", "green", "weather",
    ]

    private let settings: Settings

    package init(settings: Settings) {
        self.settings = settings
    }

    package func first(for code: String, estate: String) -> First {
        let category = settings.categories[code]
        let usual = First(role: category?.own ?? .steward, name: category?.ownName ?? "")
        guard let bodies = settings.estates[estate]?.bodies, !bodies.isEmpty else { return usual }
        func body(_ kind: Estate.Body.Kind) -> String? { bodies.first { $0.kind == kind }?.name }
        if usual.role == .committee, body(.committee) == nil {
            return First(
                role: .community,
                name: body(.residentsBoard) ?? body(.environmentCommittee) ?? body(.community)
                    ?? "社区环境和物业管理委员会")
        }
        // The body by its own name, in the ticket as in the reply.
        if usual.role == .committee, let name = body(.committee) {
            return First(role: .committee, name: name)
        }
        guard Self.property.contains(usual.role), body(.company) == nil else { return usual }
        if let service = body(.publicProperty) {
            let isBasic = category.map { Self.basicGroups.contains($0.group) && $0.part == .public } ?? false
            if isBasic { return First(role: usual.role, name: "\(service)（公益物业）") }
            return First(role: .community, name: body(.community) ?? "社区", level: .l3)
        }
        return First(role: .community, name: "\(body(.community) ?? "社区")（兜底）")
    }
}
