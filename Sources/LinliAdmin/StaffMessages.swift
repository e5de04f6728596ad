// What the admin API says about staff accounts.

/// Who the token speaks for, and what that role may do.
package struct Whoami: Codable, Sendable, Hashable {
    package var staff: String
    package var role: String
    package var roleName: String
    package var estate: String?
    /// Where the role ends there: "grid 1"; nil where such a role has no end.
    package var area: String?
    package var acts: [String]

    package init(
        staff: String, role: String, roleName: String, estate: String? = nil, area: String? = nil,
        acts: [String]
    ) {
        self.staff = staff
        self.role = role
        self.roleName = roleName
        self.estate = estate
        self.area = area
        self.acts = acts
    }
}

/// A post, not a person's name.
package struct StaffAccount: Codable, Sendable, Hashable {
    package var name: String
    package var roles: [StaffRight]
    package var disabled: Bool

    package init(name: String, roles: [StaffRight], disabled: Bool) {
        self.name = name
        self.roles = roles
        self.disabled = disabled
    }
}

/// A role in one estate, or in all.
package struct StaffRight: Codable, Sendable, Hashable {
    package var role: String
    package var estate: String?
    /// Where it ends: "grid 1, 2", "building 3", "whole estate"; nil where such a role has no end.
    package var area: String?

    package init(role: String, estate: String? = nil, area: String? = nil) {
        self.role = role
        self.estate = estate
        self.area = area
    }
}

/// A new account, with its first role where given.
package struct AddStaff: Codable, Sendable, Hashable {
    package var name: String
    package var role: String?
    package var estate: String?
    /// Where the role ends; the whole estate where both are missing.
    package var grids: [String]?
    package var buildings: [String]?

    package init(
        name: String, role: String? = nil, estate: String? = nil, grids: [String]? = nil,
        buildings: [String]? = nil
    ) {
        self.name = name
        self.role = role
        self.estate = estate
        self.grids = grids
        self.buildings = buildings
    }
}

/// Grants a role, or withdraws it.
package struct ChangeRole: Codable, Sendable, Hashable {
    package var role: String
    package var estate: String?
    /// Where the role ends from now on; what was said before stays where both are missing.
    package var grids: [String]?
    package var buildings: [String]?
    package var withdraw: Bool

    package init(
        role: String, estate: String? = nil, grids: [String]? = nil, buildings: [String]? = nil,
        withdraw: Bool = false
    ) {
        self.role = role
        self.estate = estate
        self.grids = grids
        self.buildings = buildings
        self.withdraw = withdraw
    }
}

/// Who is on duty in which role.
package struct DutyEntry: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var role: String
    package var staff: String
    package var from: String
    package var until: String

    package init(id: Int64, estate: String, role: String, staff: String, from: String, until: String) {
        self.id = id
        self.estate = estate
        self.role = role
        self.staff = staff
        self.from = from
        self.until = until
    }
}

/// A new entry of the roster.
package struct AddDuty: Codable, Sendable, Hashable {
    package var estate: String?
    package var role: String
    package var staff: String
    package var from: String
    package var until: String

    package init(estate: String? = nil, role: String, staff: String, from: String, until: String) {
        self.estate = estate
        self.role = role
        self.staff = staff
        self.from = from
        self.until = until
    }
}

/// A token without its secret.
package struct StaffToken: Codable, Sendable, Hashable {
    package var id: Int64
    package var role: String
    package var estate: String?
    package var label: String
    package var createdAt: String
    package var expiresAt: String?
    package var revokedAt: String?

    package init(
        id: Int64, role: String, estate: String? = nil, label: String, createdAt: String,
        expiresAt: String? = nil, revokedAt: String? = nil
    ) {
        self.id = id
        self.role = role
        self.estate = estate
        self.label = label
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }
}

/// A token speaks for one account in one of its roles.
package struct CreateToken: Codable, Sendable, Hashable {
    package var role: String
    package var estate: String?
    package var label: String
    /// It never ends where missing.
    package var days: Int?

    package init(role: String, estate: String? = nil, label: String = "", days: Int? = nil) {
        self.role = role
        self.estate = estate
        self.label = label
        self.days = days
    }
}

/// Shown this once; the store keeps a hash.
package struct TokenSecret: Codable, Sendable, Hashable {
    package var id: Int64
    package var staff: String
    package var role: String
    package var estate: String?
    package var token: String
    package var expiresAt: String?

    package init(
        id: Int64, staff: String, role: String, estate: String? = nil, token: String,
        expiresAt: String? = nil
    ) {
        self.id = id
        self.staff = staff
        self.role = role
        self.estate = estate
        self.token = token
        self.expiresAt = expiresAt
    }
}

/// Thanks of a resident, in his words.
package struct Praise: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    /// Whom he thanks: "保洁吴姐".
    package var named: String
    package var text: String
    package var at: String

    package init(id: Int64, estate: String, named: String, text: String, at: String) {
        self.id = id
        self.estate = estate
        self.named = named
        self.text = text
        self.at = at
    }
}
