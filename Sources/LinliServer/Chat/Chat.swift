import LinliChannels
import LinliModel

/// What the web chat needs to know: its channel, its people, its replies.
package struct Chat: Sendable {
    /// The channel of kind `web` in `Config/channels.yaml`: it reads what the page posts.
    package var channel: any LinliChannels.Channel
    /// Shown at the top of the page: the estate's name.
    package var title: String
    package var sessions: ChatSessions
    package var feed: any ReplyFeed
    /// Between two signs of life on an event stream.
    package var heartbeat: Duration
    /// A stream ends after this time and its page comes back.
    package var streamLifetime: Duration
    package var streams: Int

    package init(
        channel: any LinliChannels.Channel, title: String, sessions: ChatSessions, feed: any ReplyFeed,
        heartbeat: Duration = .seconds(Limits.heartbeatSeconds),
        streamLifetime: Duration = .seconds(60 * Limits.eventStreamMinutes),
        streams: Int = Limits.eventStreams
    ) {
        self.channel = channel
        self.title = title
        self.sessions = sessions
        self.feed = feed
        self.heartbeat = heartbeat
        self.streamLifetime = streamLifetime
        self.streams = streams
    }
}
