import LinliIntents
import LinliModel

/// `Intents/` as it stands, learnt once a process: that takes ten seconds, which no suite should pay again.
package enum ShippedIntents {
    package static let understanding: Result<Understanding, Findings> = Result { () throws(Findings) in
        try Understanding.load(directory: TemporaryStore.packageRoot + "/Intents")
    }
}
