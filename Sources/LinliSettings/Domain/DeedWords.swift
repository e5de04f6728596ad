import LinliModel

/// The words of a message about deeds (`claims` in `Config/points.yaml`).
package struct DeedWords: Sendable, Hashable {
    /// Another deed may begin at these.
    package var parts: [String] = []
    /// It is not done yet.
    package var later: [String] = []
    /// It was done just now: today.
    package var just: [String] = []
    /// Words of the period before the present one.
    package var before: [PointsRules.Period: [String]] = [:]
    /// None of the choices.
    package var none: [String] = []

    package init() {}

    static func read(_ item: Item) -> DeedWords? {
        guard let table = item.table else { return nil }
        var words = DeedWords()
        words.parts = table.required("parts")?.texts ?? []
        words.later = table.required("later")?.texts ?? []
        words.none = table.required("none")?.texts ?? []
        words.just = table.required("just")?.texts ?? []
        if let before = table.required("before")?.table {
            for period in [PointsRules.Period.week, .month, .year] {
                words.before[period] = before.required(period.rawValue)?.texts
            }
            before.finish()
        }
        table.finish()
        return words
    }
}

/// What a question about points is about where its scope does not say it (`questions` in
/// `Config/points.yaml`).
package struct PointsQuestions: Sendable, Hashable {
    package var expiry: [String] = []
    package var pooling: [String] = []
    package var refused: [String] = []
    package var limits: [String] = []
    /// He wants all items of all classes.
    package var whole: [String] = []
    /// He does not accept a refusal.
    package var appeal: [String] = []
    /// It is about a claim.
    package var subject: [String] = []

    /// What a bare question for the balance never asks.
    package var beyondBalance: [String] { expiry + pooling + refused }

    static func read(_ item: Item) -> PointsQuestions? {
        guard let table = item.table else { return nil }
        var words = PointsQuestions()
        words.expiry = table.required("expiry")?.texts ?? []
        words.pooling = table.required("pooling")?.texts ?? []
        words.refused = table.required("refused")?.texts ?? []
        words.limits = table.required("limits")?.texts ?? []
        words.whole = table.required("whole")?.texts ?? []
        words.appeal = table.required("appeal")?.texts ?? []
        words.subject = table.required("subject")?.texts ?? []
        table.finish()
        return words
    }
}
