import LinliSettings

enum RoleRightsList {
    /// `ticket.accept` and so on.
    static var acts: [String] {
        RoleRights.acts.flatMap { group, acts in acts.map { "\(group).\($0)" } }
    }
}
