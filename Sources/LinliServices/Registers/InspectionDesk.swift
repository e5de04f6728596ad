import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The yearly inspections of an estate (安全隐患排查, `domain.md` G01).
///
/// Promise: an inspection stands with all its findings or not at all, and each finding is a ticket with its
/// clocks. A year without one is told by `RegisterAlarms`.
package struct InspectionDesk: Sendable {
    private let settings: Settings
    private let scope: EstateScope
    private let intake: IntakeDesk

    package init(settings: Settings, intake: IntakeDesk) {
        self.settings = settings
        self.intake = intake
        scope = EstateScope(settings: settings)
    }

    private var kinds: [RegisterRules.Inspections.Kind] { settings.registers.inspections.kinds }

    package func list(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Inspection>> {
        try scope.page("inspection.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.inspections.list(estate: estate, rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    package func add(_ request: AddInspection, _ call: DeskCall) throws(SQLError) -> Ruling<Inspection> {
        try scope.pass("inspection.add", request.kind, in: request.estate, call) { estate throws(SQLError) in
            if let refusal = refusal(of: request) { return .refused(refusal) }
            return try day(request.done, at: call.now).then { day throws(SQLError) in
                try intake.read(request.findings, request.category, estate: estate.code)
                    .then { drafts throws(SQLError) in
                        try enter(request, drafts, on: day, estate: estate.code, call)
                    }
            }
        }
    }

    private func enter(
        _ request: AddInspection, _ drafts: [TicketDraft], on day: CivilDate, estate: String,
        _ call: DeskCall
    ) throws(SQLError) -> Ruling<Inspection> {
        guard
            let id = try call.tx.inspections.add(
                request.kind, estate: estate, on: day, by: call.staff.name, at: call.now),
            let row = try call.tx.inspections.find(id)
        else {
            return .refused(
                Refusal(
                    .conflict, "inspection.exists", "\(day) 已经有一次。",
                    hint: "请看 `linli inspection list`。"))
        }
        for draft in drafts {
            let ticket = try intake.open(draft, estate: estate, call)
            try call.tx.inspections.addFinding(ticket, to: id)
        }
        return .done(try view(row, call))
    }

    private func refusal(of request: AddInspection) -> Refusal? {
        guard kinds.contains(where: { $0.code == request.kind }) else {
            return Refusal(
                .invalid, "kind.unknown", "没有这种排查。",
                hint: "可选：\(kinds.map(\.code).joined(separator: "、"))（Config/registers.yaml）。")
        }
        guard request.findings.count <= Limits.inspectionEntries else {
            return Refusal(
                .invalid, "findings.too_many", "超过 \(Limits.inspectionEntries) 处。",
                hint: "其余的请用 `linli intake add` 登记。")
        }
        return request.findings.lazy.compactMap { Refusal.words($0, "finding") }.first
    }

    private func day(_ text: String, at now: Instant) -> Ruling<CivilDate> {
        if let day = CivilDate(text), day <= now.civil.date { return .done(day) }
        return .refused(
            Refusal(
                .invalid, "done.invalid", "这一天不可能排查过。",
                hint: "请写成 2026-05-10，不能晚于今天。"))
    }

    private func view(_ row: InspectionRow, _ call: DeskCall) throws(SQLError) -> Inspection {
        Inspection(
            id: row.id, estate: row.estate, kind: row.kind,
            name: kinds.first { $0.code == row.kind }?.name ?? row.kind, done: row.day, staff: row.staff,
            findings: try call.tx.inspections.findings(of: row.id))
    }
}
