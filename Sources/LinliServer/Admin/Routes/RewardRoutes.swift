import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/rewards`, `/redemptions` and `/fees`
enum RewardRoutes {
    static func all(_ desk: RewardDesk) -> [AdminRoute] {
        [
            .get("/rewards", "reward.list", query: ["estate"]) { call throws(SQLError) in
                try desk.list(estate: call.text("estate"), call.desk)
            },
            .get("/rewards/{code}", "reward.show", query: ["estate"]) { call throws(SQLError) in
                try desk.show(call.part("code"), estate: call.text("estate"), call.desk)
            },
            .post("/rewards/{code}/stock", "reward.stock") {
                (call, request: ChangeStock) throws(SQLError) in
                try desk.changeStock(call.part("code"), request, call.desk)
            },
            .get("/redemptions", "reward.list", query: ["estate", "limit", "after"]) {
                call throws(SQLError) in
                try desk.redemptions(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/redemptions", "reward.redeem", showsSecret: true) {
                (call, request: RedeemReward) throws(SQLError) in
                try desk.redeem(request, call.desk)
            },
            .post("/redemptions/collect", "reward.collect") {
                (call, request: CollectReward) throws(SQLError) in
                try desk.collect(request, call.desk)
            },
            .get("/fees", "reward.list", query: ["estate", "limit", "after"]) { call throws(SQLError) in
                try desk.fees(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/fees/{id}/confirm", "reward.settle") { (call, _: Nothing) throws(SQLError) in
                try desk.confirm(RedemptionID(call.number("id")), call.desk)
            },
            .post("/fees/{id}/refuse", "reward.settle") { (call, request: Reason) throws(SQLError) in
                try desk.refuse(RedemptionID(call.number("id")), reason: request.reason, call.desk)
            },
            .post("/redemptions/{id}/cancel", "reward.cancel") { (call, _: Nothing) throws(SQLError) in
                try desk.cancel(RedemptionID(call.number("id")), call.desk)
            },
        ]
    }
}
