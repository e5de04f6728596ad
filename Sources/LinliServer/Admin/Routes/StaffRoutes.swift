import LinliAdmin
import LinliServices
import LinliSQL

/// `/whoami`, `/staff`, `/praises` and `/roster`
enum StaffRoutes {
    static func all(_ desk: StaffDesk, handover: HandoverDesk) -> [AdminRoute] {
        accounts(desk) + praises(desk) + roster(desk) + secrets(desk) + leaving(handover)
    }

    private static func leaving(_ desk: HandoverDesk) -> [AdminRoute] {
        [
            .post("/staff/{name}/leave", "staff.leave") { (call, request: LeaveStaff) throws(SQLError) in
                try desk.leave(call.part("name"), request, call.desk)
            }
        ]
    }

    private static func accounts(_ desk: StaffDesk) -> [AdminRoute] {
        [
            .get("/whoami", "") { call throws(SQLError) in try desk.whoami(call.desk) },
            .get("/staff", "staff.list") { call throws(SQLError) in try desk.list(call.desk) },
            .post("/staff", "staff.add") { (call, request: AddStaff) throws(SQLError) in
                try desk.add(request, call.desk)
            },
            .post("/staff/{name}/roles", "staff.role") { (call, request: ChangeRole) throws(SQLError) in
                try desk.changeRole(call.part("name"), request, call.desk)
            },
        ]
    }

    private static func praises(_ desk: StaffDesk) -> [AdminRoute] {
        [
            .get("/praises", "staff.praises", query: ["estate", "limit", "after"]) { call throws(SQLError) in
                try desk.praises(estate: call.text("estate"), rows: call.rows, call.desk)
            }
        ]
    }

    private static func roster(_ desk: StaffDesk) -> [AdminRoute] {
        [
            .get("/roster", "staff.roster", query: ["estate"]) { call throws(SQLError) in
                try desk.roster(estate: call.text("estate"), call.desk)
            },
            .post("/roster", "staff.roster") { (call, request: AddDuty) throws(SQLError) in
                try desk.addDuty(request, call.desk)
            },
            .post("/roster/{id}/remove", "staff.roster", query: ["estate"]) {
                (call, _: Nothing) throws(SQLError) in
                try desk.removeDuty(call.number("id"), estate: call.text("estate"), call.desk)
            },
        ]
    }

    private static func secrets(_ desk: StaffDesk) -> [AdminRoute] {
        [
            .get("/staff/{name}/tokens", "staff.token") { call throws(SQLError) in
                try desk.tokens(call.part("name"), call.desk)
            },
            .post("/staff/{name}/tokens", "staff.token", showsSecret: true) {
                (call, request: CreateToken) throws(SQLError) in
                try desk.makeToken(call.part("name"), request, call.desk)
            },
            .post("/staff/{name}/tokens/{id}/revoke", "staff.revoke") {
                (call, _: Nothing) throws(SQLError) in
                try desk.revoke(call.part("name"), token: call.number("id"), call.desk)
            },
            .post("/staff/{name}/bind", "staff.bind", showsSecret: true) {
                (call, _: Nothing) throws(SQLError) in
                try desk.makeBindCode(call.part("name"), call.desk)
            },
        ]
    }
}
