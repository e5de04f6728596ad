import CPostgres
import Foundation
import LinliSQL

/// Where a store is: `postgres://user@host:port/database?sslmode=verify-full&sslrootcert=…`.
///
/// libpq reads it, so everything that libpq knows may stand in it: several hosts, `target_session_attrs`,
/// TLS, time-outs. It may hold a password, so it is never put into a message.
package struct PostgresURL: Sendable {
    private let url: String
    /// Host, port and database, for people and logs.
    package let place: String
    private let named: Set<String>

    /// - Throws: `.unavailable` where libpq cannot read it. The message does not repeat it.
    package init(_ url: String) throws(SQLError) {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"),
            let settings = Self.settings(of: url)
        else { throw SQLError(.unavailable, "store.url is not a URL that libpq can read") }
        self.url = url
        named = Set(settings.keys)
        let host = settings["host"] ?? settings["hostaddr"] ?? "the local socket"
        let port = settings["port"].map { ":\($0)" } ?? ""
        place = "postgres://\(host)\(port)/\(settings["dbname"] ?? settings["user"] ?? "")"
    }

    /// Whether the URL itself holds a password, which belongs into a file or a variable.
    package var holdsPassword: Bool { named.contains("password") }

    /// The parameters for libpq. What the URL says itself comes last and wins.
    func parameters(_ options: PostgresOptions) -> [(String, String)] {
        [
            ("connect_timeout", String(options.connectSeconds)),
            ("application_name", options.applicationName),
            // A server that vanished without a word is noticed within these seconds.
            ("tcp_user_timeout", "10000"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
            ("keepalives_count", "2"),
            // Of several hosts the one that writes; after a failover the old primary is passed over.
            ("target_session_attrs", "read-write"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
    }

    private static func settings(of url: String) -> [String: String]? {
        guard let list = PQconninfoParse(url, nil) else { return nil }
        defer { PQconninfoFree(list) }
        var settings: [String: String] = [:]
        var option = list
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return settings
    }
}
