import LinliModel

/// Every channel that this version can speak, in one literal list.
package enum ChannelCatalogue {
    /// The channel of one entry of `Config/channels.yaml`.
    ///
    /// - Throws: a `Finding` that names the field and what to write there: a channel without its secrets
    ///   must not start, because it could not tell the platform from anybody else.
    package static func make(_ configuration: ChannelConfiguration) throws(Finding) -> any Channel {
        let fields = ChannelFields(configuration)
        guard !configuration.estate.isEmpty || configuration.kind == .wecomRobot else {
            throw fields.finding("set estate (the estate's code)")
        }
        switch configuration.kind {
        case .wechat: return try WeChatChannel(fields)
        case .standard: return try StandardChannel(fields)
        case .web: return try WebChannel(fields)
        case .wecom: return try WeComChannel(fields)
        case .dingtalk: return try DingTalkChannel(fields)
        case .feishu: return try FeishuChannel(fields)
        case .wecomRobot: throw fields.finding("kind wecom-robot belongs under staff_robots")
        case .wecomCustomerService: return try WeComServiceChannel(fields)
        case .telegram: return try TelegramChannel(fields)
        case .line: return try LineChannel(fields)
        case .whatsapp: return try WhatsAppChannel(fields)
        case .slack: return try SlackChannel(fields)
        }
    }
}
