import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/activities` and `/signups`
enum ActivityRoutes {
    static func all(_ desk: ActivityDesk) -> [AdminRoute] {
        [
            .get("/activities", "activity.list", query: ["estate", "planned", "limit", "after"]) {
                call throws(SQLError) in
                try desk.list(
                    estate: call.text("estate"), onlyPlanned: call.flag("planned"), rows: call.rows,
                    call.desk)
            },
            .get("/activities/{number}", "activity.show") { call throws(SQLError) in
                try desk.show(call.part("number"), call.desk)
            },
            .post("/activities", "activity.open") { (call, request: OpenActivity) throws(SQLError) in
                try desk.open(request, call.desk)
            },
            .post("/activities/{number}/announce", "activity.announce") {
                (call, _: Nothing) throws(SQLError) in
                try desk.announce(call.part("number"), call.desk)
            },
            .post("/activities/{number}/finish", "activity.finish") {
                (call, request: Words) throws(SQLError) in
                try desk.finish(call.part("number"), request, call.desk)
            },
            .post("/activities/{number}/cancel", "activity.cancel") {
                (call, request: Reason) throws(SQLError) in
                try desk.cancel(call.part("number"), request, call.desk)
            },
        ] + people(desk)
    }

    private static func people(_ desk: ActivityDesk) -> [AdminRoute] {
        [
            .post("/activities/{number}/signups", "activity.signup") {
                (call, request: AddSignup) throws(SQLError) in
                try desk.signUp(call.part("number"), request, call.desk)
            },
            .post("/signups/{id}/cancel", "activity.signup") { (call, _: Nothing) throws(SQLError) in
                try desk.leave(SignupID(call.number("id")), call.desk)
            },
            .post("/signups/{id}/attend", "activity.attend") {
                (call, request: AttendBooking) throws(SQLError) in
                try desk.attend(SignupID(call.number("id")), request, call.desk)
            },
        ]
    }
}
