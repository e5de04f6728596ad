/// One HTTP request to a platform, complete: channels make it, LinliPush sends it, neither knows the other.
package struct PushRequest: Sendable, Hashable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package var method: Method
    package var url: String
    /// In the order in which they are sent.
    package var headers: [Header]
    package var body: [UInt8]
    /// The longest body of an answer that is read; nil for the client's own cap.
    package var answerBytes: Int?

    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        method: Method = .post, url: String, headers: [Header] = [], body: [UInt8] = [],
        answerBytes: Int? = nil
    ) {
        self.answerBytes = answerBytes
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// A whole answer of a platform. It says nothing about delivery: that is the channel's to judge.
package struct PushResponse: Sendable, Hashable {
    package var status: Int
    /// Names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why there is no whole answer.
package struct PushFailure: Error, Sendable, Hashable {
    package enum Kind: String, Sendable {
        /// Nothing was sent: name not resolved, refused, TLS failed.
        case notSent
        /// Something was sent and the outcome is unknown: time-out, cut connection.
        case unknownOutcome
        /// The address is one that must not be called (private, link-local) and is not configured.
        case forbiddenAddress
        /// The answer was longer than the cap.
        case responseTooLong
        /// The client is closing.
        case closed
    }

    package var kind: Kind
    /// For the log: no body, no query string, no personal data.
    package var reason: String

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }
}

/// What became of one push, by the platform's own word (also inside a 200 body).
package enum PushVerdict: Sendable, Hashable {
    /// The platform took it. `platformID` is its own id of the message, where it gives one.
    case accepted(platformID: String?)
    /// The access token is no longer good: refresh it and try once more.
    case tokenExpired
    /// The token that stands in the settings is not accepted: a person must correct it. What waits is tried
    /// again until then.
    case tokenRefused(reason: String)
    /// May work later; `after` where the platform says when.
    case retry(after: TimeSpan?, reason: String)
    /// The platform's reply window is closed or its quota is used up: deliver when the resident writes next.
    case windowClosed(reason: String)
    /// The conversation is not in a state in which the program may write: `Channel.opening` may change that,
    /// else as `windowClosed`.
    case conversationClosed(reason: String)
    /// It will never work for this message: the person is gone, the text is refused.
    case refused(reason: String)
}
