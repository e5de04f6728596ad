import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/meetings` and `/agenda`
enum MeetingRoutes {
    static func all(_ desk: MeetingDesk) -> [AdminRoute] {
        meetings(desk) + agenda(desk)
    }

    private static func meetings(_ desk: MeetingDesk) -> [AdminRoute] {
        [
            .get("/meetings", "meeting.list", query: ["estate", "kind", "limit", "after"]) {
                call throws(SQLError) in
                try desk.list(
                    estate: call.text("estate"), kind: call.text("kind"), rows: call.rows, call.desk)
            },
            .get("/meetings/{id}", "meeting.show") { call throws(SQLError) in
                try desk.show(MeetingID(call.number("id")), call.desk)
            },
            .post("/meetings", "meeting.call") { (call, request: CallMeeting) throws(SQLError) in
                try desk.call(request, call.desk)
            },
            .post("/meetings/{id}/hold", "meeting.hold") {
                (call, request: HoldMeeting) throws(SQLError) in
                try desk.hold(MeetingID(call.number("id")), request, call.desk)
            },
            .post("/meetings/{id}/publish", "meeting.publish") {
                (call, _: Nothing) throws(SQLError) in
                try desk.publish(MeetingID(call.number("id")), call.desk)
            },
            .post("/meetings/{id}/cancel", "meeting.cancel") { (call, request: Reason) throws(SQLError) in
                try desk.cancel(MeetingID(call.number("id")), request, call.desk)
            },
        ]
    }

    private static func agenda(_ desk: MeetingDesk) -> [AdminRoute] {
        [
            .get("/agenda", "meeting.list", query: ["estate", "kind", "open", "limit", "after"]) {
                call throws(SQLError) in
                try desk.items(
                    estate: call.text("estate"), kind: call.text("kind"), onlyOpen: call.flag("open"),
                    rows: call.rows, call.desk)
            },
            .post("/agenda", "meeting.propose") { (call, request: ProposeItem) throws(SQLError) in
                try desk.propose(request, call.desk)
            },
            .post("/agenda/{id}/classify", "meeting.classify") {
                (call, request: ClassifyItem) throws(SQLError) in
                try desk.classify(AgendaItemID(call.number("id")), request, call.desk)
            },
            .post("/agenda/{id}/answer", "meeting.answer") {
                (call, request: AnswerItem) throws(SQLError) in
                try desk.answer(AgendaItemID(call.number("id")), request, call.desk)
            },
            .post("/agenda/{id}/decide", "meeting.decide") {
                (call, request: DecideItem) throws(SQLError) in
                try desk.decide(AgendaItemID(call.number("id")), request, call.desk)
            },
            .post("/agenda/{id}/drop", "meeting.drop") { (call, request: Reason) throws(SQLError) in
                try desk.drop(AgendaItemID(call.number("id")), request, call.desk)
            },
        ]
    }
}
