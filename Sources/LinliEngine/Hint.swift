/// What daemons of one store tell each other: that there is something to look at, and of which kind. It is a
/// hint: whoever misses it looks a little later by itself.
package enum Hint: String, Sendable, CaseIterable {
    /// A message was stored.
    case inbox
    /// A reply was queued.
    case outbox
    /// A platform said that something waits there.
    case pulls
    /// A reply stands ready for an open chat page.
    case replies
}
