import Foundation

/// Where the daemon is and by which token it is spoken to.
///
/// The file that the local daemon writes (`admin.json`, 0600) serves for exactly the address that stands
/// in it: its token is never sent to another server.
struct DaemonAddress: Equatable {
    /// `http://127.0.0.1:8081`, without a slash at the end.
    var url: String
    var token: String

    struct Missing: Error, Equatable {
        /// What to do, in one sentence.
        var sentence: String
        /// True where no daemon seems to run; false where something was left out.
        var isUnreachable: Bool
    }

    private struct Own: Decodable {
        var url: String
        var token: String
    }

    static func find(
        server: String?, data: String?, environment: [String: String], standardData: String
    ) throws(Missing) -> DaemonAddress {
        let folder = data ?? environment["LINLI_DATA_DIRECTORY"] ?? standardData
        let wished = (server ?? environment["LINLI_SERVER"]).map(trimmed)
        let token = environment["LINLI_TOKEN"]?.filter { !$0.isWhitespace }
        // Somebody meant to speak for a role; the local admin's token would give him every right instead.
        if token == "" {
            throw Missing(
                sentence:
                    """
                    LINLI_TOKEN is set but empty; set it to a token from `linli staff token`, or unset it to \
                    use the local daemon's own.
                    """,
                isUnreachable: false)
        }
        // Who gives both needs no file, and a broken one is no reason to send him away.
        let own = wished != nil && token != nil ? nil : try read("\(folder)/admin.json")
        guard let url = wished ?? own.map({ trimmed($0.url) }) else {
            throw Missing(
                sentence:
                    """
                    No daemon has left its address in \(folder); start `linli serve`, or give --server and \
                    LINLI_TOKEN.
                    """,
                isUnreachable: true)
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw Missing(
                sentence: "\(url) is no address; write it like http://127.0.0.1:8081.",
                isUnreachable: false)
        }
        if let token { return DaemonAddress(url: url, token: token) }
        guard let own, trimmed(own.url) == url else {
            throw Missing(
                sentence:
                    "There is no token for \(url); set LINLI_TOKEN to one from `linli staff token`.",
                isUnreachable: false)
        }
        return DaemonAddress(url: url, token: own.token)
    }

    /// Nil where there is no file.
    private static func read(_ path: String) throws(Missing) -> Own? {
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        do {
            return try JSONDecoder().decode(Own.self, from: bytes)
        } catch {
            throw Missing(
                sentence:
                    "\(path) cannot be read; start `linli serve` again, or give --server and LINLI_TOKEN.",
                isUnreachable: false)
        }
    }

    private static func trimmed(_ url: String) -> String {
        url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
