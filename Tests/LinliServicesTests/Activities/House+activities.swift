import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import Testing

@testable import LinliServices

extension House {
    private var book: Notifier { Notifier(phrases: KeyBook(), settings: settings, wakeups: .none) }
    var activities: ActivityDesk { ActivityDesk(settings: settings, notifier: book) }
    var activityAlarms: ActivityAlarms { ActivityAlarms(settings: settings, notifier: book) }

    /// The example A06: Saturday 2026-03-28, 9:00–11:30, 中心广场.
    static func serviceDay(
        _ items: [OpenActivityItem] = [OpenActivityItem(name: "理发", seats: 2)], on day: String = "2026-03-28",
        monthly: Bool = false
    ) -> OpenActivity {
        OpenActivity(
            kind: "service_day", name: "便民服务日", place: "中心广场", startsAt: "\(day)T09:00:00+08:00",
            endsAt: "\(day)T11:30:00+08:00", monthly: monthly, items: items)
    }

    @discardableResult
    func open(
        _ request: OpenActivity, by staff: StaffIdentity, at now: Instant = monday
    ) async throws -> Ruling<Activity> {
        let desk = activities
        return try await ask(staff, at: now) { call throws(SQLError) in try desk.open(request, call) }
    }

    func show(
        _ number: String, by staff: StaffIdentity, at now: Instant = monday
    ) async throws -> Activity {
        let desk = activities
        let shown = try await ask(staff, at: now) { call throws(SQLError) in try desk.show(number, call) }
        return try #require(shown.value)
    }

    /// What a resident is offered who asks in these words.
    func offer(_ words: String, at now: Instant = monday) async throws -> ActivityOffer {
        guard
            case .activityFound(let offer, _, _, _) = try await handle(
                .activity(.find(words: words, people: 1)), at: now)
        else { throw SQLError(.decoding, "no activity was found") }
        return offer
    }

    /// Signs up for an item of the soonest day of services; on which place of the waiting list, 0 for none.
    @discardableResult
    func signUp(
        _ item: String, people: Int = 1, from party: Party? = nil, at now: Instant = monday
    ) async throws -> SignupSummary {
        let offer = try await offer("便民服务日", at: now)
        let id = try #require(offer.items.first { $0.name == item }).id
        guard
            case .signedUp(let signup, true) = try await handle(
                .activity(.signUp(id, people: people)), from: party, at: now)
        else { throw SQLError(.decoding, "nobody was signed up") }
        return signup
    }

    func leave(
        _ signup: SignupSummary, from party: Party? = nil, at now: Instant = monday
    ) async throws -> Outcome {
        let given = Cancellable(kind: .signup(signup.id), reference: "1", title: "报名")
        return try await handle(.cancel(given), from: party, at: now)
    }
}
