// What the admin API says about messages under way, channels, estates and the audit trail.

/// Items in the order that the path documents; `next` goes into `after` for the rest.
package struct Page<Item: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    package var items: [Item]
    package var next: String?

    package init(items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

/// An empty object.
package struct Nothing: Codable, Sendable, Hashable {

    package init() {
    }
}

/// A message that is owed to somebody, and its fate. The words only for roles that may read them.
package struct OutboxItem: Codable, Sendable, Hashable {
    package var id: Int64
    package var channel: String
    /// Masked.
    package var recipient: String
    package var why: String
    package var state: String
    package var attempts: Int
    package var createdAt: String
    package var notBefore: String
    package var decidedAt: String?
    package var reason: String
    package var platformId: String?
    package var text: String?

    package init(
        id: Int64, channel: String, recipient: String, why: String, state: String, attempts: Int,
        createdAt: String, notBefore: String, decidedAt: String? = nil, reason: String,
        platformId: String? = nil, text: String? = nil
    ) {
        self.id = id
        self.channel = channel
        self.recipient = recipient
        self.why = why
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.decidedAt = decidedAt
        self.reason = reason
        self.platformId = platformId
        self.text = text
    }
}

/// A configured channel, without its secrets.
package struct ChannelLine: Codable, Sendable, Hashable {
    package var name: String
    package var kind: String
    package var estate: String

    package init(name: String, kind: String, estate: String) {
        self.name = name
        self.kind = kind
        self.estate = estate
    }
}

/// What came of trying a channel's settings at its platform: nobody is written to, and no secret is shown.
package struct ChannelTrial: Codable, Sendable, Hashable {
    package var channel: String
    package var kind: String
    package var estate: String
    /// All of `checks` are.
    package var ok: Bool
    /// What the platform's page must call, below the public address.
    package var callback: String
    package var checks: [ChannelCheck]

    package init(
        channel: String, kind: String, estate: String, ok: Bool, callback: String, checks: [ChannelCheck]
    ) {
        self.channel = channel
        self.kind = kind
        self.estate = estate
        self.ok = ok
        self.callback = callback
        self.checks = checks
    }
}

package struct ChannelCheck: Codable, Sendable, Hashable {
    /// `settings`, `token`, `pull` or `address`.
    package var name: String
    package var ok: Bool
    package var detail: String
    /// What to do; empty where it is well.
    package var hint: String

    package init(name: String, ok: Bool, detail: String, hint: String = "") {
        self.name = name
        self.ok = ok
        self.detail = detail
        self.hint = hint
    }
}

/// How many messages a platform still takes for one person. Missing values: no window is known.
package struct ReplyWindowState: Codable, Sendable, Hashable {
    package var channel: String
    package var recipient: String
    package var open: Bool
    package var closesAt: String?
    package var remaining: Int?

    package init(
        channel: String, recipient: String, open: Bool, closesAt: String? = nil, remaining: Int? = nil
    ) {
        self.channel = channel
        self.recipient = recipient
        self.open = open
        self.closesAt = closesAt
        self.remaining = remaining
    }
}

/// Who on the staff did what to what.
package struct AuditEntry: Codable, Sendable, Hashable {
    package var at: String
    package var staff: String
    package var role: String
    package var act: String
    package var target: String
    package var detail: String

    package init(at: String, staff: String, role: String, act: String, target: String, detail: String) {
        self.at = at
        self.staff = staff
        self.role = role
        self.act = act
        self.target = target
        self.detail = detail
    }
}

/// An estate and the size of its register.
package struct EstateLine: Codable, Sendable, Hashable {
    package var code: String
    package var name: String
    package var isDemo: Bool
    package var buildings: Int
    /// In the settings.
    package var rooms: Int
    /// In the store.
    package var stored: Int

    package init(code: String, name: String, isDemo: Bool, buildings: Int, rooms: Int, stored: Int) {
        self.code = code
        self.name = name
        self.isDemo = isDemo
        self.buildings = buildings
        self.rooms = rooms
        self.stored = stored
    }
}

/// An estate's register without its rooms one by one.
package struct EstateDetail: Codable, Sendable, Hashable {
    package var code: String
    package var name: String
    package var isDemo: Bool
    package var rooms: Int
    package var stored: Int
    package var buildings: [EstateBuilding]
    package var landmarks: [String]
    package var grids: [String]
    package var bodies: [String]
    package var service: String
    package var office: String

    package init(
        code: String, name: String, isDemo: Bool, rooms: Int, stored: Int, buildings: [EstateBuilding],
        landmarks: [String], grids: [String], bodies: [String], service: String, office: String
    ) {
        self.code = code
        self.name = name
        self.isDemo = isDemo
        self.rooms = rooms
        self.stored = stored
        self.buildings = buildings
        self.landmarks = landmarks
        self.grids = grids
        self.bodies = bodies
        self.service = service
        self.office = office
    }
}

/// A building's units and how many rooms each has.
package struct EstateBuilding: Codable, Sendable, Hashable {
    package var code: String
    package var units: Int
    package var rooms: Int

    package init(code: String, units: Int, rooms: Int) {
        self.code = code
        self.units = units
        self.rooms = rooms
    }
}

/// Where the register, the roster and the store do not fit each other.
package struct EstateCheck: Codable, Sendable, Hashable {
    package var code: String
    package var ok: Bool
    package var findings: [String]

    package init(code: String, ok: Bool, findings: [String]) {
        self.code = code
        self.ok = ok
        self.findings = findings
    }
}

/// A register as YAML (`estates/CODE.yaml`) or CSV (building,unit,floor,room).
package struct ImportEstate: Codable, Sendable, Hashable {
    package var code: String
    package var name: String?
    /// `yaml` or `csv`.
    package var format: String
    package var text: String
    package var dryRun: Bool

    package init(code: String, name: String? = nil, format: String, text: String, dryRun: Bool = false) {
        self.code = code
        self.name = name
        self.format = format
        self.text = text
        self.dryRun = dryRun
    }
}

/// What an import did. It only adds; `missing` rooms are in the store and not in the register.
package struct EstateImport: Codable, Sendable, Hashable {
    package var code: String
    package var dryRun: Bool
    package var added: Int
    package var known: Int
    package var missing: Int
    package var conflicts: [String]

    package init(code: String, dryRun: Bool, added: Int, known: Int, missing: Int, conflicts: [String]) {
        self.code = code
        self.dryRun = dryRun
        self.added = added
        self.known = known
        self.missing = missing
        self.conflicts = conflicts
    }
}
