// What the admin API says about figures.

/// A report over a period. Every figure stands with its formula and can be recomputed from the tickets that
/// it names.
package struct ReportAnswer: Codable, Sendable, Hashable {
    /// `rates`, `sla`, `levels`, `quarterly`, `annual`, `ranking`, `meetings`, `whistles`, `four-goals`.
    package var kind: String
    package var title: String
    /// Nil for all estates together.
    package var estate: String?
    /// Included, with its offset.
    package var from: String
    /// Not included.
    package var to: String
    /// When it was made. What came due later is not in it.
    package var asOf: String
    /// For reports that are due: the last working day on or before the date.
    package var submitBy: String?
    /// The days on which staff are reminded.
    package var remindOn: [String]?
    /// What is not known yet: why a report that is due has no `submitBy`.
    package var note: String?
    package var figures: [ReportFigure]
    package var clocks: [ReportClocks]?
    /// One for each estate, best response rate first.
    package var ranking: [ReportRank]?
    /// Both sides of the whistles: departments first, then who called them.
    package var parties: [ReportParty]?

    package init(
        kind: String, title: String, estate: String?, from: String, to: String, asOf: String,
        submitBy: String? = nil, remindOn: [String]? = nil, figures: [ReportFigure],
        clocks: [ReportClocks]? = nil, ranking: [ReportRank]? = nil, parties: [ReportParty]? = nil
    ) {
        self.parties = parties
        self.kind = kind
        self.title = title
        self.estate = estate
        self.from = from
        self.to = to
        self.asOf = asOf
        self.submitBy = submitBy
        self.remindOn = remindOn
        self.figures = figures
        self.clocks = clocks
        self.ranking = ranking
    }
}

/// A share or, without a denominator, a count.
package struct ReportFigure: Codable, Sendable, Hashable {
    package var code: String
    package var name: String
    package var numerator: Int
    /// Nil where the figure is a count.
    package var denominator: Int?
    /// With one decimal, halves away from zero; nil where there is nothing to divide by.
    package var percent: Double?
    /// Where the figure is neither a share nor a count: a mean mark, a median in seconds. Nil without rows.
    package var value: Double?
    /// Of `value`: 分 or 秒.
    package var unit: String?
    package var formula: String
    /// The tickets of the numerator, and those of the denominator that are not in it; of meetings the rows.
    /// Only when asked for.
    package var counted: [String]?
    package var others: [String]?

    package init(
        code: String, name: String, numerator: Int, denominator: Int?, percent: Double?, formula: String,
        counted: [String]? = nil, others: [String]? = nil, value: Double? = nil, unit: String? = nil
    ) {
        self.value = value
        self.unit = unit
        self.code = code
        self.name = name
        self.numerator = numerator
        self.denominator = denominator
        self.percent = percent
        self.formula = formula
        self.counted = counted
        self.others = others
    }
}

/// One clock over one group of tickets. Lateness in whole seconds past the due time, of the late ones only,
/// by nearest rank.
package struct ReportClocks: Codable, Sendable, Hashable {
    package var clock: String
    /// `all`, a category or a building.
    package var group: String
    package var due: Int
    package var inTime: Int
    package var late: Int
    package var lateP50: Int?
    package var lateP90: Int?
    package var lateP99: Int?
    /// The tickets that were in time, and those that were late, once for each clock. Only when asked for.
    package var counted: [String]?
    package var others: [String]?

    package init(
        clock: String, group: String, due: Int, inTime: Int, late: Int, lateP50: Int?, lateP90: Int?,
        lateP99: Int?, counted: [String]? = nil, others: [String]? = nil
    ) {
        self.counted = counted
        self.others = others
        self.clock = clock
        self.group = group
        self.due = due
        self.inTime = inTime
        self.late = late
        self.lateP50 = lateP50
        self.lateP90 = lateP90
        self.lateP99 = lateP99
    }
}

package struct ReportRank: Codable, Sendable, Hashable {
    package var rank: Int
    package var estate: String
    package var name: String
    package var responseRate: Double?
    package var solvedRate: Double?
    package var satisfiedRate: Double?
    package var answerRate: Double?

    package init(
        rank: Int, estate: String, name: String, responseRate: Double?, solvedRate: Double?,
        satisfiedRate: Double?, answerRate: Double?
    ) {
        self.rank = rank
        self.estate = estate
        self.name = name
        self.responseRate = responseRate
        self.solvedRate = solvedRate
        self.satisfiedRate = satisfiedRate
        self.answerRate = answerRate
    }
}

/// One side of the whistles of a period (吹哨报到, 双向评价). What is not due yet is not judged.
package struct ReportParty: Codable, Sendable, Hashable {
    /// `department` or `caller`.
    package var side: String
    /// The department, or the account that called; 依法 where the law did.
    package var name: String
    package var calls: Int
    /// Calls in which a department led (牵头); the others assist. Of callers all.
    package var leads: Int
    package var reportInDue: Int
    package var reportInInTime: Int
    package var resultDue: Int
    package var resultInTime: Int
    /// Calls that have a score, and its mean with one decimal; nil without one.
    package var scored: Int
    package var score: Double?
    /// Only when asked for.
    package var tickets: [String]?

    package init(
        side: String, name: String, calls: Int = 0, leads: Int = 0, reportInDue: Int = 0,
        reportInInTime: Int = 0, resultDue: Int = 0, resultInTime: Int = 0, scored: Int = 0,
        score: Double? = nil, tickets: [String]? = nil
    ) {
        self.side = side
        self.name = name
        self.calls = calls
        self.leads = leads
        self.reportInDue = reportInDue
        self.reportInInTime = reportInInTime
        self.resultDue = resultDue
        self.resultInTime = resultInTime
        self.scored = scored
        self.score = score
        self.tickets = tickets
    }
}
