import LinliModel

/// When a platform wants to be asked again.
enum RetryAfter {
    /// A day: a longer wait is a mistake of the other side.
    private static let longestSeconds: Int64 = 86_400

    /// The `Retry-After` header in seconds. Its other form, a date, is not used by any platform and would
    /// need a clock: it counts as absent.
    static func span(in response: PushResponse) -> TimeSpan? {
        guard let text = response.headers["retry-after"], let seconds = Int64(text), seconds >= 0
        else { return nil }
        return .seconds(min(seconds, longestSeconds))
    }
}
