import Foundation
import LinliChannels
import LinliDialogue
import LinliEngine
import LinliModel
import LinliServices
import LinliSettings
import LinliSQL
import LinliStore

/// The composition root: the parts of a running Linli, put together once. `serve` runs them as services,
/// `chat` steps them by hand.
struct House: Sendable {
    let settings: Settings
    let database: any Database
    let understanding: LiveUnderstanding
    let carriers: Carriers
    let notifier: Notifier
    let runner: TurnRunner
    let timerActions: TimerActions
    let signals: Signals
    let wakeups: Wakeups

    /// Who wakes whom.
    struct Signals: Sendable {
        let inbox = Signal()
        let outbox = Signal()
        let timers = Signal()
        let erasures = Signal()
        let replies = Signal()
        /// By account: one worker waits for each.
        let pulls: [String: Signal]
        /// Tells the other daemons of this store, where there are any.
        let others: @Sendable (Hint) -> Void

        func stored() {
            inbox.notify()
            others(.inbox)
        }

        func queued() {
            outbox.notify()
            others(.outbox)
        }

        func noticed(_ account: String) {
            pulls[account]?.notify()
            others(.pulls)
        }

        /// Another daemon has told.
        func heard(_ hint: Hint) {
            switch hint {
            case .inbox: inbox.notify()
            case .outbox: outbox.notify()
            case .replies: replies.notify()
            case .pulls: for signal in pulls.values { signal.notify() }
            }
        }
    }

    /// Throws a `Finding` for a channel that cannot be made.
    init(
        settings: Settings, database: any Database, understanding: LiveUnderstanding,
        codes: RandomCodes = .system, others: @escaping @Sendable (Hint) -> Void = { _ in }
    ) throws(Finding) {
        self.settings = settings
        self.database = database
        self.understanding = understanding
        carriers = try Self.makeCarriers(settings)
        let accounts = carriers.pulled.map { ($0.account, Signal()) }
        let signals = Signals(
            pulls: Dictionary(accounts, uniquingKeysWith: { first, _ in first }), others: others)
        self.signals = signals
        wakeups = Wakeups(
            outbox: { signals.queued() }, timers: { signals.timers.notify() },
            erased: { signals.erasures.notify() })
        let carriers = carriers
        notifier = Notifier(
            phrases: understanding, settings: settings, wakeups: wakeups, parts: { carriers.parts($0, $1) })
        runner = TurnRunner(
            understanding: understanding, dialogue: Dialogue(policy: Self.policy(settings)),
            services: ResidentServices(settings: settings, notifier: notifier, codes: codes),
            staffChat: StaffChat(settings: settings, notifier: notifier), notifier: notifier,
            carriers: carriers, registers: settings.estates)
        timerActions = TimerActions(
            settings: settings, notifier: notifier, codes: codes, conversations: runner)
    }

    private static func makeCarriers(_ settings: Settings) throws(Finding) -> Carriers {
        var channels: [any Channel] = []
        for configuration in settings.channels {
            channels.append(try ChannelCatalogue.make(configuration))
        }
        var robots: [StaffRobot] = []
        for robot in settings.staffRobots {
            robots.append(try StaffRobot(robot.channel))
        }
        return Carriers(channels: channels, robots: robots)
    }

    /// What a letter says, for the intake of the desk; nil while the understanding is still loading.
    func reading(_ text: String, estate: String, at now: Instant) -> IntakeDesk.Reading? {
        let register = settings.estates[estate]
        guard let match = understanding.current?.understand(text, at: now, register: register),
            match.main.intent.opensTicket
        else { return nil }
        let request = Understood(match).requests.first
        return IntakeDesk.Reading(
            intent: match.main.intent, category: match.main.category, urgency: match.main.urgency,
            address: request?.address ?? Address())
    }

    /// The channel that serves `/chat`, if one is configured.
    var webChannel: ChannelConfiguration? {
        settings.channels.first { $0.kind == .web }
    }

