import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/visits` and `/care`
enum VisitRoutes {
    static func all(_ desk: VisitDesk) -> [AdminRoute] {
        [
            .get("/visits", "visit.list", query: ["estate", "planned", "overdue", "limit", "after"]) {
                call throws(SQLError) in
                try desk.list(
                    estate: call.text("estate"), onlyPlanned: call.flag("planned"),
                    onlyOverdue: call.flag("overdue"), rows: call.rows, call.desk)
            },
            .post("/visits", "visit.plan") { (call, request: PlanVisit) throws(SQLError) in
                try desk.plan(request, call.desk)
            },
            .post("/visits/{number}/finish", "visit.finish") { (call, request: Words) throws(SQLError) in
                try desk.finish(call.part("number"), request, call.desk)
            },
            .post("/visits/{number}/drop", "visit.drop") { (call, request: Words) throws(SQLError) in
                try desk.drop(call.part("number"), request, call.desk)
            },
            .get("/care", "visit.care", query: ["estate", "limit", "after"]) { call throws(SQLError) in
                try desk.care(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/care", "visit.care") { (call, request: AddCare) throws(SQLError) in
                try desk.addCare(request, call.desk)
            },
            .post("/care/remove", "visit.care") { (call, request: RemoveCare) throws(SQLError) in
                try desk.removeCare(request, call.desk)
            },
        ]
    }
}
