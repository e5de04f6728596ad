import Crypto
import CryptoExtras
import Foundation
import LinliTestKit
import Testing

/// WeCom, DingTalk and Feishu against the real daemon: their calls in, their answers out.
@Suite(.timeLimit(.minutes(5))) struct EnterprisePlatformTests {
    private struct Call {
        var target: String
        var headers: [String: String] = [:]
        var body: String
    }

    private static let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    /// Three matters: of one matter the second and third would join the first.
    private static let words = (wecom: "3栋2单元电梯坏了", dingtalk: "5栋1单元门禁坏了", feishu: "6栋2单元路灯不亮")

    private static func wecom(_ seconds: Int64) throws -> Call {
        let caller = WeChatCaller(appID: "ww0123456789abcdef", token: "tokenOfTheTest", encodingKey: key)
        let call = try caller.seal(
            "<xml><FromUserName>LinMei</FromUserName><CreateTime>\(seconds)</CreateTime>"
                + "<MsgType>text</MsgType><Content>\(words.wecom)</Content><MsgId>77</MsgId>"
                + "<AgentID>1000002</AgentID></xml>", from: "LinMei", at: seconds)
        return Call(
            target: "/hooks/work?\(call.query)", headers: ["Content-Type": "text/xml"], body: call.body)
    }

    private static func dingtalk(_ seconds: Int64) -> Call {
        let timestamp = "\(seconds)000"
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(timestamp)\n\(EnterpriseStandIn.secret)".utf8),
            using: SymmetricKey(data: Data(EnterpriseStandIn.secret.utf8)))
        return Call(
            target: "/hooks/ding",
            headers: ["timestamp": timestamp, "sign": Data(code).base64EncodedString()],
            body: #"{"msgId":"m1","msgtype":"text","text":{"content":" \#(words.dingtalk)"},"#
                + #""senderId":"$:1","#
                + #""senderStaffId":"user01","robotCode":"robot","createAt":\#(timestamp)}"#)
    }

    private static func feishu(_ seconds: Int64) throws -> Call {
        let event =
            #"{"schema":"2.0","header":{"event_type":"im.message.receive_v1","token":"tokenOfTheTest","#
            + #""app_id":"cli_1"},"event":{"sender":{"sender_id":{"open_id":"ou_1"},"sender_type":"user"},"#
            + #""message":{"message_id":"om_1","create_time":"\#(seconds)000","chat_type":"p2p","#
            + #""message_type":"text","content":"{\"text\":\"\#(words.feishu)\"}"}}}"#
        let start = Data("0123456789abcdef".utf8)
        let sealed = try AES._CBC.encrypt(
            Data(event.utf8), using: SymmetricKey(data: SHA256.hash(data: Data(key.utf8))),
            iv: AES._CBC.IV(ivBytes: start))
        let body = #"{"encrypt":"\#((start + sealed).base64EncodedString())"}"#
        let digest = SHA256.hash(data: Data("\(seconds)n1\(key)\(body)".utf8))
        return Call(
            target: "/hooks/lark",
            headers: [
                "X-Lark-Request-Timestamp": "\(seconds)", "X-Lark-Request-Nonce": "n1",
                "X-Lark-Signature": digest.map { String(format: "%02x", $0) }.joined(),
            ], body: body)
    }

    @Test("A message of each is answered once in its own form, also where it comes twice")
    func eachIsAnsweredOnce() async throws {
        let standIn = try await EnterpriseStandIn.start()
        try await LivingLinli.with { linli in
            try linli.write(
                "Config/channels.yaml",
                """
                channels:
                  - {name: work, kind: wecom, estate: HTL, corp_id: ww0123456789abcdef, agent_id: 1000002,
                     secret: env:E_SECRET, token: env:E_TOKEN, encoding_aes_key: env:E_KEY,
                     api_base: "\(standIn.url)"}
                  - {name: ding, kind: dingtalk, estate: HTL, app_key: app, app_secret: env:E_SECRET,
                     robot_code: robot, api_base: "\(standIn.url)", oapi_base: "\(standIn.url)"}
                  - {name: lark, kind: feishu, estate: HTL, app_id: cli_1, app_secret: env:E_SECRET,
                     encrypt_key: env:E_KEY, verification_token: env:E_TOKEN, api_base: "\(standIn.url)"}
                """)
            linli.environment.withLock {
                $0["E_SECRET"] = EnterpriseStandIn.secret
                $0["E_TOKEN"] = "tokenOfTheTest"
                $0["E_KEY"] = Self.key
            }
            try await linli.start()
            let seconds = LivingLinli.seconds
            let calls = [try Self.wecom(seconds), Self.dingtalk(seconds), try Self.feishu(seconds)]
            for call in calls + calls {
                let answer = try await linli.client.post(
                    call.target, headers: call.headers, body: Array(call.body.utf8))
                #expect(answer.status == 200, "\(call.target)")
            }
            try await Patience.wait(for: "three replies; so far \(standIn.sends)") {
                await standIn.accepted.reaches(3)
            }
            let census = try await linli.atRest()
            #expect(census.pushes.count == 3)
            #expect(census.pushes.allSatisfy { $0.state == "accepted" })
            let sends = standIn.sends.sorted { $0.platform < $1.platform }
            #expect(sends.map(\.platform) == ["dingtalk", "feishu", "wecom"])
            #expect(sends.map(\.recipient) == ["user01", "ou_1", "LinMei"])
            #expect(sends.allSatisfy { $0.text.contains("已点单") })
            var forged = calls[1]
            forged.headers["sign"] = "AAAA"
            let refused = try await linli.client.post(
                forged.target, headers: forged.headers, body: Array(forged.body.utf8))
            #expect(refused.status == 401)
        }
        await standIn.stop()
    }
}
