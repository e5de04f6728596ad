import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What came by letter, telephone or questionnaire (`domain.md` A08): a wish goes into the register of needs,
/// everything else becomes a ticket, and both remember by which way they came.
package struct IntakeDesk: Sendable {
    /// What the words of a letter mean.
    package struct Reading: Sendable {
        package var intent: Intent
        package var category: String?
        package var urgency: Urgency
        package var address: Address

        package init(intent: Intent, category: String?, urgency: Urgency, address: Address) {
            self.intent = intent
            self.category = category
            self.urgency = urgency
            self.address = address
        }
    }

    /// Nil while the understanding is still loading, and where the words were not understood.
    package typealias Reader = @Sendable (_ text: String, _ estate: String) -> Reading?

    private let settings: Settings
    private let scope: EstateScope
    private let needs: NeedRegister
    let tickets: TicketService
    private let read: Reader

    package init(settings: Settings, notifier: Notifier, read: @escaping Reader) {
        self.settings = settings
        self.read = read
        scope = EstateScope(settings: settings)
        needs = NeedRegister(settings: settings, notifier: notifier)
        tickets = TicketService(settings: settings, notifier: notifier)
    }

    package func add(_ request: AddIntake, _ call: DeskCall) throws(SQLError) -> Ruling<IntakeAnswer> {
        try scope.pass("intake.add", request.channel, in: request.estate, call) { estate throws(SQLError) in
            guard let intake = Intake(rawValue: request.channel) else {
                let known = Intake.allCases.map(\.rawValue).joined(separator: "、")
                return .refused(
                    Refusal(
                        .invalid, "channel.unknown", "没有这种受理渠道。", hint: "可选：\(known)。"))
            }
            if let refusal = Refusal.words(request.text, "text") { return .refused(refusal) }
            return try resident(request, estate: estate.code, call).then { resident throws(SQLError) in
                try reading(request, estate: estate.code).then { reading throws(SQLError) in
                    try enter(request, reading, intake, for: resident, estate: estate.code, call)
                }
            }
        }
    }

    private func enter(
        _ request: AddIntake, _ reading: Reading, _ intake: Intake, for resident: ResidentRow?,
        estate: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<IntakeAnswer> {
        let unknown =
            reading.intent == .suggestNeed ? settings.registers.needs.generic : unclear
        let category = reading.category ?? unknown
        var address = reading.address
        if let place = request.place { address.place = place }
        var draft = TicketDraft(
            category: category, urgency: reading.urgency, text: request.text, address: address,
            origin: .staff, intent: reading.intent)
        let name = settings.categories[category]?.name ?? category
        func answer(_ number: String, _ kind: String) -> IntakeAnswer {
            IntakeAnswer(
                number: number, kind: kind, category: category, categoryName: name,
                channel: intake.rawValue, channelName: intake.chinese)
        }
        if reading.intent == .suggestNeed, settings.categories[category]?.isNeed ?? false {
            let need = try needs.enter(
                draft, intake: intake.rawValue, for: resident?.id, estate: estate,
                actor: call.staff.name, in: call.tx, at: call.now)
            return .done(answer(need.id.number, "need"))
        }
        if draft.urgency == .none { draft.urgency = .p3 }
        let party = try resident.map { row throws(SQLError) -> Party in
            let identity = try call.tx.residents.identities(of: row.id).first
            return Party(
                resident: row.id, estate: estate, channel: identity?.channel ?? "",
                sender: identity?.sender ?? "")
        }
        let ticket = try tickets.add(
            draft, from: party, estate: estate, actor: call.staff.name, in: call.tx, at: call.now)
        try call.tx.tickets.setIntake(ticket.id, intake)
        try call.tx.ticketEvents.add(
            ticket.id, .note, actor: call.staff.name, detail: "渠道：\(intake.chinese)", at: call.now)
        return .done(answer(ticket.number, "ticket"))
    }

    private func resident(
        _ request: AddIntake, estate: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ResidentRow?> {
        guard let reference = request.resident else { return .done(nil) }
        return try scope.resident(reference, call).then { row throws(SQLError) in
            guard row.estate == estate else {
                return .refused(
                    Refusal(
                        .conflict, "resident.elsewhere", "该居民属于小区 \(row.estate)。",
                        hint: "请填 \(estate) 的居民。"))
            }
            return .done(row)
        }
    }

    /// What nobody could tell the category of is taken up by whoever answers questions.
    var unclear: String { "info.contact" }

    /// A category that is named goes before what the words seem to mean.
    func reading(_ request: AddIntake, estate: String) -> Ruling<Reading> {
        let understood = read(request.text, estate)
        if let code = request.category {
            guard let category = settings.categories[code] else {
                return .refused(
                    Refusal(
                        .invalid, "category.unknown", "没有类别 \(code)。",
                        hint: "请看 Config/categories.yaml，例如 facility.other。"))
            }
            return .done(
                Reading(
                    intent: category.isNeed ? .suggestNeed : understood?.intent ?? .complain, category: code,
                    urgency: category.urgency, address: understood?.address ?? Address()))
        }
        guard let understood else {
            return .refused(
                Refusal(
                    .invalid, "category.missing", "从文字看不出是什么事。",
                    hint: "请用 --category 填类别，例如 facility.other。"))
        }
        return .done(understood)
    }
}
