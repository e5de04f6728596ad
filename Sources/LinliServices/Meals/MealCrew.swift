import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Who brings the meals and hears of them: the role that takes their category first. Never a diet, a room or
/// a word of the resident's: those stand in the list.
struct MealCrew: Sendable {
    private let notifier: Notifier
    private let reach: StaffReach
    private let routing: TicketRouting

    init(settings: Settings, notifier: Notifier) {
        self.notifier = notifier
        reach = StaffReach(settings: settings)
        routing = TicketRouting(settings: settings)
    }

    static let category = "care.meal"

    /// - Parameter isUrgent: those off duty are told too, and the groups that ask for what climbs.
    func tell(
        _ phrase: Phrase, estate: String, for place: Address, key: String, isUrgent: Bool = false,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let role = routing.first(for: Self.category, estate: estate).role
        let crew = try reach.crew([role], estate: estate, for: place, in: tx, at: now)
        let isAll = isUrgent || crew.chats.isEmpty
        for chat in crew.chats + (isAll ? crew.offDuty : []) {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.meal",
                key: "\(key)-\(chat.channel)-\(chat.sender)", in: tx, at: now)
        }
        if isUrgent {
            try notifier.tellStaff(.escalation, estate: estate, phrase, key: key, in: tx, at: now)
        }
    }

    func values(of order: MealSummary, on days: [ClosedRange<CivilDate>] = []) -> [String: String] {
        [
            "meal": order.id.number, "building": order.home.building ?? "",
            "from": order.from.words, "until": order.until.map(\.words) ?? "",
            "days": days.map(\.words).joined(separator: "、"),
        ].filter { !$0.value.isEmpty }
    }
}

extension ClosedRange<CivilDate> {
    /// "3月19日到3月20日".
    fileprivate var words: String {
        lowerBound == upperBound ? lowerBound.words : "\(lowerBound.words)到\(upperBound.words)"
    }
}
