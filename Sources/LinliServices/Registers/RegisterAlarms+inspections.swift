import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// A year without an inspection that it owes (`domain.md` G01): told at the end of November and of December.
extension RegisterAlarms {
    func armInspection(
        _ kind: String, _ estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        var month = ReportPeriod(monthOf: now.civil.date)
        while month.first.month < settings.registers.inspections.alarmMonth || due(month) <= now {
            month = ReportPeriod(monthOf: month.end)
        }
        try put("inspection/\(estate)/\(kind)/\(month.last)", due: due(month), in: tx)
    }

    private func due(_ month: ReportPeriod) -> Instant {
        CivilTime(date: month.last, hour: Limits.reportReminderHours).instant
    }

    func inspectionIsOwed(
        _ kind: String, _ estate: String, by day: CivilDate, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let rules = settings.registers.inspections
        guard let known = rules.kinds.first(where: { $0.code == kind }) else { return }
        let first = CivilDate(year: day.year, month: 1, day: 1) ?? day
        if try !tx.inspections.isDone(kind, estate: estate, from: first, through: day) {
            try needs.agenda.tellStaff(
                [rules.owner], estate: estate,
                Phrase("staff.inspection_owed", ["name": known.name, "year": "\(day.year)"]),
                key: "inspection-\(estate)-\(kind)-\(day)", in: tx, at: now)
        }
        try armInspection(kind, estate, in: tx, at: now)
        notifier.armed(in: tx)
    }
}
