// What the admin API says about points.

/// Available and held; held points wait for a reward to be collected.
package struct PointsBalance: Codable, Sendable, Hashable {
    package var resident: Int64
    package var name: String
    package var available: Int
    package var held: Int

    package init(resident: Int64, name: String, available: Int, held: Int) {
        self.resident = resident
        self.name = name
        self.available = available
        self.held = held
    }
}

/// One transfer as the resident sees it: negative where points left him.
package struct PointsEntry: Codable, Sendable, Hashable {
    package var reference: String
    package var at: String
    package var points: Int
    package var kind: String
    package var memo: String

    package init(reference: String, at: String, points: Int, kind: String, memo: String) {
        self.at = at
        self.points = points
        self.kind = kind
        self.memo = memo
        self.reference = reference
    }
}

/// A deed that waits for approval, or was decided.
package struct PointsClaim: Codable, Sendable, Hashable {
    package var id: Int64
    package var resident: Int64
    package var name: String
    package var text: String
    package var attachment: String?
    /// `pending`, `approved` or `rejected`.
    package var state: String
    package var item: String?
    package var points: Int?
    package var at: String
    /// Set while the second of two approvers is awaited.
    package var firstApprover: String?
    package var reason: String

    package init(
        id: Int64, resident: Int64, name: String, text: String, attachment: String? = nil, state: String,
        item: String? = nil, points: Int? = nil, at: String, firstApprover: String? = nil, reason: String
    ) {
        self.id = id
        self.resident = resident
        self.name = name
        self.text = text
        self.attachment = attachment
        self.state = state
        self.item = item
        self.points = points
        self.at = at
        self.firstApprover = firstApprover
        self.reason = reason
    }
}

/// A deed that somebody reports at the desk.
package struct OpenClaim: Codable, Sendable, Hashable {
    package var resident: String
    package var text: String

    package init(resident: String, text: String) {
        self.resident = resident
        self.text = text
    }
}

/// Which item of the scheme the deed is.
package struct ApproveClaim: Codable, Sendable, Hashable {
    package var item: String

    package init(item: String) {
        self.item = item
    }
}

/// Points without a claim. Give `item`, or `points` and `memo`. The same reference grants once.
package struct GrantPoints: Codable, Sendable, Hashable {
    package var resident: String
    package var item: String?
    package var points: Int?
    package var memo: String?
    package var reference: String

    package init(
        resident: String, item: String? = nil, points: Int? = nil, memo: String? = nil, reference: String
    ) {
        self.resident = resident
        self.item = item
        self.points = points
        self.memo = memo
        self.reference = reference
    }
}

/// Takes an earned transfer back.
package struct ReversePoints: Codable, Sendable, Hashable {
    package var reference: String
    package var reason: String

    package init(reference: String, reason: String) {
        self.reference = reference
        self.reason = reason
    }
}

/// What a grant or a reversal did. `known` is true where it had been done before.
package struct PointsTransfer: Codable, Sendable, Hashable {
    package var reference: String
    package var kind: String
    package var points: Int
    package var resident: Int64
    package var memo: String
    package var known: Bool

    package init(
        reference: String, kind: String, points: Int, resident: Int64, memo: String, known: Bool
    ) {
        self.reference = reference
        self.kind = kind
        self.points = points
        self.resident = resident
        self.memo = memo
        self.known = known
    }
}

/// Lets points of past years expire, the oldest first.
package struct ExpirePoints: Codable, Sendable, Hashable {
    /// `YYYY-MM-DD`; today where missing.
    package var asOf: String?
    package var estate: String?
    package var dryRun: Bool

    package init(asOf: String? = nil, estate: String? = nil, dryRun: Bool = false) {
        self.asOf = asOf
        self.estate = estate
        self.dryRun = dryRun
    }
}

/// What has expired, or would.
package struct PointsExpiry: Codable, Sendable, Hashable {
    package var asOf: String
    package var dryRun: Bool
    package var residents: [ExpiredPoints]
    package var total: Int

    package init(asOf: String, dryRun: Bool, residents: [ExpiredPoints], total: Int) {
        self.asOf = asOf
        self.dryRun = dryRun
        self.residents = residents
        self.total = total
    }
}

/// One resident's part.
package struct ExpiredPoints: Codable, Sendable, Hashable {
    package var resident: Int64
    package var name: String
    package var points: Int

    package init(resident: Int64, name: String, points: Int) {
        self.resident = resident
        self.name = name
        self.points = points
    }
}

/// Whether the books are right: no account differs from its postings and all sum to zero.
package struct PointsVerification: Codable, Sendable, Hashable {
    package var ok: Bool
    package var total: Int
    package var mismatches: [PointsMismatch]

    package init(ok: Bool, total: Int, mismatches: [PointsMismatch]) {
        self.ok = ok
        self.total = total
        self.mismatches = mismatches
    }
}

/// An account whose balance is not the sum of its postings.
package struct PointsMismatch: Codable, Sendable, Hashable {
    package var account: Int64
    package var kind: String
    package var balance: Int
    package var posted: Int

    package init(account: Int64, kind: String, balance: Int, posted: Int) {
        self.account = account
        self.kind = kind
        self.balance = balance
        self.posted = posted
    }
}

/// One of the 35 items.
package struct PointsRule: Codable, Sendable, Hashable {
    package var code: String
    package var number: Int
    package var category: String
    package var name: String
    package var points: Int
    /// `2/day`.
    package var cap: String
    package var evidence: String
    package var approvers: [String]
    package var approvals: Int

    package init(
        code: String, number: Int, category: String, name: String, points: Int, cap: String,
        evidence: String, approvers: [String], approvals: Int
    ) {
        self.number = number
        self.code = code
        self.category = category
        self.name = name
        self.points = points
        self.cap = cap
        self.evidence = evidence
        self.approvers = approvers
        self.approvals = approvals
    }
}

/// One line of the public list, masked.
package struct PointsRank: Codable, Sendable, Hashable {
    package var rank: Int
    package var name: String
    package var points: Int

    package init(rank: Int, name: String, points: Int) {
        self.rank = rank
        self.name = name
        self.points = points
    }
}
