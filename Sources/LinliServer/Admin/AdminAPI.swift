import HTTPTypes
import Hummingbird
import LinliModel
import LinliServices
import LinliSettings
import LinliSQL
import LinliStore

/// The routes of `/api/v1`, each in one transaction; who is outside is asked when it is over.
///
/// Promise: what a POST did and the answer to it are one commit. The same `Idempotency-Key` with the same
/// request gets the same answer and does nothing again; with another request it is refused. An answer that
/// holds a secret is not kept: its repetition is told so.
package struct AdminAPI: Sendable {
    private let database: any Database
    private let now: @Sendable () -> Instant
    let routes: [AdminRoute]

    package init(
        database: any Database, settings: Settings, notifier: Notifier, wakeups: Wakeups,
        codes: RandomCodes, reading: @escaping IntakeDesk.Reader = { _, _ in nil },
        probe: @escaping ChannelTrials.Probe = { _ in [] }, now: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.now = now
        routes =
            TicketRoutes.all(TicketDesk(settings: settings, notifier: notifier))
            + PointsRoutes.all(PointsDesk(settings: settings, notifier: notifier))
            + RewardRoutes.all(RewardDesk(settings: settings, notifier: notifier, codes: codes))
            + ReceptionRoutes.all(ReceptionDesk(settings: settings, notifier: notifier))
            + AlertRoutes.all(AlertDesk(settings: settings, notifier: notifier))
            + RegisterRoutes.all(
                needs: NeedDesk(settings: settings, notifier: notifier),
                resources: ResourceDesk(settings: settings, notifier: notifier),
                registers: RegisterDesk(settings: settings, notifier: notifier),
                intake: IntakeDesk(settings: settings, notifier: notifier, read: reading))
            + InspectionRoutes.all(
                InspectionDesk(
                    settings: settings,
                    intake: IntakeDesk(settings: settings, notifier: notifier, read: reading)))
            + VisitRoutes.all(VisitDesk(settings: settings, notifier: notifier))
            + MealRoutes.all(MealDesk(settings: settings, notifier: notifier))
            + ActivityRoutes.all(ActivityDesk(settings: settings, notifier: notifier))
            + MeetingRoutes.all(MeetingDesk(settings: settings, notifier: notifier))
            + ResidentRoutes.all(
                ResidentDesk(
                    settings: settings, notifier: notifier, codes: codes, wakeups: wakeups))
            + StaffRoutes.all(
                StaffDesk(settings: settings, codes: codes),
                handover: HandoverDesk(settings: settings, notifier: notifier))
            + PostRoutes.all(
                teams: TeamDesk(settings: settings, notifier: notifier),
                posts: PostDesk(settings: settings, notifier: notifier))
            + OperationRoutes.all(
                outbox: OutboxDesk(settings: settings, wakeups: wakeups),
                channels: ChannelDesk(settings: settings), probe: probe, audit: AuditDesk(settings: settings),
                retention: RetentionDesk(settings: settings), estates: EstateDesk(settings: settings))
            + ReportRoutes.all(ReportDesk(settings: settings))
    }

    /// The document that describes the API.
    package var openAPI: String { OpenAPIDocument.write(routes) }

    /// For `AdminRouter(api:)`.
    package func mount(on groups: AdminRouter.Groups) {
        let document = WrittenOnce { openAPI }
        groups.open.get("/openapi.json") { _, _ in
            Response.text(.ok, document.text, contentType: "application/json")
        }
        for route in routes {
            groups.staff.on(RouterPath(route.path), method: route.method == .get ? .get : .post) {
                request, context in
                try await answer(route, request, context)
            }
        }
    }

    private func answer(
        _ route: AdminRoute, _ request: Request, _ context: ServerContext
    ) async throws -> Response {
        guard let staff = context.staff else {
            throw AdminError(
                status: .unauthorized, code: "token.missing", message: "需要令牌。")
        }
        guard case .bytes(let body) = try await BoundedBody.read(request, upTo: Limits.adminBodyBytes)
        else {
            throw AdminError.bodyTooLarge(limit: Limits.adminBodyBytes)
        }
        let key = route.method == .post ? context.idempotencyKey : nil
        let fingerprint = Self.fingerprint(request, body)
        let parameters = Dictionary(
            route.parameters.map { name in
                (name, context.parameters.get(name).map { QueryString.decoded(Array($0.utf8)[...]) } ?? "")
            }, uniquingKeysWith: { $1 })
        let query = request.uri.query
        let now = now()
        do throws(SQLError) {
            let parts = (parameters, QueryString.items(of: query))
            if let admit = route.admit {
                return await Self.response(try await read(route, admit, parts, staff, at: now))
            }
            let step = try await database.write { tx throws(SQLError) -> AdminRoute.Step in
                // Staff act one after the other, whichever daemon they ask: caps are counted, then decided.
                try tx.lanes.pass("desk")
                if let known = try Self.repeated(key, fingerprint, staff, in: tx) { return .done(known) }
                let call = AdminCall(
                    desk: DeskCall(staff: staff, in: tx, at: now), parameters: parts.0, query: parts.1)
                if let refusal = call.wrongPage(of: route) { return .done(AdminAnswer(refusal)) }
                let step = try route.answer(call, body)
                if let key, case .done(let answer) = step {
                    try Self.keep(answer, of: route, key, fingerprint, call.desk)
                }
                return step
            }
            return await Self.response(step)
        } catch {
            guard error.isRetryable else { throw error }
            throw AdminError(
                status: .serviceUnavailable, code: "store.unavailable",
                message: "数据库现在办不了（\(error.kind.rawValue)）。",
                hint: "请过一会儿用同一个 Idempotency-Key 再试。")
        }
    }

    /// Admitted by the writer, which keeps the audit row, and read from a snapshot beside it.
    private func read(
        _ route: AdminRoute, _ admit: @escaping AdminRoute.Admission,
        _ parts: ([String: String], [(name: String, value: String)]), _ staff: StaffIdentity, at now: Instant
    ) async throws(SQLError) -> AdminRoute.Step {
        let refusal = try await database.write { tx throws(SQLError) in
            let desk = DeskCall(staff: staff, in: tx, at: now)
            return try admit(AdminCall(desk: desk, parameters: parts.0, query: parts.1))
        }
        if let refusal { return .done(AdminAnswer(refusal)) }
        return try await database.read { tx throws(SQLError) in
            let desk = DeskCall(staff: staff, in: tx, at: now)
            return try route.answer(AdminCall(desk: desk, parameters: parts.0, query: parts.1), [])
        }
    }

    private static func keep(
        _ answer: AdminAnswer, of route: AdminRoute, _ key: String, _ fingerprint: String,
        _ call: DeskCall
    ) throws(SQLError) {
        let isSecret = route.showsSecret && answer.status == 200
        let kept = isSecret ? "" : String(decoding: answer.body, as: UTF8.self)
        try call.tx.requestKeys.add(
            staff: call.staff.id, key: key,
            RequestKeyRow(fingerprint: fingerprint, status: answer.status, body: kept), at: call.now)
    }

    /// The answer that this key got before; nil where the key is new.
    private static func repeated(
        _ key: String?, _ fingerprint: String, _ staff: StaffIdentity, in tx: Transaction
    ) throws(SQLError) -> AdminAnswer? {
        guard let key, let known = try tx.requestKeys.find(staff: staff.id, key: key) else { return nil }
        try tx.lanes.witness()
        guard known.fingerprint == fingerprint else {
            return AdminAnswer(
                LinliServices.Refusal(
                    .conflict, "idempotency_key.reused",
                    "这个 Idempotency-Key 已经用在另一个请求上。",
                    hint: "新的请求请用新的键。"))
        }
        guard !known.body.isEmpty else {
            return AdminAnswer(
                LinliServices.Refusal(
                    .conflict, "secret.shown_once", "这一步已经办过，密文只显示一次。",
                    hint: "请另外生成一个；原来那个如果没人拿到，请吊销。"))
        }
        return AdminAnswer(status: known.status, body: Array(known.body.utf8))
    }

    /// Method, address and body: what makes two requests the same.
    private static func fingerprint(_ request: Request, _ body: [UInt8]) -> String {
        let head = "\(request.method.rawValue) \(request.uri.string)\n"
        return SecretHash.of(head + String(decoding: body, as: UTF8.self), salt: "request")
    }

    private static func response(_ step: AdminRoute.Step) async -> Response {
        let answer: AdminAnswer
        switch step {
        case .done(let done): answer = done
        case .later(let ask): answer = await ask()
        }
        return Response.text(
            HTTPResponse.Status(code: answer.status), String(decoding: answer.body, as: UTF8.self) + "\n",
            contentType: "application/json")
    }
}
