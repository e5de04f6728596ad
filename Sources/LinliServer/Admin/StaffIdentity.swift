import LinliModel

/// Who a bearer token belongs to.
package struct StaffIdentity: Sendable, Hashable {
    /// The account's number in the store.
    package var account: Int64
    package var roles: Set<Role>

    package init(account: Int64, roles: Set<Role>) {
        self.account = account
        self.roles = roles
    }
}
