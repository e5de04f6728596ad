import LinliModel

/// What WeCom sends to an application: the fields of an official account's messages and the application's
/// number (platforms.md 2.1).
enum WeComInbound {
    /// - Throws: what cannot be read, or a message to another application of the same enterprise.
    static func message(
        channel: String, agent: String, document: [UInt8]
    ) throws(WeChatInbound.Unreadable) -> InboundMessage {
        let inbound = try WeChatInbound(document: document)
        // Events about the whole enterprise name no application.
        if let named = inbound.agent, named != agent {
            throw WeChatInbound.Unreadable(reason: "AgentID of another application")
        }
        return try inbound.message(channel: channel)
    }
}
