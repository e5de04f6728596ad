import LinliIntents
import LinliModel
import LinliSettings

/// `Intents/` as it stands, learnt once a process: that takes ten seconds, which no suite should pay again.
package enum ShippedIntents {
    package static let understanding: Result<Understanding, Findings> = Result { () throws(Findings) in
        try Understanding.load(directory: TemporaryStore.packageRoot + "/Intents", holidays: holidays.get())
    }

    /// Of the years in `Config/calendars`.
    package static let holidays: Result<Holidays, Findings> = Result { () throws(Findings) in
        Holidays(try Settings.calendars(directory: TemporaryStore.packageRoot + "/Config"))
    }
}
