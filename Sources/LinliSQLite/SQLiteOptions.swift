/// How a store is opened. The defaults are the daemon's: this room does not see `Limits`.
package struct SQLiteOptions: Sendable {
    /// How long a body waits for another program's lock before it fails with `.busy`.
    package var busySeconds: Int
    /// Bodies that share one commit at most: above it the wait of the first outweighs the saved fsync.
    package var groupBodies: Int
    /// Bodies that wait for the writer at most; beyond it `write` fails at once with `.busy`.
    package var waitingBodies: Int
    /// How long the bodies of one group run at least, without their commit, where enough of them wait. Short
    /// enough that a webhook that comes meanwhile does not wait long.
    package var groupTime: Duration
    /// Connections that read beside the writer.
    package var readers: Int
    /// The write-ahead log is cut back to this size after a checkpoint.
    package var journalBytes: Int

    /// A group works this many times as long as the last commit took: where the disk is slow, or has a slow
    /// moment, more bodies share one commit, and what is left of the writer's time does not depend on it.
    let workPerCommit = 8

    /// No group runs longer than this, however slow the disk is: a webhook waits for it.
    let longestGroup = Duration.milliseconds(40)

    /// The writer's page cache. The tables that every message touches stay in it.
    let cacheKibibytes = 16 * 1024

    /// Pages of the log after which it is written back into the store: 16 MiB.
    let checkpointPages = 4096

    /// One attempt at the lock. Between two attempts the group may grow and the impatient are told.
    let busySliceMilliseconds = 100

    package init(
        busySeconds: Int = 3, groupBodies: Int = 256, waitingBodies: Int = 10_000,
        groupTime: Duration = .milliseconds(5), readers: Int = 4, journalBytes: Int = 64 * 1024 * 1024
    ) {
        self.busySeconds = busySeconds
        self.groupBodies = max(1, groupBodies)
        self.waitingBodies = max(1, waitingBodies)
        self.groupTime = groupTime
        self.readers = max(1, readers)
        self.journalBytes = journalBytes
    }
}

/// Who opens the store, and so what it may do beside others.
package enum SQLiteMode: Sendable {
    /// The daemon: holds the store's lock for its whole life.
    case daemon
    /// A tool that writes to an idle store: holds the lock too, so that it never writes beside a daemon.
    case exclusiveTool
    /// A tool that looks on, also beside a live daemon. Takes no lock, creates nothing, writes nothing.
    case readOnly
}
