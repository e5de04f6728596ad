import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// 吹哨报到: how the departments came and what they came to, and how both sides judge each other.
extension ReportDesk {
    func parties(
        estate: String?, period: ReportPeriod, wantsRows: Bool, _ call: DeskCall
    ) throws(SQLError) -> [ReportParty] {
        let calls = try call.tx.whistles.blown(estate: estate, from: period.from, to: period.to)
        let departments = Dictionary(grouping: calls, by: \.whistle.department)
        let callers = Dictionary(grouping: calls) { $0.caller ?? "依法" }
        let asOf = call.now
        return departments.sorted { $0.key < $1.key }.map {
            party("department", $0.key, $0.value, wantsRows, asOf) { $0.whistle.score }
        }
            + callers.sorted { $0.key < $1.key }.map {
                party("caller", $0.key, $0.value, wantsRows, asOf) { $0.whistle.callerScore }
            }
    }

    /// Of the caller the same figures say whether those whom he called came: a call to the wrong department
    /// shows there.
    private func party(
        _ side: String, _ name: String, _ calls: [WhistleHistory], _ wantsRows: Bool, _ asOf: Instant,
        score: (WhistleHistory) -> Int?
    ) -> ReportParty {
        var party = ReportParty(side: side, name: name, calls: calls.count)
        party.leads = calls.count { $0.whistle.isLead }
        for call in calls {
            let whistle = call.whistle
            let report = Self.isKept(whistle.reportedAt, due: whistle.dueAt, closed: call.closedAt, asOf)
            if let report {
                party.reportInDue += 1
                party.reportInInTime += report ? 1 : 0
            }
            guard let due = whistle.resultDueAt,
                let result = Self.isKept(whistle.resultAt, due: due, closed: call.closedAt, asOf)
            else { continue }
            party.resultDue += 1
            party.resultInTime += result ? 1 : 0
        }
        let scores = calls.compactMap(score)
        party.scored = scores.count
        party.score = scores.isEmpty ? nil : ReportWording.mean(scores)
        if wantsRows { party.tickets = Set(calls.map(\.number)).sorted() }
        return party
    }

    /// Nil where it is not due yet, or the matter was closed before it was.
    private static func isKept(_ done: Instant?, due: Instant, closed: Instant?, _ asOf: Instant) -> Bool? {
        if let done { return done <= due }
        if let closed, closed <= due { return nil }
        return due <= asOf ? false : nil
    }
}
