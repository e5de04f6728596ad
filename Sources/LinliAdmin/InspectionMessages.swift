// What the admin API says about inspections (安全隐患排查, `domain.md` G01).

package struct Inspection: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var kind: String
    package var name: String
    /// `2026-05-10`
    package var done: String
    /// The account that entered it.
    package var staff: String
    /// The tickets that its findings became.
    package var findings: [String]

    package init(
        id: Int64, estate: String, kind: String, name: String, done: String, staff: String,
        findings: [String]
    ) {
        self.id = id
        self.estate = estate
        self.kind = kind
        self.name = name
        self.done = done
        self.staff = staff
        self.findings = findings
    }
}

package struct AddInspection: Codable, Sendable, Hashable {
    package var estate: String?
    package var kind: String
    package var done: String
    package var findings: [String]
    /// Of findings whose words do not say what they are about.
    package var category: String?

    package init(
        estate: String? = nil, kind: String, done: String, findings: [String], category: String? = nil
    ) {
        self.estate = estate
        self.kind = kind
        self.done = done
        self.findings = findings
        self.category = category
    }
}
