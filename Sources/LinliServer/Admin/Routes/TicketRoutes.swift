import LinliAdmin
import LinliServices
import LinliSQL

/// `/tickets`
enum TicketRoutes {
    static func all(_ desk: TicketDesk) -> [AdminRoute] {
        reading(desk) + working(desk) + closing(desk) + answering(desk)
    }

    private static func reading(_ desk: TicketDesk) -> [AdminRoute] {
        [
            .get(
                "/tickets", "ticket.list",
                query: ["state", "open", "estate", "urgency", "overdue", "limit", "after"]
            ) { call throws(SQLError) in
                try desk.list(filter(call), call.desk)
            },
            .get("/tickets/{number}", "ticket.show") { call throws(SQLError) in
                try desk.show(call.part("number"), call.desk)
            },
            .reading(
                "/tickets/{number}/transcript", TicketDesk.transcriptRight, query: [],
                admit: { call throws(SQLError) in try desk.admitTranscript(call.part("number"), call.desk) },
                { call throws(SQLError) in try desk.transcript(call.part("number"), call.desk) }),
            .post("/tickets", "ticket.open") { (call, request: OpenTicket) throws(SQLError) in
                try desk.open(request, call.desk)
            },
        ]
    }

    private static func filter(_ call: AdminCall) -> TicketDesk.Filter {
        var filter = TicketDesk.Filter()
        filter.states = call.texts("state")
        filter.onlyOpen = call.flag("open")
        filter.estate = call.text("estate")
        filter.urgencies = call.texts("urgency")
        filter.onlyOverdue = call.flag("overdue")
        filter.limit = call.limit
        filter.after = call.text("after")
        return filter
    }

    private static func working(_ desk: TicketDesk) -> [AdminRoute] {
        [
            .post("/tickets/{number}/dispatch", "ticket.dispatch") {
                (call, request: DispatchTicket) throws(SQLError) in
                try desk.dispatch(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/assign", "ticket.assign") {
                (call, request: AssignTicket) throws(SQLError) in
                try desk.assign(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/accept", "ticket.accept") { (call, _: Nothing) throws(SQLError) in
                try desk.accept(call.part("number"), call.desk)
            },
            .post("/tickets/{number}/arrive", "ticket.arrive") { (call, _: Nothing) throws(SQLError) in
                try desk.arrive(call.part("number"), call.desk)
            },
            .post("/tickets/{number}/resolve", "ticket.resolve") {
                (call, request: ResolveTicket) throws(SQLError) in
                try desk.resolve(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/return", "ticket.return") {
                (call, request: Reason) throws(SQLError) in
                try desk.giveBack(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/suspend", "ticket.suspend") {
                (call, request: SuspendTicket) throws(SQLError) in
                try desk.suspend(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/resume", "ticket.resume") { (call, _: Nothing) throws(SQLError) in
                try desk.resume(call.part("number"), call.desk)
            },
        ]
    }

    private static func answering(_ desk: TicketDesk) -> [AdminRoute] {
        [
            .post("/tickets/{number}/merge", "ticket.merge") {
                (call, request: MergeTicket) throws(SQLError) in
                try desk.merge(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/split", "ticket.split") { (call, _: Nothing) throws(SQLError) in
                try desk.split(call.part("number"), call.desk)
            },
            .post("/tickets/{number}/acknowledge", "ticket.acknowledge") {
                (call, request: Acknowledge) throws(SQLError) in
                try desk.acknowledge(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/snooze", "ticket.snooze") {
                (call, request: SnoozeTicket) throws(SQLError) in
                try desk.snooze(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/mediate", "ticket.mediate") {
                (call, request: MediateTicket) throws(SQLError) in
                try desk.mediate(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/contain", "ticket.contain") {
                (call, request: Words) throws(SQLError) in
                try desk.contain(call.part("number"), request, call.desk)
            },
        ]
    }

    private static func closing(_ desk: TicketDesk) -> [AdminRoute] {
        [
            .post("/tickets/{number}/escalate", "ticket.escalate") {
                (call, request: EscalateTicket) throws(SQLError) in
                try desk.escalate(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/whistle", "ticket.whistle") {
                (call, request: BlowWhistle) throws(SQLError) in
                try desk.whistle(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/report-in", "ticket.report_in") {
                (call, request: ReportIn) throws(SQLError) in
                try desk.reportIn(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/score", "ticket.score") {
                (call, request: ScoreWhistle) throws(SQLError) in
                try desk.score(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/reopen", "ticket.reopen") {
                (call, request: Reason) throws(SQLError) in
                try desk.reopen(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/cancel", "ticket.cancel") {
                (call, request: Reason) throws(SQLError) in
                try desk.cancel(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/decline", "ticket.decline") {
                (call, request: DeclineTicket) throws(SQLError) in
                try desk.decline(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/hold", "ticket.hold") {
                (call, request: Reason) throws(SQLError) in
                try desk.hold(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/release", "ticket.hold") {
                (call, request: Reason) throws(SQLError) in
                try desk.release(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/note", "ticket.note") {
                (call, request: Words) throws(SQLError) in
                try desk.note(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/reply", "ticket.reply") {
                (call, request: ReplyTicket) throws(SQLError) in
                try desk.reply(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/rate", "ticket.rate") {
                (call, request: RateTicket) throws(SQLError) in
                try desk.rate(call.part("number"), request, call.desk)
            },
            .post("/tickets/{number}/reveal", "ticket.reveal") {
                (call, request: Reason) throws(SQLError) in
                try desk.reveal(call.part("number"), request, call.desk)
            },
        ]
    }
}
