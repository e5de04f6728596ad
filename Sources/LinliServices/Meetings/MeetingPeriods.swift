import LinliModel
import LinliSettings

extension MeetingRules.Kind {
    /// The period that a meeting on this day counts for; nil where none is owed.
    func period(of date: CivilDate) -> ReportPeriod? {
        switch period {
        case .none: nil
        case .month: ReportPeriod("\(date.year)-\(date.month.twoDigits)")
        case .quarter: ReportPeriod("\(date.year)Q\((date.month + 2) / 3)")
        }
    }

    /// "2026-03", "2026Q1"; empty where none is owed.
    func periodName(of date: CivilDate) -> String {
        guard let found = period(of: date) else { return "" }
        switch period {
        case .none: return ""
        case .month: return String(found.first.description.prefix(7))
        case .quarter: return "\(date.year)Q\((date.month + 2) / 3)"
        }
    }

    /// "3月", "第1季度"; empty where none is owed.
    func spokenPeriod(of date: CivilDate) -> String {
        switch period {
        case .none: ""
        case .month: "\(date.month)月"
        case .quarter: "第\((date.month + 2) / 3)季度"
        }
    }

    /// "每月", "每季度"; empty where none is owed.
    var rhythm: String {
        switch period {
        case .none: ""
        case .month: "每月"
        case .quarter: "每季度"
        }
    }
}
