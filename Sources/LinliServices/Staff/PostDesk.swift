import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Posts and those who hold or want them (`domain.md` C11, C12).
///
/// Promise: no more people hold a post or are taken for it than it has places.
package struct PostDesk: Sendable {
    private let scope: EstateScope
    private let door: DeskDoor
    private let notifier: Notifier

    package init(settings: Settings, notifier: Notifier) {
        self.notifier = notifier
        scope = EstateScope(settings: settings)
        door = DeskDoor(rights: settings.roles)
    }

    package func list(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Post>> {
        try scope.page("post.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.posts.list(estate: estate, rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    package func open(_ request: OpenPost, _ call: DeskCall) throws(SQLError) -> Ruling<Post> {
        try scope.pass("post.open", request.name, in: request.estate, call) { estate throws(SQLError) in
            if let refusal = Refusal.short(request.name, "name") { return .refused(refusal) }
            guard (1...Limits.postSeats).contains(request.places) else {
                return .refused(
                    Refusal(
                        .invalid, "places.invalid", "一个岗位有 1 到 \(Limits.postSeats) 个名额。",
                        hint: "请填 --places。"))
            }
            return try day(request.applyUntil, at: call.now).then { day throws(SQLError) in
                guard
                    let id = try call.tx.posts.add(
                        request.name, places: request.places, applyUntil: day, estate: estate.code,
                        at: call.now)
                else {
                    return .refused(
                        Refusal(
                            .conflict, "post.exists", "已经有岗位“\(request.name)”。",
                            hint: "请看 `linli post list`。"))
                }
                return try found(id, call).then { row throws(SQLError) in .done(try view(row, call)) }
            }
        }
    }

    private func day(_ text: String?, at now: Instant) -> Ruling<CivilDate?> {
        guard let text else { return .done(nil) }
        if let day = CivilDate(text), day >= now.civil.date { return .done(day) }
        return .refused(
            Refusal(
                .invalid, "until.invalid", "报名截止的日期写得不对。",
                hint: "请写成 2026-03-31，不能早于今天。"))
    }

    package func appoint(
        _ id: Int64, _ request: AppointHolder, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Post> {
        try act("post.appoint", id, call, detail: request.staff) { post throws(SQLError) in
            try scope.staff(request.staff, call).then { staff throws(SQLError) in
                try deputy(request.deputy, of: staff, call).then { deputy throws(SQLError) in
                    let holds = try call.tx.posts.holders(of: post.id).contains { $0.staff == staff.id }
                    if let application = request.application {
                        let id = ApplicationID(application)
                        guard
                            try call.tx.postApplications.find(id)?.post == post.id,
                            try call.tx.postApplications.appoint(id)
                        else { return .refused(Self.notAccepted(application)) }
                    }
                    let free = try free(post, call)
                    guard holds || free > 0 else { return .refused(full(post)) }
                    _ = try call.tx.posts.appoint(post.id, staff.id, deputy: deputy?.id, at: call.now)
                    return .done(true)
                }
            }
        }
    }

    private func deputy(
        _ name: String?, of staff: StaffRow, _ call: DeskCall
    ) throws(SQLError) -> Ruling<StaffRow?> {
        guard let name else { return .done(nil) }
        return try scope.staff(name, call).then { deputy throws(SQLError) in
            guard deputy.id != staff.id else {
                return .refused(
                    Refusal(
                        .invalid, "deputy.same", "自己不能代理自己。", hint: "请填别的代理人。"
                    ))
            }
            return .done(deputy)
        }
    }

    private static func notAccepted(_ id: Int64) -> Refusal {
        Refusal(
            .conflict, "application.not_accepted",
            "申请 \(id) 不是这个岗位已通过的申请。",
            hint: "请看 `linli post applications`。")
    }

    private func full(_ post: PostRow) -> Refusal {
        Refusal(
            .conflict, "post.full", "“\(post.name)”的 \(post.places) 个名额都满了。",
            hint: "请看 `linli post list`。")
    }

    package func vacate(
        _ id: Int64, _ request: AppointHolder, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Post> {
        try act("post.vacate", id, call, detail: request.staff) { post throws(SQLError) in
            try scope.staff(request.staff, call).then { staff throws(SQLError) in
                guard try call.tx.posts.vacate(post.id, staff.id, at: call.now) else {
                    return .refused(
                        Refusal(
                            .conflict, "post.no_holder", "\(staff.name) 不在“\(post.name)”岗位上。",
                            hint: "请看 `linli post list`。"))
                }
                return .done(true)
            }
        }
    }

    package func close(_ id: Int64, _ call: DeskCall) throws(SQLError) -> Ruling<Post> {
        try act("post.close", id, call) { post throws(SQLError) in
            let open = try call.tx.postApplications.count([.open], of: post.id)
            guard open == 0 else {
                return .refused(
                    Refusal(
                        .conflict, "post.applications", "还有 \(open) 份申请等答复。",
                        hint: "请先决定；请看 `linli post applications`。"))
            }
            for holder in try call.tx.posts.holders(of: post.id) {
                _ = try call.tx.posts.vacate(post.id, holder.staff, at: call.now)
            }
            return .done(try call.tx.posts.end(post.id, at: call.now))
        }
    }

    // MARK: Applications

    package func applications(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<PostApplication>> {
        try scope.page("post.decide", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.postApplications.list(estate: estate, rows: rows)
        } view: {
            Self.view($0)
        }
    }

    package func decide(
        _ id: Int64, _ request: DecideApplication, _ call: DeskCall
    ) throws(SQLError) -> Ruling<PostApplication> {
        let detail = request.accept ? "accept" : "decline"
        return try door.pass("post.decide", "application-\(id)", call, detail: detail) {
            () throws(SQLError) in
            guard let row = try call.tx.postApplications.find(ApplicationID(id)),
                call.staff.refusal(outside: row.estate) == nil
            else {
                return .refused(
                    Refusal(
                        .notFound, "application.not_found", "没有申请 \(id)。",
                        hint: "请看 `linli post applications`。"))
            }
            if let refusal = try refusal(to: request, row, call) { return .refused(refusal) }
            _ = try call.tx.postApplications.decide(
                row.id, request.accept ? .accepted : .declined, at: call.now)
            try notifier.tell(
                resident: row.resident,
                Phrase(
                    request.accept ? "post.accepted" : "post.declined",
                    ["post": row.name, "reason": request.reason ?? ""].filter { !$0.value.isEmpty }),
                why: "post.decided", key: "application-\(row.id)-\(call.now.milliseconds)", in: call.tx,
                at: call.now)
            return .done(Self.view(try call.tx.postApplications.find(row.id) ?? row))
        }
    }

    private func refusal(
        to request: DecideApplication, _ row: PostApplicationRow, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        guard row.state == .open else {
            return Refusal(
                .conflict, "application.decided", "申请 \(row.id) 的状态已经是 \(row.state.rawValue)。",
                hint: "不用再办。")
        }
        if try call.tx.residents.of(staff: call.staff.id).contains(row.resident) {
            return Refusal(
                .conflict, "application.own", "申请 \(row.id) 是您自己的。",
                hint: "请由别人决定。")
        }
        guard request.accept else { return Refusal.words(request.reason ?? "", "reason") }
        guard let post = try call.tx.posts.find(row.post), try free(post, call) > 0 else {
            return Refusal(
                .conflict, "post.full", "“\(row.name)”的名额都满了。",
                hint: "请不通过，或者先空出名额。")
        }
        return nil
    }

    // MARK: Views

    private func act(
        _ act: String, _ id: Int64, _ call: DeskCall, detail: String = "",
        _ body: (PostRow) throws(SQLError) -> Ruling<Bool>
    ) throws(SQLError) -> Ruling<Post> {
        try door.pass(act, "post-\(id)", call, detail: detail) { () throws(SQLError) in
            try found(PostID(id), call).then { post throws(SQLError) in
                try body(post).then { _ throws(SQLError) in .done(try view(post, call)) }
            }
        }
    }

    private func found(_ id: PostID, _ call: DeskCall) throws(SQLError) -> Ruling<PostRow> {
        guard let row = try call.tx.posts.find(id), row.endedAt == nil else {
            return .refused(
                Refusal(
                    .notFound, "post.not_found", "没有岗位 \(id)。", hint: "请看 `linli post list`。"))
        }
        if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
        return .done(row)
    }

    private func free(_ post: PostRow, _ call: DeskCall) throws(SQLError) -> Int {
        try PostPlaces.free(post, in: call.tx)
    }

    private static func view(_ row: PostApplicationRow) -> PostApplication {
        PostApplication(
            id: row.id.rawValue, post: row.post.rawValue, name: row.name, estate: row.estate,
            resident: row.resident.rawValue, state: row.state.rawValue, createdAt: row.createdAt.iso8601)
    }

    private func view(_ row: PostRow, _ call: DeskCall) throws(SQLError) -> Post {
        let holders = try call.tx.posts.holders(of: row.id)
        return Post(
            id: row.id.rawValue, name: row.name, estate: row.estate, places: row.places,
            free: try free(row, call), applyUntil: row.applyUntil?.description,
            applications: try call.tx.postApplications.count([.open], of: row.id),
            holders: holders.map {
                PostHolder(staff: $0.name, deputy: $0.deputyName, since: $0.since.iso8601)
            })
    }
}

/// How many places of a post nobody has: an account that holds one, or a resident who was taken for it.
enum PostPlaces {
    static func free(_ post: PostRow, in tx: Transaction) throws(SQLError) -> Int {
        let held = try tx.posts.holders(of: post.id).count
        return max(0, post.places - held - (try tx.postApplications.count([.accepted], of: post.id)))
    }
}
