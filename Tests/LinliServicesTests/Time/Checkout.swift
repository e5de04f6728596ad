import LinliModel
import LinliSettings
import Testing

@testable import LinliServices

/// `Config/` of the checkout, and short ways to write times.
enum Checkout {
    static let directory = {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/Config"
    }()

    static func settings() throws -> Settings { try loaded.get() }

    private static let loaded = Result { try Settings.load(directory: directory, environment: [:]) }

    static func calendar() throws -> WorkingCalendar { WorkingCalendar(try settings().calendars) }

    /// "2026-02-13 17:58" at +08:00.
    static func instant(_ text: String) throws -> Instant {
        try #require(Instant(iso8601: text.replacing(" ", with: "T") + "+08:00"))
    }

    static func windows(_ text: String, _ days: ServiceWindows.Days = .workingDays) throws
        -> ServiceWindows
    {
        try #require(ServiceWindows(text, days: days))
    }
}
