import Crypto
import Foundation
import Hummingbird
import Synchronization

/// A bridge that speaks Standard Webhooks on 127.0.0.1, in this process: takes Linli's pushes under `url`
/// and makes signed calls for `/hooks/{channel}`.
///
/// It checks the signature over the raw bytes by its own code, keeps each `webhook-id` once as a good
/// receiver does, and answers with the status that a test set.
package final class StandardWebhookStandIn: Sendable {
    package struct Push: Sendable, Hashable {
        package let id: String
        package let recipient: String
        package let text: String

        package init(id: String, recipient: String, text: String) {
            self.id = id
            self.recipient = recipient
            self.text = text
        }
    }

    /// A call for `/hooks/{channel}`.
    package struct Call: Sendable {
        /// In lower case.
        package let headers: [String: String]
        package let body: String
    }

    private struct State {
        var pushes: [Push] = []
        var statuses: [Int] = []
    }

    /// For `push_url`.
    package let url: String
    /// For `secret`.
    package let secret: String
    /// Every call that came, whatever became of it.
    package let attempts = Tally()
    /// Pushes that were taken for the first time.
    package let accepted = Tally()
    private let application: LoopbackApplication
    private let state: Mutex<State>

    private init(secret: String, application: LoopbackApplication, relay: Relay) {
        self.secret = secret
        url = application.url + "/in"
        self.application = application
        state = Mutex(State())
        relay.standIn.withLock { $0 = self }
    }

    /// Where the route finds the stand-in, which is made after the server that has it.
    private final class Relay: Sendable {
        let standIn = Mutex<StandardWebhookStandIn?>(nil)
    }

    package static func start(
        secret: String = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    ) async throws -> StandardWebhookStandIn {
        let relay = Relay()
        let router = Router()
        router.post("in") { request, _ in
            guard let standIn = relay.standIn.withLock({ $0 }) else { throw HTTPError(.serviceUnavailable) }
            let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"].map { name in
                request.headers.first { $0.name.canonicalName == name }?.value ?? ""
            }
            let body = try await request.body.collect(upTo: 1 << 20)
            return Response(status: .init(code: standIn.take(headers, Data(buffer: body))))
        }
        return StandardWebhookStandIn(
            secret: secret, application: try await LoopbackApplication.start(router), relay: relay)
    }

    package func stop() async {
        await application.stop()
    }

    package var pushes: [Push] { state.withLock { $0.pushes } }

    /// Waits until `count` different pushes were taken, and returns them.
    package func pushes(atLeast count: Int) async -> [Push] {
        await accepted.reaches(count)
        return pushes
    }

    /// The next calls are answered with these, in this order; nothing is taken.
    package func answerNext(_ statuses: Int...) {
        state.withLock { $0.statuses.append(contentsOf: statuses) }
    }

    private func take(_ headers: [String], _ body: Data) -> Int {
        defer { attempts.add() }
        let (id, timestamp, list) = (headers[0], headers[1], headers[2])
        let isSigned = list.split(separator: " ").contains(Substring(sign(id, timestamp, body)))
        guard isSigned, let push = Self.push(body), push.id == id else { return 401 }
        let (status, isNew) = state.withLock { state -> (Int, Bool) in
            if !state.statuses.isEmpty { return (state.statuses.removeFirst(), false) }
            guard !state.pushes.contains(where: { $0.id == id }) else { return (200, false) }
            state.pushes.append(push)
            return (200, true)
        }
        if isNew { accepted.add() }
        return status
    }

    private static func push(_ body: Data) -> Push? {
        struct Body: Decodable {
            let id: String
            let to: String
            let text: String
        }
        do {
            let body = try JSONDecoder().decode(Body.self, from: body)
            return Push(id: body.id, recipient: body.to, text: body.text)
        } catch {
            // Answered like a forgery: the tests look at the status.
            return nil
        }
    }

    private func sign(_ id: String, _ timestamp: String, _ body: Data) -> String {
        let key = SymmetricKey(data: Data(base64Encoded: String(secret.dropFirst(6))) ?? Data())
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(timestamp).".utf8) + body, using: key)
        return "v1," + Data(code).base64EncodedString()
    }

    /// What the bridge posts when a person wrote. `seconds` is the time of the signature.
    package func text(_ text: String, from sender: String, id: String, at seconds: Int64) throws -> Call {
        let body = try JSONSerialization.data(
            withJSONObject: ["id": id, "from": sender, "text": text], options: [.sortedKeys])
        return Call(
            headers: [
                "content-type": "application/json", "webhook-id": id, "webhook-timestamp": String(seconds),
                "webhook-signature": sign(id, String(seconds), body),
            ], body: String(decoding: body, as: UTF8.self))
    }
}
