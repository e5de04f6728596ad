import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The times that belong to meetings: a period that ends without one, decisions that are owed after one,
/// and answers that are awaited to an urgent matter (`domain.md` B01, B03, B05).
///
/// Promise: each waits as a timer and survives a restart; when it fires its condition is looked at again. A
/// period without a meeting leaves a row of its own, once, and that row is never taken back.
package struct MeetingAlarms: Sendable {
    private let settings: Settings
    private let notifier: Notifier
    private let agenda: MeetingAgenda

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        agenda = MeetingAgenda(settings: settings, notifier: notifier)
    }

    /// What a timer waits for, as its subject: `period/HTL/four_party/2026-03/ended`, `decisions/12`,
    /// `voices/7`.
    enum Subject {
        case reminder(estate: String, kind: String, period: String)
        case ended(estate: String, kind: String, period: String)
        case decisions(MeetingID)
        case voices(AgendaItemID)

        init?(_ text: String) {
            let parts = text.split(separator: "/").map(String.init)
            switch (parts.first, parts.count) {
            case ("period", 5) where parts[4] == "soon":
                self = .reminder(estate: parts[1], kind: parts[2], period: parts[3])
            case ("period", 5): self = .ended(estate: parts[1], kind: parts[2], period: parts[3])
            case ("decisions", 2):
                guard let id = Int64(parts[1]) else { return nil }
                self = .decisions(MeetingID(id))
            case ("voices", 2):
                guard let id = Int64(parts[1]) else { return nil }
                self = .voices(AgendaItemID(id))
            default: return nil
            }
        }

        var text: String {
            switch self {
            case .reminder(let estate, let kind, let period): "period/\(estate)/\(kind)/\(period)/soon"
            case .ended(let estate, let kind, let period): "period/\(estate)/\(kind)/\(period)/ended"
            case .decisions(let id): "decisions/\(id)"
            case .voices(let id): "voices/\(id)"
            }
        }
    }

    // MARK: Setting going

    /// For every estate and kind the period of today. What is armed already stays as it is.
    package func arm(in tx: Transaction, at now: Instant) throws(SQLError) {
        for estate in settings.estates.keys.sorted() {
            for kind in settings.meetings.kinds where kind.covers(estate) {
                try arm(kind, estate: estate, of: now.civil.date, in: tx, at: now)
            }
        }
        notifier.armed(in: tx)
    }

    private func arm(
        _ kind: MeetingRules.Kind, estate: String, of date: CivilDate, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let period = kind.period(of: date) else { return }
        let name = kind.periodName(of: date)
        let soon = Self.morning(of: period.end.adding(days: -settings.meetings.remindDays))
        if soon > now {
            try put(.reminder(estate: estate, kind: kind.code, period: name), due: soon, in: tx)
        }
        try put(
            .ended(estate: estate, kind: kind.code, period: name), due: Self.morning(of: period.end), in: tx)
    }

    private func put(_ subject: Subject, due: Instant, in tx: Transaction) throws(SQLError) {
        guard try tx.timers.due(.meeting, subject: subject.text) == nil else { return }
        try tx.timers.arm(.meeting, subject: subject.text, due: due)
    }

    private static func morning(of date: CivilDate) -> Instant {
        CivilTime(date: date, hour: Limits.reportReminderHours).instant
    }

    /// A meeting was held: until then every matter on it has its decision.
    func awaitDecisions(of id: MeetingID, until due: Instant, in tx: Transaction) throws(SQLError) {
        try tx.timers.arm(.meeting, subject: Subject.decisions(id).text, due: due)
        notifier.armed(in: tx)
    }

    func awaitVoices(about id: AgendaItemID, until due: Instant, in tx: Transaction) throws(SQLError) {
        try tx.timers.arm(.meeting, subject: Subject.voices(id).text, due: due)
        notifier.armed(in: tx)
    }

    // MARK: Firing

    func fire(_ subject: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        switch Subject(subject) {
        case .reminder(let estate, let code, let name):
            try remind(estate, code, name, in: tx, at: now)
        case .ended(let estate, let code, let name):
            try end(estate, code, name, in: tx, at: now)
        case .decisions(let id): try demandDecisions(id, in: tx, at: now)
        case .voices(let id): try demandVoices(id, in: tx, at: now)
        case nil: break
        }
    }

    private func remind(
        _ estate: String, _ code: String, _ name: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let kind = settings.meetings.kind(code, estate: estate), let period = ReportPeriod(name),
            try tx.meetings.count(
                code, estate: estate, in: [.called, .held], from: period.from, to: period.to) == 0
        else { return }
        let values = [
            "meeting": kind.name, "period": kind.spokenPeriod(of: period.first),
            "date": "\(period.last.month)月\(period.last.day)日",
            "items": Self.count(try tx.agenda.unlisted(code, estate: estate).count),
        ].filter { !$0.value.isEmpty }
        try agenda.tellStaff(
            kind.callers, estate: estate, Phrase("staff.meeting_due", values),
            key: "meeting-\(estate)-\(code)-\(name)-soon", in: tx, at: now)
    }

    /// The period is over: only a meeting that was minuted counts. Where one was called, its minutes have a
    /// few days.
    private func end(
        _ estate: String, _ code: String, _ name: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let kind = settings.meetings.kind(code, estate: estate), let period = ReportPeriod(name) else {
            return
        }
        try arm(kind, estate: estate, of: now.civil.date, in: tx, at: now)
        notifier.armed(in: tx)
        let grace = Self.morning(of: period.end.adding(days: Limits.minutesGraceDays))
        let isCalled =
            try tx.meetings.count(code, estate: estate, in: [.called], from: period.from, to: period.to) > 0
        if isCalled, now < grace {
            return try put(.ended(estate: estate, kind: code, period: name), due: grace, in: tx)
        }
        guard
            try tx.meetings.count(code, estate: estate, in: [.held], from: period.from, to: period.to) == 0,
            try tx.meetings.miss(
                MeetingRow(
                    estate: estate, kind: code, name: kind.name, period: name,
                    startsAt: period.to - .milliseconds(1)))
        else { return }
        let values = [
            "meeting": kind.name, "period": kind.spokenPeriod(of: period.first),
            "items": Self.count(try tx.agenda.unlisted(code, estate: estate).count),
        ].filter { !$0.value.isEmpty }
        try agenda.tellStaff(
            kind.callers, estate: estate, Phrase("staff.meeting_missed", values),
            key: "meeting-\(estate)-\(code)-\(name)-missed", in: tx, at: now)
    }

    private func demandDecisions(_ id: MeetingID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let meeting = try tx.meetings.find(id),
            let kind = settings.meetings.kind(meeting.kind, estate: meeting.estate)
        else { return }
        let open = try tx.agenda.of(id).filter { $0.state == .open }
        guard !open.isEmpty else { return }
        let values = [
            "meeting": kind.name, "when": meeting.startsAt.words, "count": "\(open.count)",
            "list": open.map { "议题\($0.id)" }.joined(separator: "、"),
        ]
        try agenda.tellStaff(
            kind.callers, estate: meeting.estate, Phrase("staff.decisions_missing", values),
            key: "meeting-\(id)-decisions", in: tx, at: now)
    }

    private func demandVoices(_ id: AgendaItemID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let item = try tx.agenda.find(id), item.state == .open,
            let kind = settings.meetings.kind(item.kind, estate: item.estate)
        else { return }
        let voices = try tx.voices.of(id)
        let silent = voices.filter { $0.answer == nil }
        guard !silent.isEmpty else { return }
        let values = [
            "item": "\(id)", "title": item.title, "answered": "\(voices.count - silent.count)",
            "asked": "\(voices.count)", "list": silent.map(\.name).joined(separator: "、"),
        ]
        try agenda.tellStaff(
            kind.callers, estate: item.estate, Phrase("staff.voices_missing", values),
            key: "agenda-\(id)-voices", in: tx, at: now)
    }

    private static func count(_ number: Int) -> String { number > 0 ? "\(number)" : "" }
}
