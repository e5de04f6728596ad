/// One entry of `Config/channels.yaml` after its references (`env:`, `file:`) were resolved.
///
/// The channel itself says which fields it needs; here they are only names and values.
package struct ChannelConfiguration: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case wechat, wecom, dingtalk, feishu, telegram, line, whatsapp, slack, standard, web
        case wecomCustomerService = "wecom-kf"
        case wecomRobot = "wecom-robot"
    }

    package var name: String
    package var kind: Kind
    /// The estate's code; empty for a staff robot.
    package var estate: String
    /// Every other key of the entry. Secrets are here in the clear: this value is never printed.
    package var fields: [String: String]
    /// Where the entry stands, for findings.
    package var file: String
    package var line: Int

    package init(
        name: String, kind: Kind, estate: String, fields: [String: String], file: String = "", line: Int = 0
    ) {
        self.name = name
        self.kind = kind
        self.estate = estate
        self.fields = fields
        self.file = file
        self.line = line
    }
}
