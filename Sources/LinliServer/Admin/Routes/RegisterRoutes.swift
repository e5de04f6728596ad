import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/needs`, `/resources`, `/registers` and `/intake`
enum RegisterRoutes {
    static func all(
        needs: NeedDesk, resources: ResourceDesk, registers: RegisterDesk, intake: IntakeDesk
    ) -> [AdminRoute] {
        self.needs(needs) + self.resources(resources) + [
            .get("/registers/{name}", "", query: ["estate", "overdue", "limit", "after"]) {
                call throws(SQLError) in
                try registers.list(
                    call.part("name"), estate: call.text("estate"), onlyOverdue: call.flag("overdue"),
                    rows: call.rows, call.desk)
            },
            .post("/intake", "intake.add") { (call, request: AddIntake) throws(SQLError) in
                try intake.add(request, call.desk)
            },
        ]
    }

    private static func needs(_ desk: NeedDesk) -> [AdminRoute] {
        let reading: [AdminRoute] = [
            .get("/needs", "need.list", query: ["estate", "state", "overdue", "limit", "after"]) {
                call throws(SQLError) in
                try desk.list(
                    estate: call.text("estate"), state: call.text("state"), onlyOverdue: call.flag("overdue"),
                    rows: call.rows, call.desk)
            },
            .get("/needs/{number}", "need.show") { call throws(SQLError) in
                try desk.show(call.part("number"), call.desk)
            },
        ]
        let acts = NeedAct.allCases.filter { $0 != .withdraw }
        return reading
            + acts.map { act in
                .post("/needs/{number}/\(act.rawValue)", act.right) {
                    (call, request: NeedAction) throws(SQLError) in
                    try desk.act(act, call.part("number"), request, call.desk)
                }
            }
    }

    private static func resources(_ desk: ResourceDesk) -> [AdminRoute] {
        [
            .get("/resources", "resource.list", query: ["estate", "overdue", "limit", "after"]) {
                call throws(SQLError) in
                try desk.list(
                    estate: call.text("estate"), onlyOverdue: call.flag("overdue"), rows: call.rows,
                    call.desk)
            },
            .post("/resources", "resource.add") { (call, request: EnterResource) throws(SQLError) in
                try desk.add(request, call.desk)
            },
            .post("/resources/{number}/enlist", "resource.enlist") {
                (call, request: EnterResource) throws(SQLError) in
                try desk.enlist(call.part("number"), request, call.desk)
            },
            .post("/resources/{number}/decline", "resource.decline") {
                (call, request: Reason) throws(SQLError) in
                try desk.decline(call.part("number"), request, call.desk)
            },
            .post("/resources/{number}/review", "resource.review") {
                (call, _: Nothing) throws(SQLError) in
                try desk.review(call.part("number"), call.desk)
            },
            .post("/resources/{number}/remove", "resource.remove") {
                (call, _: Nothing) throws(SQLError) in
                try desk.remove(call.part("number"), call.desk)
            },
        ]
    }
}
