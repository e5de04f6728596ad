import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The configured channels and how much their platforms still take. Secrets are never part of an answer.
package struct ChannelDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor

    package init(settings: Settings) {
        self.settings = settings
        door = DeskDoor(rights: settings.roles)
    }

    package func list(_ call: DeskCall) throws(SQLError) -> Ruling<Page<ChannelLine>> {
        try door.pass("channel.list", "", call) { () throws(SQLError) in
            let own = settings.channels.filter { call.staff.refusal(outside: $0.estate) == nil }
            return .done(
                Page(
                    items: own.map {
                        ChannelLine(name: $0.name, kind: $0.kind.rawValue, estate: $0.estate)
                    }))
        }
    }

    /// Whether its settings may be tried, before anybody outside is asked.
    package func mayTest(_ name: String, _ call: DeskCall) throws(SQLError) -> Ruling<ChannelLine> {
        try door.pass("channel.test", name, call) { () throws(SQLError) in
            switch find(name, call) {
            case .done(let channel):
                .done(ChannelLine(name: name, kind: channel.kind.rawValue, estate: channel.estate))
            case .refused(let refusal): .refused(refusal)
            }
        }
    }

    /// The reply window of one person on one channel.
    package func window(
        _ name: String, recipient: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ReplyWindowState> {
        try door.pass("channel.window", name, call) { () throws(SQLError) in
            if case .refused(let refusal) = find(name, call) { return .refused(refusal) }
            let window = try call.tx.windows.state(channel: name, recipient: recipient)
            let isOpen = window.map { $0.remaining > 0 && $0.closesAt > call.now } ?? false
            return .done(
                ReplyWindowState(
                    channel: name, recipient: Masking.identity(recipient), open: isOpen,
                    closesAt: window?.closesAt.iso8601, remaining: window?.remaining))
        }
    }

    private func find(_ name: String, _ call: DeskCall) -> Ruling<ChannelConfiguration> {
        guard let channel = settings.channels.first(where: { $0.name == name }) else {
            return .refused(
                Refusal(
                    .notFound, "channel.not_found", "没有渠道 \(name)。", hint: "请看 `linli channel list`。"))
        }
        if let refusal = call.staff.refusal(outside: channel.estate) { return .refused(refusal) }
        return .done(channel)
    }
}
