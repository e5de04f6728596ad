import Foundation
import Hummingbird
import Synchronization

/// The interfaces of WeCom, DingTalk and Feishu on 127.0.0.1, in this process, each under the path that its
/// page names: a token for the right secret, and sends with that token. What was sent is kept.
package final class EnterpriseStandIn: Sendable {
    package struct Send: Sendable, Hashable {
        package let platform: String
        package let recipient: String
        package let text: String

        package init(platform: String, recipient: String, text: String) {
            self.platform = platform
            self.recipient = recipient
            self.text = text
        }
    }

    package static let secret = "secretOfTheEnterprise"
    private static let token = "tokenOfTheEnterprise"

    package let url: String
    package let accepted = Tally()
    private let application: LoopbackApplication
    private let state: Mutex<[Send]>

    private init(application: LoopbackApplication, relay: Relay) {
        url = application.url
        self.application = application
        state = Mutex([])
        relay.standIn.withLock { $0 = self }
    }

    private final class Relay: Sendable {
        let standIn = Mutex<EnterpriseStandIn?>(nil)
    }

    package var sends: [Send] { state.withLock { $0 } }

    package func stop() async { await application.stop() }

    package static func start() async throws -> EnterpriseStandIn {
        let relay = Relay()
        let router = Router()
        router.get("cgi-bin/gettoken") { request, _ in
            let isRight = request.uri.queryParameters["corpsecret"].map(String.init) == secret
            return json(
                isRight
                    ? #"{"errcode":0,"access_token":"\#(token)","expires_in":7200}"# : #"{"errcode":40001}"#)
        }
        router.post("v1.0/oauth2/accessToken") { request, _ in
            let body = try await object(request)
            guard body["appSecret"] as? String == secret else { return json("{}", .badRequest) }
            return json(#"{"accessToken":"\#(token)","expireIn":7200}"#)
        }
        router.post("open-apis/auth/v3/tenant_access_token/internal") { request, _ in
            let body = try await object(request)
            guard body["app_secret"] as? String == secret else { return json(#"{"code":10014}"#) }
            return json(#"{"code":0,"tenant_access_token":"\#(token)","expire":7200}"#)
        }
        router.post("cgi-bin/message/send") { request, _ in
            let body = try await object(request)
            let isAllowed = request.uri.queryParameters["access_token"].map(String.init) == token
            guard isAllowed, body["agentid"] as? Int != nil else { return json(#"{"errcode":40014}"#) }
            let text = (body["text"] as? [String: String])?["content"]
            relay.standIn.withLock { $0 }?.take("wecom", body["touser"] as? String, text)
            return json(#"{"errcode":0,"msgid":"w1"}"#)
        }
        router.post("v1.0/robot/oToMessages/batchSend") { request, _ in
            guard header("x-acs-dingtalk-access-token", request) == token else {
                return json("{}", .unauthorized)
            }
            let body = try await object(request)
            let text = inner(body["msgParam"])["content"]
            relay.standIn.withLock { $0 }?.take("dingtalk", (body["userIds"] as? [String])?.first, text)
            return json(#"{"processQueryKey":"d1","invalidStaffIdList":[]}"#)
        }
        router.post("open-apis/im/v1/messages") { request, _ in
            guard header("authorization", request) == "Bearer \(token)" else {
                return json(#"{"code":99991663}"#, .badRequest)
            }
            let body = try await object(request)
            let text = inner(body["content"])["text"]
            relay.standIn.withLock { $0 }?.take("feishu", body["receive_id"] as? String, text)
            return json(#"{"code":0,"data":{"message_id":"f1"}}"#)
        }
        return EnterpriseStandIn(application: try await LoopbackApplication.start(router), relay: relay)
    }

    private func take(_ platform: String, _ recipient: String?, _ text: String?) {
        let send = Send(platform: platform, recipient: recipient ?? "", text: text ?? "")
        state.withLock { $0.append(send) }
        accepted.add()
    }

    private static func header(_ name: String, _ request: Request) -> String? {
        request.headers.first { $0.name.canonicalName == name }?.value
    }

    private static func object(_ request: Request) async throws -> [String: Any] {
        let body = try await request.body.collect(upTo: 1 << 20)
        return try JSONSerialization.jsonObject(with: Data(buffer: body)) as? [String: Any] ?? [:]
    }

    /// The JSON that stands as a text inside the JSON.
    private static func inner(_ value: Any?) -> [String: String] {
        guard let text = value as? String else { return [:] }
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        } catch {
            // A send without words: the test sees it.
            return [:]
        }
    }

    private static func json(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
