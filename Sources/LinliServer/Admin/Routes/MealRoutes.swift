import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/meals`
enum MealRoutes {
    static func all(_ desk: MealDesk) -> [AdminRoute] {
        [
            .get("/meals", "meal.list", query: ["estate", "day", "limit", "after"]) { call throws(SQLError) in
                try desk.list(
                    day: call.text("day"), estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/meals/{number}/deliver", "meal.deliver") { (call, _: Nothing) throws(SQLError) in
                try desk.deliver(call.part("number"), call.desk)
            },
            .post("/meals/{number}/no-answer", "meal.no_answer") { (call, _: Nothing) throws(SQLError) in
                try desk.noAnswer(call.part("number"), call.desk)
            },
        ]
    }
}
