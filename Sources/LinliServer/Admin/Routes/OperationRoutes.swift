import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/outbox`, `/channels`, `/audit`, `/retention` and `/estates`
enum OperationRoutes {
    static func all(
        outbox: OutboxDesk, channels: ChannelDesk, probe: @escaping ChannelTrials.Probe, audit: AuditDesk,
        retention: RetentionDesk, estates: EstateDesk
    ) -> [AdminRoute] {
        messages(outbox) + addresses(channels, probe, audit) + keeping(retention) + registers(estates)
    }

    private static func messages(_ desk: OutboxDesk) -> [AdminRoute] {
        [
            .get("/outbox", "outbox.list", query: ["state", "limit", "after"]) { call throws(SQLError) in
                try desk.list(states: call.texts("state"), rows: call.rows, call.desk)
            },
            .get("/outbox/{id}", "outbox.show") { call throws(SQLError) in
                try desk.show(OutboxID(call.number("id")), call.desk)
            },
            .post("/outbox/{id}/retry", "outbox.retry") { (call, _: Nothing) throws(SQLError) in
                try desk.retry(OutboxID(call.number("id")), call.desk)
            },
            .post("/outbox/{id}/drop", "outbox.drop") { (call, request: Reason) throws(SQLError) in
                try desk.drop(OutboxID(call.number("id")), reason: request.reason, call.desk)
            },
        ]
    }

    private static func addresses(
        _ channels: ChannelDesk, _ probe: @escaping ChannelTrials.Probe, _ audit: AuditDesk
    ) -> [AdminRoute] {
        [
            .get("/channels", "channel.list") { call throws(SQLError) in try channels.list(call.desk) },
            .get("/channels/{name}/window", "channel.window", query: ["recipient"]) {
                call throws(SQLError) in
                try channels.window(call.part("name"), recipient: call.text("recipient") ?? "", call.desk)
            },
            .asking("/channels/{name}/test", "channel.test") { call throws(SQLError) in
                try channels.mayTest(call.part("name"), call.desk)
            } _: { channel in
                ChannelTrials.answer(of: channel, await probe(channel.name))
            },
            .get("/audit", "audit.list", query: ["target", "limit", "after"]) { call throws(SQLError) in
                try audit.list(target: call.text("target"), rows: call.rows, call.desk)
            },
        ]
    }

    private static func keeping(_ desk: RetentionDesk) -> [AdminRoute] {
        [
            .reading(
                "/retention/preview", RetentionDesk.previewRight, query: ["until"],
                admit: { call throws(SQLError) in
                    try desk.admitPreview(until: call.text("until"), call.desk)
                }, { call throws(SQLError) in try desk.preview(until: call.text("until"), call.desk) }),
            .get("/retention/holds", "retention.holds", query: ["estate", "limit", "after"]) {
                call throws(SQLError) in
                try desk.holds(estate: call.text("estate"), rows: call.rows, call.desk)
            },
        ]
    }

    private static func registers(_ desk: EstateDesk) -> [AdminRoute] {
        [
            .get("/estates", "estate.list") { call throws(SQLError) in try desk.list(call.desk) },
            .get("/estates/{code}", "estate.show") { call throws(SQLError) in
                try desk.show(call.part("code"), call.desk)
            },
            .get("/estates/{code}/check", "estate.check") { call throws(SQLError) in
                try desk.check(call.part("code"), call.desk)
            },
            .post("/estates/import", "estate.import") { (call, request: ImportEstate) throws(SQLError) in
                try desk.bringIn(request, call.desk)
            },
        ]
    }
}
