import LinliModel

/// The one table of the daemon's settings: key, kind, unit, default, whether it is secret, and what it is
/// for. The file, the environment, the checks and `Docs/` all follow it.
package struct SettingKey: Sendable {
    package enum Kind: Sendable {
        case text
        case number(ClosedRange<Int>)
        case choice([String])
        /// `sqlite:PATH` or `postgres://…`.
        case store
        /// `http://…` or `https://…`.
        case address
        /// Scheme, host and port without a path; in the environment separated by commas.
        case origins
    }

    package var key: String
    package var kind: Kind
    package var unit: String
    /// Nil where the setting has no value unless one is written.
    package var standard: String?
    /// True where the value may hold a password: it may be a reference and is never printed.
    package var isSecret: Bool
    package var meaning: String

    /// `http.port` is `LINLI_HTTP_PORT`.
    package var variable: String { "LINLI_" + key.uppercased().replacing(".", with: "_") }

    private init(
        _ key: String, _ kind: Kind, _ standard: String?, unit: String = "", secret: Bool = false,
        _ meaning: String
    ) {
        self.key = key
        self.kind = kind
        self.unit = unit
        self.standard = standard
        self.isSecret = secret
        self.meaning = meaning
    }

    package static func named(_ key: String) -> SettingKey? { all.first { $0.key == key } }

    package static let all: [SettingKey] = [
        SettingKey("http.host", .text, "127.0.0.1", "Address on which webhooks and pages listen."),
        SettingKey("http.port", .number(0...65_535), "8080", "Its port; 0 takes any free one."),
        SettingKey(
            "admin.host", .text, "127.0.0.1", "Address of the admin API, the console and the metrics."),
        SettingKey(
            "admin.port", .number(0...65_535), nil,
            "Its port; unset: http.port + 1, or any free one where http.port is 0."),
        SettingKey(
            "admin.ticket_url", .address, nil,
            "The staff's page of a ticket, {ticket} for its number; stands in messages to staff groups."),
        SettingKey(
            "store.url", .store, "sqlite:var/linli.sqlite", secret: true,
            "The database: sqlite:PATH or postgres://…; a URL with a password is written env: or file:."),
        SettingKey(
            "store.lease", .number(2...300), "15", unit: "seconds",
            "On PostgreSQL: when others take over what a daemon held that is gone or asleep."),
        SettingKey("data.directory", .text, "var", "Where the daemon keeps its files, lock and tokens."),
        SettingKey("intents.directory", .text, "Intents", "Sentences, lists and replies."),
        SettingKey(
            "log.level", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
            "info",
            "What is logged at least."),
        SettingKey(
            "web.public_url", .address, nil, "How residents reach the pages from outside, for links."),
        SettingKey(
            "limits.connections", .number(1...100_000), "2000", "Open connections to the public listener."
        ),
        SettingKey(
            "limits.event_streams", .number(1...100_000), "500", "Open event streams of the web chat."),
        SettingKey(
            "limits.messages_per_minute", .number(1...1_000_000), "20",
            "Messages of one person that are handled; of what is beyond only dangers are heard."),
        SettingKey(
            "push.timeout", .number(1...120), "10", unit: "seconds", "A whole push, first byte to last."),
        SettingKey(
            "push.connect_timeout", .number(1...60), "5", unit: "seconds", "The connection of a push."),
        SettingKey("push.in_flight", .number(1...1000), "64", "Pushes under way at one time."),
        SettingKey("push.proxy", .address, nil, secret: true, "Proxy for pushes; none unless set."),
        SettingKey(
            "push.allow_private", .origins, "",
            "Origins on private addresses that may be called beside the configured ones."),
        SettingKey(
            "retention.message", .number(1...3650), "90", unit: "days", "Raw messages (domain.md 2.10)."),
        SettingKey(
            "retention.attachment", .number(1...3650), "180", unit: "days", "Attachments after archiving."
        ),
        SettingKey(
            "retention.ticket", .number(30...3650), "1095", unit: "days", "Tickets before pseudonyms."),
        SettingKey("retention.ledger", .number(365...3650), "1095", unit: "days", "Points ledger."),
        SettingKey("retention.booking", .number(30...3650), "365", unit: "days", "Reception bookings."),
        SettingKey(
            "retention.vote", .number(365...3650), "730", unit: "days",
            "Vote receipts after the decision."),
        SettingKey(
            "retention.audit", .number(183...3650), "365", unit: "days",
            "Audit log; the law wants six months at least (网络安全法 23)."),
    ]
}
