import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The list of service resources as staff keep it, and all registers in one view (`domain.md` A07, A23, D04).
///
/// Promise: what a resident offers is shown to others only under the name that the staff have given it; the
/// donor hears whether it was taken.
package struct ResourceDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope
    private let register: ResourceRegister

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        register = ResourceRegister(settings: settings, notifier: notifier)
    }

    /// By due time: offers that wait for an answer first.
    package func list(
        estate: String?, onlyOverdue: Bool, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Resource>> {
        try scope.page("resource.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.resources.list(
                estate: estate, states: ResourceRow.State.allCases.filter(\.isOpen),
                overdueAt: onlyOverdue ? call.now : nil, rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    package func add(_ request: EnterResource, _ call: DeskCall) throws(SQLError) -> Ruling<Resource> {
        try scope.pass("resource.add", "new", in: request.estate, call) { estate throws(SQLError) in
            if let refusal = refusal(of: request) { return .refused(refusal) }
            let row = ResourceRow(
                estate: estate.code, name: request.name, provider: request.provider, state: .listed,
                owner: register.owner, dueAt: settings.registers.resources.review(after: call.now),
                place: request.place ?? "", hours: request.hours ?? "")
            guard let id = try register.add(row, actor: call.staff.name, in: call.tx, at: call.now) else {
                return .refused(Refusal(.conflict, "resource.exists", "已经在清单上。"))
            }
            return try answer(id, call)
        }
    }

    /// An offer is taken into the list.
    package func enlist(
        _ number: String, _ request: EnterResource, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Resource> {
        try act("resource.enlist", number, in: .proposed, call) { row throws(SQLError) in
            if let refusal = refusal(of: request) { return refusal }
            let due = settings.registers.resources.review(after: call.now)
            _ = try call.tx.resources.enlist(
                row.id, name: request.name, provider: request.provider, place: request.place ?? "",
                hours: request.hours ?? "", due: due)
            try register.arm(row.id, due: due, in: call.tx)
            try tell(row, "listed", ["name": request.name], call)
            return nil
        }
    }

    package func decline(
        _ number: String, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Resource> {
        try act("resource.decline", number, in: .proposed, call) { row throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            _ = try call.tx.resources.end(row.id, from: .proposed, to: .declined, at: call.now)
            try call.tx.timers.disarm(.register, subject: "resource/\(row.id)")
            try tell(row, "declined", ["reason": request.reason], call)
            return nil
        }
    }

    /// It was looked at and is still there.
    package func review(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Resource> {
        try act("resource.review", number, in: .listed, call) { row throws(SQLError) in
            let due = settings.registers.resources.review(after: call.now)
            _ = try call.tx.resources.review(row.id, next: due)
            try register.arm(row.id, due: due, in: call.tx)
            return nil
        }
    }

    package func remove(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Resource> {
        try act("resource.remove", number, in: .listed, call) { row throws(SQLError) in
            _ = try call.tx.resources.end(row.id, from: .listed, to: .removed, at: call.now)
            try call.tx.timers.disarm(.register, subject: "resource/\(row.id)")
            return nil
        }
    }

    // MARK: Finding

    private func act(
        _ right: String, _ number: String, in state: ResourceRow.State, _ call: DeskCall,
        _ body: (ResourceRow) throws(SQLError) -> Refusal?
    ) throws(SQLError) -> Ruling<Resource> {
        try door.pass(right, number, call) { () throws(SQLError) in
            guard let id = ResourceID(number: number), let row = try call.tx.resources.find(id) else {
                return .refused(
                    Refusal(
                        .notFound, "resource.not_found", "没有资源 \(number)。",
                        hint: "请写成 R-07；请看 `linli resource list`。"))
            }
            if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
            guard row.state == state else {
                return .refused(
                    Refusal(
                        .conflict, "resource.state", "\(id.number) 的状态是 \(row.state.rawValue)。",
                        hint: "这一步要求的状态是 \(state.rawValue)。"))
            }
            if let refusal = try body(row) { return .refused(refusal) }
            let act = String(right.drop { $0 != "." }.dropFirst())
            try call.tx.registerEvents.add(
                .resource, id.rawValue, act, actor: call.staff.name, at: call.now)
            return try answer(id, call)
        }
    }

    private func refusal(of request: EnterResource) -> Refusal? {
        let places = [(request.place, "place"), (request.hours, "hours")].compactMap { text, name in
            text.map { (text: $0, name: name) }
        }
        return Refusal.short(request.name, "name") ?? Refusal.short(request.provider, "provider")
            ?? places.lazy.compactMap { Refusal.short($0.text, $0.name) }.first
    }

    private func tell(
        _ row: ResourceRow, _ notice: String, _ values: [String: String], _ call: DeskCall
    ) throws(SQLError) {
        guard let donor = row.donor else { return }
        try register.notifier.tell(
            resident: donor,
            Phrase("notice.resource_\(notice)", ["resource": row.id.number].merging(values) { $1 }),
            why: "resource.\(notice)", key: "resource-\(row.id)-\(notice)", in: call.tx, at: call.now)
    }

    private func answer(_ id: ResourceID, _ call: DeskCall) throws(SQLError) -> Ruling<Resource> {
        guard let row = try call.tx.resources.find(id) else {
            return .refused(Refusal(.notFound, "resource.not_found", "没有资源 \(id.number)。"))
        }
        return .done(try view(row, call))
    }

    /// Whether a donor is a member of the party is for those alone who look after them, and only where he
    /// has agreed.
    private func view(_ row: ResourceRow, _ call: DeskCall) throws(SQLError) -> Resource {
        var resource = Resource(
            number: row.id.number, estate: row.estate, name: row.name, provider: row.provider, text: row.text,
            state: row.state.rawValue, owner: row.owner, due: row.dueAt.civil.date.description,
            overdueDays: row.state.isOpen ? row.dueAt.daysLate(at: call.now) : 0, donated: row.donor != nil,
            place: row.place, hours: row.hours)
        if let donor = row.donor, settings.roles.may(call.staff.role, "resource.membership") {
            resource.partyMember = try call.tx.partyMembers.consent(of: donor) != nil
        }
        return resource
    }
}
