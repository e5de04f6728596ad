import LinliModel

/// The scalars of the daemon, from `linli.yaml` and the environment, each checked against `SettingKey.all`.
package struct DaemonSettings: Sendable {
    /// How long each kind of data is kept.
    package struct Retention: Sendable, Hashable {
        /// Days, in the order of the classes.
        private let days: [Int]

        fileprivate init(_ values: DaemonValues) {
            days = RetentionClass.allCases.map { values.number("retention.\($0.rawValue)") }
        }

        package func span(of kind: RetentionClass) -> TimeSpan {
            let place = RetentionClass.allCases.firstIndex(of: kind)
            return .days(Int64(place.map { days[$0] } ?? 0))
        }
    }

    package struct Push: Sendable, Hashable {
        package var timeoutSeconds: Int
        package var connectTimeoutSeconds: Int
        package var inFlight: Int
        package var proxy: String?
        package var allowPrivate: [String]
    }

    package var httpHost: String
    /// 0 for any free port.
    package var httpPort: Int
    package var adminHost: String
    /// Nil where none is set: see `effectiveAdminPort`.
    package var adminPort: Int?
    /// `https://…/{ticket}`; nil where the staff have no page of their own.
    package var ticketURL: String?
    package var storeURL: String
    package var storeLeaseSeconds: Int
    package var dataDirectory: String
    package var intentsDirectory: String
    package var logLevel: String
    package var publicURL: String?
    package var connections: Int
    package var eventStreams: Int
    /// So many messages of one person are handled in a minute; a danger is always.
    package var messagesPerMinute: Int
    package var push: Push
    package var retention: Retention

    /// The port beside the public one; 0 (any free) where that is 0 or the last.
    package var effectiveAdminPort: Int {
        adminPort ?? (httpPort == 0 || httpPort == 65_535 ? 0 : httpPort + 1)
    }

    /// The values as they would be set without a file and without an environment.
    package static var standard: DaemonSettings { DaemonSettings(DaemonValues()) }
}

extension DaemonSettings {
    init(_ values: DaemonValues) {
        httpHost = values.text("http.host")
        httpPort = values.number("http.port")
        adminHost = values.text("admin.host")
        adminPort = values.optional("admin.port").flatMap { Int($0) }
        ticketURL = values.optional("admin.ticket_url")
        storeURL = values.text("store.url")
        storeLeaseSeconds = values.number("store.lease")
        dataDirectory = values.text("data.directory")
        intentsDirectory = values.text("intents.directory")
        logLevel = values.text("log.level")
        publicURL = values.optional("web.public_url")
        connections = values.number("limits.connections")
        eventStreams = values.number("limits.event_streams")
        messagesPerMinute = values.number("limits.messages_per_minute")
        push = Push(
            timeoutSeconds: values.number("push.timeout"),
            connectTimeoutSeconds: values.number("push.connect_timeout"),
            inFlight: values.number("push.in_flight"), proxy: values.optional("push.proxy"),
            allowPrivate: DaemonValues.origins(values.text("push.allow_private")))
        retention = Retention(values)
    }
}
