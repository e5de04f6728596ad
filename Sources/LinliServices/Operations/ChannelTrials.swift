import LinliAdmin
import LinliModel

/// What was asked at a platform to try a channel's settings, and what it said.
package struct PlatformFinding: Sendable, Hashable {
    package enum Question: String, Sendable {
        case token, pull, address
    }

    package enum Word: Sendable, Hashable {
        /// It is good; a token for so long.
        case good(lifetime: TimeSpan?)
        /// A wrong secret, an address that is not on the platform's list: a person must act.
        case refused(reason: String)
        /// It may work later.
        case busy(reason: String)
        /// Nothing came there, or nothing came back.
        case unreachable(reason: String)
        /// A private address that is not allowed.
        case forbidden(reason: String)
    }

    package let question: Question
    package let word: Word

    package init(_ question: Question, _ word: Word) {
        self.question = question
        self.word = word
    }
}

/// What a trial of a channel's settings says to the office.
package enum ChannelTrials {
    /// Asks a channel's platform by the channel's name; empty where nothing is to be asked outside.
    package typealias Probe = @Sendable (_ channel: String) async -> [PlatformFinding]

    /// The settings themselves were read at the start: a channel without its secrets does not start.
    package static func answer(of channel: ChannelLine, _ findings: [PlatformFinding]) -> ChannelTrial {
        let settings = ChannelCheck(name: "settings", ok: true, detail: "字段和密钥都已读到，签名可以核对。")
        let checks = [settings] + findings.map(check)
        return ChannelTrial(
            channel: channel.name, kind: channel.kind, estate: channel.estate,
            ok: checks.allSatisfy(\.ok), callback: "/hooks/\(channel.name)", checks: checks)
    }

    private static func check(_ finding: PlatformFinding) -> ChannelCheck {
        let name = finding.question.rawValue
        func bad(_ detail: String, _ hint: String) -> ChannelCheck {
            ChannelCheck(name: name, ok: false, detail: detail, hint: hint)
        }
        switch finding.word {
        case .good(let lifetime):
            return ChannelCheck(name: name, ok: true, detail: good(finding.question, lifetime))
        case .refused(let reason):
            return bad(
                "平台拒绝：\(reason)",
                "请核对 channels.yaml 里这个渠道的账号和密钥，以及平台后台的权限和可信 IP。")
        case .busy(let reason): return bad("平台暂时不答：\(reason)", "请过几分钟再试。")
        case .unreachable(let reason):
            return bad("连不上平台：\(reason)", "请检查本机的域名解析、出口网络、系统时间和渠道里写的地址。")
        case .forbidden(let reason):
            return bad("这个地址不许连：\(reason)", "内网地址要写在渠道的 api_base 或 push_url 里，或列入 push.allow_private。")
        }
    }

    private static func good(_ question: PlatformFinding.Question, _ lifetime: TimeSpan?) -> String {
        switch question {
        case .token:
            lifetime.map { "取到访问令牌，有效 \($0.milliseconds / 60_000) 分钟。" } ?? "取到访问令牌。"
        case .pull: "能取到这个客服账号的消息。"
        case .address: "推送地址连得上。"
        }
    }
}
