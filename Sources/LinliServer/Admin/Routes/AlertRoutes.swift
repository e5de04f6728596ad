import LinliAdmin
import LinliServices
import LinliSQL

/// `/alerts`
enum AlertRoutes {
    static func all(_ desk: AlertDesk) -> [AdminRoute] {
        [
            .get("/alerts", "alert.list", query: ["estate", "limit", "after"]) { call throws(SQLError) in
                try desk.list(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/alerts", "alert.start") { (call, request: StartAlert) throws(SQLError) in
                try desk.start(request, call.desk)
            },
            .post("/alerts/end", "alert.end") { (call, request: EndAlert) throws(SQLError) in
                try desk.end(request, call.desk)
            },
        ]
    }
}
