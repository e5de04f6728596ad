import ArgumentParser
import LinliAdmin

/// Receptions: sessions and seats.
struct ReceptionCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reception", abstract: "Receptions: sessions and seats.",
        discussion: "Example: linli reception list --session 3",
        subcommands: [
            ReceptionListCommand.self, ReceptionOpenCommand.self, ReceptionBookCommand.self,
            ReceptionMoveCommand.self, ReceptionCancelCommand.self, ReceptionAttendCommand.self,
            ReceptionOutcomeCommand.self, ReceptionAnswerCommand.self, ReceptionWaitlistCommand.self,
            ReceptionExportCommand.self,
        ])
}

struct ReceptionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Sessions, newest first, or the seats of one.",
        discussion: "Example: linli reception list --session 3")

    @Option(name: .long, help: "Only this estate.")
    var estate: String?

    @Option(name: .long, help: "The seats of this one.")
    var session: Int?

    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        if let session {
            return try await staff.show(["receptions", "\(session)"], as: Reception.self)
        }
        try await staff.list(
            ["receptions"], [("estate", estate)] + page.query, of: Reception.self,
            columns: [
                "id", "name", "startsAt", "place", "leader", "booked", "seats", "bookingClosesAt", "state",
            ])
    }
}

struct ReceptionOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "A new session.",
        discussion: """
            Example: linli reception open \
            --kind weekly --start 2026-03-26T15:00:00+08:00 --place 议事亭
            """)

    @Option(name: .long, help: "A code of receptions.yaml.")
    var kind: String

    @Option(name: .long, help: "When it begins.")
    var start: String

    @Option(name: .long, help: "Where.")
    var place: String

    @Option(name: .long, help: "The kind's where missing.")
    var name: String?

    @Option(name: .long, help: "Seats to be booked ahead.")
    var seats: Int?

    @Option(name: .long, help: "Who sits there, such as 镇人大主席; residents who ask read it.")
    var leader: String?

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = OpenReception(
            estate: scope.estate, kind: kind, startsAt: start, place: place, name: name, seats: seats,
            leader: leader)
        try await staff.act(["receptions"], request, as: Reception.self)
    }
}

struct ReceptionBookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "book", abstract: "A seat for a resident.",
        discussion: "Example: linli reception book 3 --resident 12 --matter 停车位不够")

    @Argument(help: "The session's number.")
    var session: Int

    @Option(name: .long, help: "Number, channel:id or name.")
    var resident: String

    @Option(name: .long, help: "The matter in a sentence.")
    var matter: String

    @Option(name: .customLong("for"), help: "Who comes in the resident's stead, such as 父亲.")
    var attendee: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["receptions", "\(session)", "bookings"],
            BookReception(resident: resident, matter: matter, attendee: attendee), as: ReceptionBooking.self)
    }
}

struct ReceptionMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Move a booking to another session, or a whole session.",
        discussion: """
            Example: linli reception move 5 --to 4
            Example: linli reception move 3 --session --at 2026-03-26T19:00:00+08:00 --reason 领导开会 --yes
            """)

    @Argument(help: "The booking's number, or with --session the session's.")
    var number: Int

    @Option(name: .long, help: "Of a booking: the session to move to.")
    var to: Int?

    @Flag(name: .long, help: "The whole session; seats and waiting list stay, and everybody is told.")
    var session = false

    @Option(name: .long, help: "Of a session: when it begins now.")
    var at: String?

    @Option(name: .long, help: "Of a session: why; everybody who is told reads it.")
    var reason: String?

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func validate() throws {
        guard session ? to == nil && at != nil && reason != nil : to != nil && at == nil && reason == nil
        else {
            throw ValidationError("a booking needs --to; a session needs --session, --at and --reason")
        }
    }

    func run() async throws {
        guard session else {
            return try await staff.act(
                ["bookings", "\(number)", "move"], MoveBooking(session: Int64(to ?? 0)),
                as: ReceptionBooking.self)
        }
        let mayBegin = try await staff.mayBegin(
            "move the whole session \(number) and tell everybody", destructive,
            on: ["receptions", "\(number)"], as: Reception.self)
        guard mayBegin else { return }
        try await staff.act(
            ["receptions", "\(number)", "move"],
            MoveReception(startsAt: at ?? "", reason: reason ?? ""), as: Reception.self)
    }
}

struct ReceptionCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a booking, or a whole session.",
        discussion: "Example: linli reception cancel 5 --reason 居民来电取消 --yes")

    @Argument(help: "The booking's number, or with --session the session's.")
    var number: Int

    @Flag(name: .long, help: "The whole session; everybody is told.")
    var session = false

    @OptionGroup var why: ReasonOption

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let mayBegin =
            session
            ? try await staff.mayBegin(
                "cancel the whole session \(number) and tell everybody", destructive,
                on: ["receptions", "\(number)"], as: Reception.self)
            : try destructive.mayBegin("cancel the booking \(number)")
        guard mayBegin else { return }
        let request = Reason(reason: why.reason)
        if session {
            try await staff.act(["receptions", "\(number)", "cancel"], request, as: Reception.self)
        } else {
            try await staff.act(["bookings", "\(number)", "cancel"], request, as: ReceptionBooking.self)
        }
    }
}

struct ReceptionAttendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attend", abstract: "Whether somebody came.",
        discussion: "Example: linli reception attend 5 --absent")

    @Argument(help: "The booking's number.")
    var booking: Int

    @Flag(name: .long, help: "He did not come.")
    var absent = false

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["bookings", "\(booking)", "attend"], AttendBooking(present: !absent),
            as: ReceptionBooking.self)
    }
}

struct ReceptionOutcomeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outcome", abstract: "What was said or agreed; it becomes a ticket.",
        discussion: "Example: linli reception outcome 5 --text 物业一周内划线")

    @Argument(help: "The booking's number.")
    var booking: Int

    @Option(name: .long, help: "The outcome.")
    var text: String

    @Option(name: .long, help: "A code of categories.yaml.")
    var category: String?

    @Option(name: .long, help: "P0 to P3.")
    var urgency: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["bookings", "\(booking)", "outcome"],
            BookingOutcome(text: text, category: category, urgency: urgency), as: ReceptionBooking.self)
    }
}

struct ReceptionWaitlistCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waitlist", abstract: "Who waits for a seat of a session that is full.",
        discussion: "Example: linli reception waitlist 3")

    @Argument(help: "The session's number.")
    var session: Int

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["receptions", "\(session)", "waitlist"], [], of: SeatWait.self,
            columns: ["place", "resident", "name", "attendee", "matter", "since"])
    }
}

struct ReceptionExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "The sessions as iCalendar.",
        discussion: "Example: linli reception export > sessions.ics")

    @Option(name: .long, help: "Only this estate.")
    var estate: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let calendar: CalendarText = try await staff.asking {
            [estate] client async throws(AdminClientError) in
            try await client.get(["receptions", "calendar"], [("estate", estate)])
        }
        if staff.json { return try staff.present(calendar) }
        Console.raw(calendar.calendar)
    }
}

struct ReceptionAnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Answer a topic of a talk; who brought it up is told.",
        discussion: "Example: linli reception answer 4 --text 已向公交公司反映 --category municipal.bus")

    @Argument(help: "The topic's number, from `linli reception list --session`.")
    var topic: Int

    @Option(name: .long, help: "What the resident reads.")
    var text: String

    @Option(name: .long, help: "Open a ticket of this category for it.")
    var category: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["topics", "\(topic)", "answer"], BookingOutcome(text: text, category: category),
            as: ReceptionTopic.self)
    }
}
