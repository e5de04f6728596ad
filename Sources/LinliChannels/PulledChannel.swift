import LinliModel

/// A platform that only says that something waits: what it is must be pulled, page after page.
///
/// A cursor stands behind everything that was pulled; who stores it with the messages before it loses none
/// and has none twice.
package protocol PulledChannel: Channel {
    /// The platform's name of what is pulled from. Cursors and notices belong to it.
    var account: String { get }

    /// Asks for what stands behind `cursor` (empty: as far back as the platform goes).
    ///
    /// - Parameters:
    ///   - ticket: what the last notice brought, while it is good.
    ///   - limit: messages of a page, at most `Limits.pullPageMessages`.
    func pull(after cursor: String, ticket: String?, limit: Int, token: String) -> PushRequest
    /// What came of it.
    func page(in response: PushResponse) -> PullVerdict
}

/// A platform's word that something waits.
package struct PullNotice: Sendable, Hashable {
    /// `PulledChannel.account`; it may be another channel's, where several share one webhook.
    package var account: String
    /// With it the platform lets more pulls through for a while.
    package var ticket: String?

    package init(account: String, ticket: String?) {
        self.account = account
        self.ticket = ticket
    }
}

package enum PullVerdict: Sendable, Hashable {
    case page(PullPage)
    /// The access token is no longer good: refresh it and ask again.
    case tokenExpired
    /// The notice's ticket is no longer good: ask without it.
    case ticketRefused
    /// The cursor is no longer known: ask from the beginning.
    case cursorRefused(reason: String)
    case retry(after: TimeSpan?, reason: String)
    /// A person must act; asked again all the same, seldom.
    case refused(reason: String)
}

/// What one pull brought.
package struct PullPage: Sendable, Hashable {
    package enum Item: Sendable, Hashable {
        case message(InboundMessage)
        /// What the platform had taken did not reach the person.
        case undelivered(Undelivered)
    }

    /// In the platform's order.
    package var items: [Item]
    /// How many could not be read: they stay behind the cursor.
    package var unreadable: Int
    /// Empty where it stays as it was.
    package var cursor: String
    /// Also where there are no items.
    package var hasMore: Bool

    package init(items: [Item], unreadable: Int = 0, cursor: String, hasMore: Bool) {
        self.items = items
        self.unreadable = unreadable
        self.cursor = cursor
        self.hasMore = hasMore
    }
}
