import LinliModel
import LinliSQL

/// How many messages a platform still lets us push to a person, and until when.
///
/// A message of the resident opens the window anew; every attempt to send takes one from it *before* the
/// send, because a send with an unknown outcome counts. At a crash the count can only be too low.
package struct ReplyWindowTable {
    let tx: Transaction

    /// Opens the window anew. A shorter window (after a menu click) never shortens a longer one.
    ///
    /// - Parameter handle: the key of the `ReplyHandle` by which messages go out while it is open.
    package func open(
        channel: String, recipient: String, until closesAt: Instant, messages: Int, handle: String? = nil,
        at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO reply_windows (channel, recipient, closes_at, remaining, handle)
            VALUES (\(channel), \(recipient), \(closesAt.milliseconds), \(messages), \(handle))
            ON CONFLICT (channel, recipient) DO UPDATE
            SET closes_at = excluded.closes_at, remaining = excluded.remaining, handle = excluded.handle
            WHERE excluded.closes_at >= reply_windows.closes_at OR reply_windows.remaining = 0
                OR reply_windows.closes_at <= \(now.milliseconds)
            """)
    }

    /// Takes one message from the window. False where it is closed or used up.
    package func take(channel: String, recipient: String, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE reply_windows SET remaining = remaining - 1
            WHERE channel = \(channel) AND recipient = \(recipient) AND remaining > 0
                AND closes_at > \(now.milliseconds)
            """) == 1
    }

    /// The key by which messages go out while the window is open; nil where the recipient's id serves.
    package func handle(
        channel: String, recipient: String, at now: Instant
    ) throws(SQLError) -> String? {
        try tx.first(
            """
            SELECT handle FROM reply_windows
            WHERE channel = \(channel) AND recipient = \(recipient) AND closes_at > \(now.milliseconds)
            """
        ) { row throws(SQLError) in try row.textOrNil(0) } ?? nil
    }

    /// A send that certainly did not go out gives its place back. A window that was opened anew meanwhile
    /// has all its places already: there are never more than `limit`, the platform's own count.
    package func giveBack(channel: String, recipient: String, atMost limit: Int) throws(SQLError) {
        try tx.run(
            """
            UPDATE reply_windows SET remaining = remaining + 1
            WHERE channel = \(channel) AND recipient = \(recipient) AND remaining < \(limit)
            """)
    }

    /// The platform says that nothing more goes out.
    package func exhaust(channel: String, recipient: String) throws(SQLError) {
        try tx.run(
            "UPDATE reply_windows SET remaining = 0 WHERE channel = \(channel) AND recipient = \(recipient)")
    }

    package func state(channel: String, recipient: String) throws(SQLError) -> ReplyWindow? {
        try tx.first(
            """
            SELECT closes_at, remaining FROM reply_windows
            WHERE channel = \(channel) AND recipient = \(recipient)
            """
        ) { row throws(SQLError) in
            ReplyWindow(closesAt: try row.instant(0), remaining: try row.int(1))
        }
    }
}

package struct ReplyWindow: Sendable, Hashable {
    package let closesAt: Instant
    package let remaining: Int
}
