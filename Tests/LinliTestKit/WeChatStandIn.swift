import Foundation
import Hummingbird
import Synchronization

/// WeChat's API on 127.0.0.1, in this process: `stable_token` and `message/custom/send`.
///
/// It looks at every byte as the platform does (raw UTF-8, 2,048 bytes, a token that is valid, the reply
/// windows) and answers with the platform's codes. It keeps every accepted send in order, fails on
/// command, and lets a test wait for the n-th send without sleeping. Its clock stands still until it
/// is set. `api_base` is `url`.
package final class WeChatStandIn: Sendable {
    package let url: String
    let state: Mutex<WeChatAccount>
    /// Accepted sends, also those whose answer was lost.
    package let accepted = Tally()
    /// Every call of `custom/send`, whatever became of it.
    package let attempts = Tally()
    /// Every call of `stable_token`.
    package let tokenCalls = Tally()
    private let application: LoopbackApplication

    private init(state: WeChatAccount, application: LoopbackApplication, relay: Relay) {
        url = application.url
        self.state = Mutex(state)
        self.application = application
        relay.standIn.withLock { $0 = self }
    }

    /// Where the routes find the stand-in, which is made after the server that has them.
    private final class Relay: Sendable {
        let standIn = Mutex<WeChatStandIn?>(nil)
    }

    /// Starts on a free port.
    package static func start(appID: String, secret: String, at seconds: Int64) async throws -> WeChatStandIn
    {
        let relay = Relay()
        let router = Router()
        router.post("cgi-bin/stable_token") { request, _ in
            guard let standIn = relay.standIn.withLock({ $0 }) else { throw HTTPError(.serviceUnavailable) }
            return await standIn.answerToken(try await request.body.collect(upTo: 65_536))
        }
        router.post("cgi-bin/message/custom/send") { request, _ in
            guard let standIn = relay.standIn.withLock({ $0 }) else { throw HTTPError(.serviceUnavailable) }
            let token = request.uri.queryParameters["access_token"].map(String.init)
            return await standIn.answerSend(token, try await request.body.collect(upTo: 1 << 20))
        }
        return WeChatStandIn(
            state: WeChatAccount(appID: appID, secret: secret, seconds: seconds),
            application: try await LoopbackApplication.start(router), relay: relay)
    }

    /// Ends the server; hanging answers end with it.
    package func stop() async {
        state.withLock { $0.release() }
        await application.stop()
    }

    // MARK: What a test sees and sets

    package struct Send: Sendable, Hashable {
        package let openid: String
        package let text: String
        /// Of the stand-in's clock.
        package let seconds: Int64
        /// The access token with which it came.
        package let token: String
    }

    package var sends: [Send] { state.withLock { $0.sends } }

    package func texts(to openid: String) -> [String] { sends.filter { $0.openid == openid }.map(\.text) }

    /// Waits until `count` sends were accepted, all persons together, and returns them.
    package func sends(atLeast count: Int) async -> [Send] {
        await accepted.reaches(count)
        return sends
    }

    package func setClock(_ seconds: Int64) {
        state.withLock { $0.seconds = seconds }
    }

    /// The person wrote: five messages within 48 hours may follow. Nobody else is known.
    package func personWrote(_ openid: String) {
        state.withLock { $0.openWindow(openid, seconds: 48 * 3_600, messages: 5) }
    }

    /// The person followed, scanned or clicked: three messages within a minute.
    package func personActed(_ openid: String) {
        state.withLock { $0.openWindow(openid, seconds: 60, messages: 3) }
    }

    /// The person no longer follows: 43004 from now on.
    package func personLeft(_ openid: String) {
        state.withLock { $0.leave(openid) }
    }

    /// The platform forgets its token before its time: 40001 until a new one is fetched.
    package func revokeToken() {
        state.withLock { $0.revokeToken() }
    }

    /// No reply windows and no list of persons: for measurements.
    package func acceptEverybody() {
        state.withLock { $0.acceptsEverybody = true }
    }

    package func setTokenLifetime(_ seconds: Int64) {
        state.withLock { $0.tokenLifetime = seconds }
    }

    /// The next `count` calls of `custom/send` go wrong in this way.
    package func fail(_ fault: WeChatFault, times count: Int = 1) {
        state.withLock { $0.faults.append(contentsOf: repeatElement(fault, count: count)) }
    }

    /// The next `count` calls of `stable_token` go wrong in this way.
    package func failToken(_ fault: WeChatFault, times count: Int = 1) {
        state.withLock { $0.tokenFaults.append(contentsOf: repeatElement(fault, count: count)) }
    }

    // MARK: Answers

    private func answerToken(_ body: ByteBuffer) async -> Response {
        defer { tokenCalls.add() }
        let (fault, answer) = state.withLock { account in
            let fault = account.tokenFaults.isEmpty ? nil : account.tokenFaults.removeFirst()
            let answer = fault == nil || fault?.hidesAnAnswer == true ? account.token(Data(buffer: body)) : ""
            return (fault, answer)
        }
        return await response(answer, fault)
    }

    private func answerSend(_ token: String?, _ body: ByteBuffer) async -> Response {
        let (fault, answer, isAccepted) = state.withLock { account in
            let fault = account.faults.isEmpty ? nil : account.faults.removeFirst()
            guard fault == nil || fault?.hidesAnAnswer == true else { return (fault, "", false) }
            let before = account.sends.count
            let answer = account.send(token, Data(buffer: body))
            return (fault, answer, account.sends.count > before)
        }
        if isAccepted { accepted.add() }
        attempts.add()
        return await response(answer, fault)
    }

    private func response(_ answer: String, _ fault: WeChatFault?) async -> Response {
        switch fault {
        case nil: return Self.json(answer)
        case .code(let code): return Self.json("{\"errcode\":\(code),\"errmsg\":\"as told rid: 0a-1\"}")
        case .status(let status): return Response(status: .init(code: status))
        case .empty: return Response(status: .ok)
        case .unreadable: return Self.json("<html>ok</html>")
        case .hang, .lostAnswerByHanging:
            await hang()
            return Response(status: .ok)
        case .cut, .lostAnswerByCut:
            return Response(
                status: .ok, headers: [.contentLength: "64"],
                body: .init(contentLength: 64) { writer in
                    try await writer.write(ByteBuffer(string: "{\"errcode\":0"))
                    throw HTTPError(.internalServerError)
                })
        }
    }

    private static func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; encoding=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Until the stand-in stops.
    private func hang() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { $0.hold(continuation) }
            if isOver { continuation.resume() }
        }
    }
}

/// How a call goes wrong.
package enum WeChatFault: Sendable, Hashable {
    /// A 200 with this error code; nothing was done.
    case code(Int)
    /// This HTTP status; nothing was done.
    case status(Int)
    /// A 200 without a body; nothing was done.
    case empty
    /// A 200 that is not JSON; nothing was done.
    case unreadable
    /// No answer; nothing was done.
    case hang
    /// The connection ends within the body; nothing was done.
    case cut
    /// The message was delivered, but no answer ever comes.
    case lostAnswerByHanging
    /// The message was delivered, but the connection ends within the answer.
    case lostAnswerByCut

    var hidesAnAnswer: Bool { self == .lostAnswerByHanging || self == .lostAnswerByCut }
}
