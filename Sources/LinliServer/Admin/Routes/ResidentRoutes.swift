import LinliAdmin
import LinliServices
import LinliSQL

/// `/residents` and `/home-codes`. `{resident}` is a number, `channel:id` or a name.
enum ResidentRoutes {
    static func all(_ desk: ResidentDesk) -> [AdminRoute] {
        reading(desk) + homes(desk)
    }

    private static func reading(_ desk: ResidentDesk) -> [AdminRoute] {
        [
            .get("/residents", "resident.list", query: ["estate", "limit", "after"]) {
                call throws(SQLError) in
                try desk.list(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .get("/residents/{resident}", "resident.show") { call throws(SQLError) in
                try desk.show(call.part("resident"), call.desk)
            },
            .get("/residents/{resident}/export", "resident.export") { call throws(SQLError) in
                try desk.export(call.part("resident"), call.desk)
            },
            .post("/residents/{resident}/erase", "resident.erase") {
                (call, request: EraseResident) throws(SQLError) in
                try desk.erase(call.part("resident"), request, call.desk)
            },
        ]
    }

    private static func homes(_ desk: ResidentDesk) -> [AdminRoute] {
        [
            .post("/residents", "resident.bind") { (call, request: AddResident) throws(SQLError) in
                try desk.add(request, call.desk)
            },
            .post("/residents/{resident}/bind", "resident.bind") {
                (call, request: BindHome) throws(SQLError) in
                try desk.bind(call.part("resident"), request, call.desk)
            },
            .post("/residents/{resident}/unbind", "resident.unbind") {
                (call, request: HomeReference) throws(SQLError) in
                try desk.unbind(call.part("resident"), request, call.desk)
            },
            .post("/residents/{resident}/verify", "resident.verify") {
                (call, request: HomeReference) throws(SQLError) in
                try desk.verify(call.part("resident"), request, call.desk)
            },
            .post("/home-codes", "resident.bind", showsSecret: true) {
                (call, request: CreateHomeCode) throws(SQLError) in
                try desk.makeCode(request, call.desk)
            },
        ]
    }
}
