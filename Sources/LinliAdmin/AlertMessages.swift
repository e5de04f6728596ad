// What the admin API says about warnings of the weather.

package struct WeatherAlert: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var kind: String
    package var name: String
    package var level: String
    package var startedAt: String
    package var endedAt: String?
    /// The tickets of its checks, where it was just started.
    package var checks: [String]

    package init(
        id: Int64, estate: String, kind: String, name: String, level: String, startedAt: String,
        endedAt: String? = nil, checks: [String]
    ) {
        self.id = id
        self.estate = estate
        self.kind = kind
        self.name = name
        self.level = level
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.checks = checks
    }
}

/// A kind of `alerts.yaml` by code or name, and its level: 橙, 橙色.
package struct StartAlert: Codable, Sendable, Hashable {
    package var estate: String?
    package var kind: String
    package var level: String

    package init(estate: String? = nil, kind: String, level: String) {
        self.estate = estate
        self.kind = kind
        self.level = level
    }
}

package struct EndAlert: Codable, Sendable, Hashable {
    package var estate: String?
    package var kind: String

    package init(estate: String? = nil, kind: String) {
        self.estate = estate
        self.kind = kind
    }
}
