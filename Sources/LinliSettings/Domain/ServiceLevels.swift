import LinliModel

/// A step of a ticket that has a time limit (`domain.md` 2.2.2).
package enum ServiceStep: String, Sendable, Hashable, Codable, CaseIterable {
    /// The automatic acknowledgement. It is measured and never counts as a response.
    case acknowledge
    /// The first accept, arrival or staff message to the resident, whichever comes first.
    case firstResponse = "first_response"
    case dispatch
    case accept
    case arrive
    case contain
    case resolve
    /// The next message to the resident while the matter is open.
    case progress
    case followUp = "follow_up"
    /// How long the resident may object after the matter was closed.
    case objection
}

/// The versioned table of time limits by urgency, with exceptions by intent or category.
package struct ServiceLevels: Sendable {
    package enum Clock: String, Sendable, Hashable, Codable, CaseIterable {
        /// Runs on through nights and holidays.
        case wall
        /// Runs in the estate's windows only.
        case business
    }

    /// Which of the estate's windows a business clock runs in.
    package enum Hours: String, Sendable, Hashable, Codable, CaseIterable {
        /// The property company's service windows.
        case service
        /// The office windows of community and street.
        case office
    }

    package struct Limit: Sendable, Hashable {
        package var target: TimeTarget
        package var clock: Clock
        package var hours: Hours
    }

    package struct Exception: Sendable, Hashable {
        package var intent: Intent?
        package var category: String?
        package var urgency: Urgency?
        package var step: ServiceStep
        package var limit: Limit
    }

    /// Tickets keep the version under which they were opened.
    package var version: String
    package var limits: [Urgency: [ServiceStep: Limit]]
    /// In the order of the file; the first that fits wins.
    package var exceptions: [Exception]
    /// Shares of a limit at which a warning goes out, in per cent.
    package var warnings: [Int]
    /// How many of a hundred resolved tickets get a return visit (回访).
    package var followUpPercent: [Urgency: Int]
    package var suspensions: Int
    package var suspensionDays: Int

    /// The limit of one step; nil where the step has none.
    package func limit(
        _ step: ServiceStep, urgency: Urgency, category: String? = nil, intent: Intent? = nil
    ) -> Limit? {
        let exception = exceptions.first {
            $0.step == step && ($0.urgency == nil || $0.urgency == urgency)
                && ($0.category == nil || $0.category == category)
                && ($0.intent == nil || $0.intent == intent)
        }
        return exception?.limit ?? limits[urgency]?[step]
    }
}

extension ServiceLevels {
    static func read(_ item: Item, categories: CategoryTable?) -> ServiceLevels? {
        guard let table = item.table else { return nil }
        let version = table.required("version")?.code
        let urgencies = table.required("urgencies")?.table
        let exceptions = table.optional("exceptions")?.items ?? []
        let warnings = table.required("warnings_percent")?.items?.compactMap { $0.integer(in: 1...99) }
        let visits = table.optional("follow_up_percent")?.table
        var followUp: [Urgency: Int] = [:]
        for urgency in [Urgency.p0, .p1, .p2, .p3] {
            followUp[urgency] = visits?.required(urgency.rawValue)?.integer(in: 0...100)
        }
        visits?.finish()
        let suspension = table.required("suspension")?.table
        let count = suspension?.required("times")?.integer(in: 0...20)
        let days = suspension?.required("days")?.integer(in: 1...365)
        suspension?.finish()
        table.finish()
        var limits: [Urgency: [ServiceStep: Limit]] = [:]
        if let urgencies { limits = readUrgencies(urgencies) }
        return ServiceLevels(
            version: version ?? "", limits: limits,
            exceptions: exceptions.compactMap { readException($0, categories: categories) },
            warnings: warnings ?? [], followUpPercent: followUp, suspensions: count ?? 0,
            suspensionDays: days ?? 1)
    }

    private static func readUrgencies(_ table: Table) -> [Urgency: [ServiceStep: Limit]] {
        var limits: [Urgency: [ServiceStep: Limit]] = [:]
        for urgency in [Urgency.p0, .p1, .p2, .p3] {
            guard let steps = table.required(urgency.rawValue)?.table else { continue }
            for step in ServiceStep.allCases {
                let isObliged = [.acknowledge, .firstResponse, .dispatch, .accept, .resolve].contains(
                    step)
                let item = isObliged ? steps.required(step.rawValue) : steps.optional(step.rawValue)
                limits[urgency, default: [:]][step] = item.flatMap { readLimit($0) }
            }
            steps.finish()
        }
        table.finish()
        return limits
    }

    /// `{target: 2h, clock: business, windows: service}`.
    static func readLimit(_ item: Item) -> Limit? {
        guard let table = item.table else { return nil }
        let limit = readLimit(table)
        table.finish()
        return limit
    }

    private static func readLimit(_ table: Table) -> Limit? {
        let target = table.required("target")?.target
        let clock = table.required("clock")?.choice(Clock.self)
        let hours = table.optional("windows")?.choice(Hours.self)
        guard let target, let clock else { return nil }
        switch (clock, target, hours) {
        case (.wall, .workingDays, _):
            table.item.report("working days need clock: business")
        case (.wall, _, .some):
            table.item.report("a wall clock has no windows; remove the key windows")
        case (.business, _, nil):
            table.item.report("a business clock needs windows: service or office")
        default: break
        }
        return Limit(target: target, clock: clock, hours: hours ?? .service)
    }

    private static func readException(_ item: Item, categories: CategoryTable?) -> Exception? {
        guard let table = item.table else { return nil }
        let intent = table.optional("intent")?.choice(Intent.self)
        let categoryItem = table.optional("category")
        let urgency = table.optional("urgency")?.choice(Urgency.self)
        let step = table.required("step")?.choice(ServiceStep.self)
        let limit = readLimit(table)
        table.finish()
        let category = categoryItem?.code
        if let category, let categories, categories[category] == nil {
            categoryItem?.report("there is no category \(category) in categories.yaml")
        }
        if intent == nil, category == nil { item.report("an exception needs an intent or a category") }
        guard let step, let limit else { return nil }
        return Exception(intent: intent, category: category, urgency: urgency, step: step, limit: limit)
    }
}
