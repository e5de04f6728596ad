import LinliAdmin
import LinliServices
import LinliSQL

/// `/teams`, `/posts` and `/applications`
enum PostRoutes {
    static func all(teams: TeamDesk, posts: PostDesk) -> [AdminRoute] {
        Self.teams(teams) + Self.posts(posts) + applications(posts)
    }

    private static func teams(_ desk: TeamDesk) -> [AdminRoute] {
        [
            .get("/teams", "team.list", query: ["estate", "limit", "after"]) { call throws(SQLError) in
                try desk.list(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/teams", "team.add") { (call, request: AddTeam) throws(SQLError) in
                try desk.add(request, call.desk)
            },
            .post("/teams/{id}/join", "team.join") { (call, request: JoinTeam) throws(SQLError) in
                try desk.join(call.number("id"), request, call.desk)
            },
            .post("/teams/{id}/leave", "team.leave") { (call, request: JoinTeam) throws(SQLError) in
                try desk.leave(call.number("id"), request, call.desk)
            },
            .post("/teams/{id}/send", "team.send") { (call, request: SendTeam) throws(SQLError) in
                try desk.send(call.number("id"), request, call.desk)
            },
            .post("/teams/{id}/end", "team.end") { (call, _: Nothing) throws(SQLError) in
                try desk.end(call.number("id"), call.desk)
            },
        ]
    }

    private static func posts(_ desk: PostDesk) -> [AdminRoute] {
        [
            .get("/posts", "post.list", query: ["estate", "limit", "after"]) { call throws(SQLError) in
                try desk.list(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/posts", "post.open") { (call, request: OpenPost) throws(SQLError) in
                try desk.open(request, call.desk)
            },
            .post("/posts/{id}/appoint", "post.appoint") { (call, request: AppointHolder) throws(SQLError) in
                try desk.appoint(call.number("id"), request, call.desk)
            },
            .post("/posts/{id}/vacate", "post.vacate") { (call, request: AppointHolder) throws(SQLError) in
                try desk.vacate(call.number("id"), request, call.desk)
            },
            .post("/posts/{id}/close", "post.close") { (call, _: Nothing) throws(SQLError) in
                try desk.close(call.number("id"), call.desk)
            },
        ]
    }

    private static func applications(_ desk: PostDesk) -> [AdminRoute] {
        [
            .get("/applications", "post.decide", query: ["estate", "limit", "after"]) {
                call throws(SQLError) in
                try desk.applications(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .post("/applications/{id}/decide", "post.decide") {
                (call, request: DecideApplication) throws(SQLError) in
                try desk.decide(call.number("id"), request, call.desk)
            },
        ]
    }
}
