import LinliModel

/// What WeCom allows an application (platforms.md 2.2), and whoever else asks it something.
enum WeComLimits {
    /// Longer texts are cut by the platform without a word. Its check for repeats compares the contents, so
    /// that a second 好的 would be lost: it is not used, and there is no other key.
    static let channel = ChannelLimits(
        textBytes: Limits.wechatTextBytes, window: nil, takesIdempotencyKey: false)

    /// The quota of a minute (45009) and the one of calls at the same time (45033) are open again after this.
    static let frequencyPause = TimeSpan.seconds(60)
}