    /// The addresses that a person wrote into the settings: only these may be private ones.
    var configuredOrigins: Set<String> {
        var origins: Set<String> = []
        for configuration in settings.channels {
            origins.formUnion(carriers.channel(configuration.name)?.configuredOrigins ?? [])
        }
        for robot in settings.staffRobots {
            if case .robot(let made) = carriers[robot.channel.name] {
                origins.formUnion(made.configuredOrigins)
            }
        }
        return origins
    }

    /// What the settings mean for the conversation.
    private static func policy(_ settings: Settings) -> DialoguePolicy {
        let categories = settings.categories.byCode.values
        let inHome = categories.filter { $0.place == .home }.map(\.code)
        let placeless = categories.filter { $0.place == .none }.map(\.code)
        let sharedPlaces = categories.filter { $0.shared == .place }.map(\.code)
        let fee = settings.rewards.first { $0.kind == .feeDiscount }
        let advised = categories.filter { $0.advice != nil }.map { ($0.code, "emergency.\($0.code)") }
        let witnesses = categories.compactMap { category in
            category.witness.map { (category.code, $0 == .hour ? Witness.hour : .side) }
        }
        var policy = DialoguePolicy(
            inHome: Set(inHome), placeless: Set(placeless), sharedPlaces: Set(sharedPlaces),
            advice: Dictionary(advised, uniquingKeysWith: { first, _ in first }),
            meetings: settings.meetings.kinds.map {
                MeetingWords(
                    code: $0.code, name: $0.name, words: $0.words, takesResidents: $0.takesResidents)
            }, needs: Set(categories.filter(\.isNeed).map(\.code)),
            witnesses: Dictionary(witnesses, uniquingKeysWith: { first, _ in first }),
            activities: settings.registers.activities.words,
            points: PointsPolicy(
                noneOfThese: settings.points.claims.none, asked: settings.points.questions.beyondBalance,
                feeWords: fee.map { [$0.name] + $0.aliases } ?? [], feeMost: fee?.most ?? [],
                appeal: settings.points.questions.appeal, subject: settings.points.questions.subject))
        policy.points.categories = settings.points.categories
        policy.points.feeRate = fee.map { FeeRate(points: $0.points, limit: $0.cap.words(of: "元")) }
        policy.messagesPerMinute = settings.daemon.messagesPerMinute
        return policy
    }

    /// Sets the reminders of reports and meetings going, and counts again what waited for a calendar; a
    /// conversation on the terminal needs none of it.
    func armReminders(at now: Instant) async throws(SQLError) {
        let reminders = ReportReminders(settings: settings, notifier: notifier)
        let meetings = MeetingAlarms(settings: settings, notifier: notifier)
        let registers = RegisterAlarms(settings: settings, notifier: notifier)
        let activities = ActivityAlarms(settings: settings, notifier: notifier)
        let receptions = ReceptionAlarms(settings: settings, notifier: notifier)
        let clocks = TicketClocks(settings: settings, notifier: notifier)
        try await database.write { tx throws(SQLError) in
            try reminders.arm(in: tx, at: now)
            try meetings.arm(in: tx, at: now)
            try registers.arm(in: tx, at: now)
            try activities.arm(in: tx, at: now)
            try receptions.arm(in: tx, at: now)
            _ = try clocks.recount(in: tx, at: now)
        }
    }

    /// Brings the schema and the registers of the configured estates up to date. A daemon among several is
    /// enlisted between the two: from there on no other takes away what it needs.
    func prepareStore(at now: Instant, for fleet: Fleet? = nil) async throws(SQLError) {
        _ = try await Schema.migrate(database, at: now.milliseconds)
        if let fleet {
            try await database.write { tx throws(SQLError) in
                try Schema.enlist(fleet.owner, for: fleet.lease, in: tx)
            }
        }
        let register = EstateRegister(settings: settings)
        for estate in settings.estates.values {
            try await database.write { tx throws(SQLError) in _ = try register.enter(estate, in: tx) }
        }
    }
}
