import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/points`
enum PointsRoutes {
    static func all(_ desk: PointsDesk) -> [AdminRoute] {
        reading(desk) + claims(desk) + books(desk)
    }

    private static func reading(_ desk: PointsDesk) -> [AdminRoute] {
        [
            .get("/points/balance", "points.balance", query: ["resident"]) { call throws(SQLError) in
                try desk.balance(call.text("resident") ?? "", call.desk)
            },
            .get("/points/ledger", "points.ledger", query: ["resident", "limit", "after"]) {
                call throws(SQLError) in
                try desk.ledger(call.text("resident") ?? "", rows: call.rows, call.desk)
            },
            .get("/points/rules", "points.rules") { call throws(SQLError) in try desk.listRules(call.desk)
            },
            .get("/points/ranking", "points.ranking", query: ["estate", "limit", "after"]) {
                call throws(SQLError) in
                try desk.ranking(estate: call.text("estate"), rows: call.rows, call.desk)
            },
        ]
    }

    private static func claims(_ desk: PointsDesk) -> [AdminRoute] {
        [
            .get("/points/claims", "points.claim", query: ["estate", "limit", "after"]) {
                call throws(SQLError) in
                try desk.claims(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/points/claims", "points.claim") { (call, request: OpenClaim) throws(SQLError) in
                try desk.claim(request, call.desk)
            },
            .post("/points/claims/{id}/approve", "points.approve") {
                (call, request: ApproveClaim) throws(SQLError) in
                try desk.approve(ClaimID(call.number("id")), request, call.desk)
            },
            .post("/points/claims/{id}/reject", "points.reject") {
                (call, request: Reason) throws(SQLError) in
                try desk.reject(ClaimID(call.number("id")), reason: request.reason, call.desk)
            },
        ]
    }

    private static func books(_ desk: PointsDesk) -> [AdminRoute] {
        [
            .post("/points/grants", "points.grant") { (call, request: GrantPoints) throws(SQLError) in
                try desk.grant(request, call.desk)
            },
            .post("/points/reversals", "points.reverse") {
                (call, request: ReversePoints) throws(SQLError) in
                try desk.reverse(request, call.desk)
            },
            .post("/points/expiries", "points.expire") { (call, request: ExpirePoints) throws(SQLError) in
                try desk.expire(request, call.desk)
            },
            .get("/points/verification", "points.verify") { call throws(SQLError) in
                try desk.verify(call.desk)
            },
        ]
    }
}
