import LinliAdmin
import LinliServices
import LinliSQL

/// `/inspections`
enum InspectionRoutes {
    static func all(_ desk: InspectionDesk) -> [AdminRoute] {
        [
            .get("/inspections", "inspection.list", query: ["estate", "limit", "after"]) {
                call throws(SQLError) in
                try desk.list(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/inspections", "inspection.add") { (call, request: AddInspection) throws(SQLError) in
                try desk.add(request, call.desk)
            },
        ]
    }
}
