import LinliAdmin
import LinliServices
import LinliSQL

/// `/reports`
enum ReportRoutes {
    static func all(_ desk: ReportDesk) -> [AdminRoute] {
        [
            .reading(
                "/reports/{kind}", "report.show",
                query: ["period", "from", "through", "estate", "by", "rows"],
                admit: { call throws(SQLError) in try desk.admit(question(call), call.desk) },
                { call throws(SQLError) in try desk.show(question(call), call.desk) })
        ]
    }

    private static func question(_ call: AdminCall) -> ReportDesk.Question {
        ReportDesk.Question(
            kind: call.part("kind"), period: call.text("period"), from: call.text("from"),
            through: call.text("through"), estate: call.text("estate"), grouping: call.text("by"),
            wantsRows: call.flag("rows"))
    }
}
