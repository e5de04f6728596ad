import LinliModel

/// The keys that each kind of channel knows (`interface.md`). Which of them it cannot do without, the
/// channel says itself; here are only their names, and which must be references.
enum ChannelFields {
    struct Fields {
        var plain: [String] = []
        var secret: [String] = []
    }

    static func known(_ kind: ChannelConfiguration.Kind) -> Fields {
        switch kind {
        case .wechat:
            Fields(
                plain: ["mode", "app_id", "api_base"],
                secret: ["app_secret", "token", "encoding_aes_key"])
        case .wecom:
            Fields(
                plain: ["corp_id", "agent_id", "api_base"],
                secret: ["secret", "token", "encoding_aes_key"])
        case .wecomCustomerService:
            Fields(
                plain: ["corp_id", "open_kfid", "api_base"],
                secret: ["secret", "token", "encoding_aes_key"])
        case .dingtalk:
            Fields(plain: ["app_key", "robot_code", "api_base", "oapi_base"], secret: ["app_secret"])
        case .feishu:
            Fields(
                plain: ["app_id", "api_base"],
                secret: ["app_secret", "encrypt_key", "verification_token"])
        case .telegram: Fields(plain: ["api_base"], secret: ["bot_token", "secret_token"])
        case .line: Fields(plain: ["api_base"], secret: ["channel_secret", "access_token"])
        case .whatsapp:
            Fields(
                plain: ["phone_number_id", "api_base"],
                secret: ["app_secret", "access_token", "verify_token"])
        case .slack: Fields(plain: ["api_base"], secret: ["signing_secret", "bot_token"])
        case .standard: Fields(plain: ["push_url"], secret: ["secret"])
        case .web: Fields()
        case .wecomRobot: Fields(plain: ["api_base"], secret: ["key"])
        }
    }
}
