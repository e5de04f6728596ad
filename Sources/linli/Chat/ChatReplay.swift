import Foundation
import LinliAdmin
import LinliEngine
import LinliIntents
import LinliModel
import LinliServices
import LinliSettings
import LinliSQL
import LinliSQLite
import LinliStore

/// Replays golden conversations with a clock in the hand, each on a store of its own: a copy of one that was
/// prepared once.
final class ChatReplay {
    struct Turn {
        var number: Int
        var json: String
        /// What is not as it should be, a sentence each.
        var differences: [String]
    }

    private let settings: Settings
    private let understanding: Understanding
    private let folder: String
    private var isPrepared = false

    init(settings: Settings, understanding: Understanding) {
        self.settings = settings
        self.understanding = understanding
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent(
                "linli-replay-\(UUID().uuidString)"
            ).path
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            // Nothing was replayed, or the system's cleaning of its temporary folder takes it.
        }
    }

    func run(_ conversation: GoldenConversation) async throws -> [Turn] {
        try await prepare()
        let path = folder + "/\(UUID().uuidString).sqlite"
        try FileManager.default.copyItem(atPath: template, toPath: path)
        let database = try SQLiteDatabase.open(path: path, mode: .exclusiveTool)
        let house = try house(on: database)
        let session = ChatSession(house: house, channel: ChatSettings.channel)
        do {
            let turns = try await play(conversation, session, house)
            await database.close()
            return turns
        } catch {
            await database.close()
            throw error
        }
    }

    private var template: String { folder + "/template.sqlite" }

    private func house(on database: SQLiteDatabase) throws -> House {
        let codes = RandomCodes(digits: { String("31415926535".prefix($0)) }, secret: { UUID().uuidString })
        return try House(
            settings: settings, database: database, understanding: LiveUnderstanding(understanding),
            codes: codes)
    }

    /// Schema, register and demo estate, once for all conversations.
    private func prepare() async throws {
        guard !isPrepared else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try SQLiteDatabase.open(path: template, mode: .exclusiveTool)
        let session = ChatSession(house: try house(on: database), channel: ChatSettings.channel)
        try await session.prepare("Z", home: nil, at: GoldenConversation.usualNow)
        await database.close()
        isPrepared = true
    }

    private func play(
        _ conversation: GoldenConversation, _ session: ChatSession, _ house: House
    ) async throws -> [Turn] {
        var now = conversation.now
        var played: [Turn] = []
        for (index, wanted) in conversation.turns.enumerated() {
            if let at = wanted.at { now = try GoldenConversation.time(at) }
            if let act = wanted.staff {
                try await session.settle(at: now)
                try await StaffHand(house: house).act(act, text: wanted.text ?? "", at: now)
                continue
            }
            let input = ChatInput(
                text: wanted.text ?? "", from: wanted.from ?? conversation.person,
                attachment: wanted.attachment)
            var turn = try await session.turn(index + 1, input, at: now)
            let next = try conversation.turns.dropFirst(index + 1).first?.at.map {
                try GoldenConversation.time($0)
            }
            let isLast = index == conversation.turns.count - 1
            if turn.replies.isEmpty, let end = try await session.quietEnd(at: now),
                isLast || next.map({ $0 >= end }) ?? false
            {
                try await session.close(&turn, at: end)
            }
            played.append(
                Turn(number: index + 1, json: turn.json, differences: wanted.differences(from: turn)))
        }
        return played
    }
}

extension ChatInput {
    init(text: String, from: String, attachment: String?) {
        self.text = text
        self.from = from
        self.attachment = attachment
    }
}

/// The staff of a golden conversation: acts on the newest ticket, through the desk as everybody.
private struct StaffHand {
    let house: House

    func act(_ act: String, text: String, at now: Instant) async throws {
        if act == "meeting" || act == "minutes" { return try await meet(act, text: text, at: now) }
        if act == "need" { return try await handleNeed(text, at: now) }
        if act == "alert" { return try await warn(text, at: now) }
        if act == "post" { return try await openPost(text, at: now) }
        let desk = TicketDesk(settings: house.settings, notifier: house.notifier)
        let refusal = try await house.database.write { tx throws(SQLError) -> Refusal? in
            guard let id = try tx.staff.find(name: "manager")?.id,
                let ticket = try tx.tickets.search(
                    TicketSearch(
                        estate: nil, states: [], urgencies: [], overdueAt: nil, limit: 100, after: nil)
                ).max(by: { $0.id.rawValue < $1.id.rawValue })?.number
            else {
                return nil
            }
            let call = DeskCall(
                staff: StaffIdentity(id: id, name: "manager", role: .manager, estate: nil), in: tx, at: now)
            switch act {
            case "accept": return try desk.accept(ticket, call).refusal
            case "arrive": return try desk.arrive(ticket, call).refusal
            case "suspend": return try suspend(ticket, desk, text, call)
            case "reply": return try desk.reply(ticket, ReplyTicket(text: text), call).refusal
            case "answer": return try desk.reply(ticket, ReplyTicket(text: text, done: true), call).refusal
            default: return try desk.resolve(ticket, ResolveTicket(result: text), call).refusal
            }
        }
        if let refusal { throw GoldenError(description: "staff \(act): \(refusal.message)") }
    }

    /// `2026-03-20T17:00:00+08:00 等材料`: asked for by the one, agreed to by the other.
    private func suspend(
        _ ticket: String, _ desk: TicketDesk, _ text: String, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let second = try call.tx.staff.find(name: "community")?.id else { return nil }
        let asked = SuspendTicket(reason: parts.last, resumeAt: parts.first)
        if let refusal = try desk.suspend(ticket, asked, call).refusal { return refusal }
        let staff = StaffIdentity(id: second, name: "community", role: .community, estate: nil)
        return try desk.suspend(
            ticket, SuspendTicket(approve: true), DeskCall(staff: staff, in: call.tx, at: call.now)
        ).refusal
    }

    /// The newest need: `sort 儿童空间`, `offer 2026-03-31`, `claim 物业C1 2026-04-30`, `begin`, `finish 已开放`.
    private func handleNeed(_ text: String, at now: Instant) async throws {
        let desk = NeedDesk(settings: house.settings, notifier: house.notifier)
        let parts = text.split(separator: " ").map(String.init)
        guard let act = parts.first.flatMap(NeedAct.init(rawValue:)) else {
            throw GoldenError(description: "\(text) is no act on a need")
        }
        let words = parts.dropFirst().first
        let request = NeedAction(
            title: words, by: words, due: parts.dropFirst().last, text: words, reason: words)
        let refusal = try await house.database.write { tx throws(SQLError) -> Refusal? in
            let states = NeedState.allCases
            guard let id = try tx.staff.find(name: "community")?.id,
                let need = try tx.needs.list(estate: nil, states: states, overdueAt: nil, rows: 100)
                    .max(by: { $0.id.rawValue < $1.id.rawValue })
            else { return nil }
            let staff = StaffIdentity(id: id, name: "community", role: .community, estate: nil)
            return try desk.act(act, need.id.number, request, DeskCall(staff: staff, in: tx, at: now)).refusal
        }
        if let refusal { throw GoldenError(description: "staff need: \(refusal.message)") }
    }

    /// Somebody is looked for: `秩序维护岗 1 2026-03-31` in `text`.
    private func openPost(_ text: String, at now: Instant) async throws {
        let desk = PostDesk(settings: house.settings, notifier: house.notifier)
        let parts = text.split(separator: " ").map(String.init)
        let refusal = try await house.database.write { tx throws(SQLError) -> Refusal? in
            guard let id = try tx.staff.find(name: "community")?.id, parts.count == 3 else { return nil }
            let staff = StaffIdentity(id: id, name: "community", role: .community, estate: nil)
            let request = OpenPost(name: parts[0], places: Int(parts[1]) ?? 0, applyUntil: parts[2])
            return try desk.open(request, DeskCall(staff: staff, in: tx, at: now)).refusal
        }
        if let refusal { throw GoldenError(description: "staff post: \(refusal.message)") }
    }

    /// A warning of the weather: `台风 橙` in `text`.
    private func warn(_ text: String, at now: Instant) async throws {
        let desk = AlertDesk(settings: house.settings, notifier: house.notifier)
        let parts = text.split(separator: " ").map(String.init)
        let refusal = try await house.database.write { tx throws(SQLError) -> Refusal? in
            guard let id = try tx.staff.find(name: "manager")?.id, parts.count == 2 else { return nil }
            let staff = StaffIdentity(id: id, name: "manager", role: .manager, estate: nil)
            return try desk.start(
                StartAlert(kind: parts[0], level: parts[1]), DeskCall(staff: staff, in: tx, at: now)
            ).refusal
        }
        if let refusal { throw GoldenError(description: "staff alert: \(refusal.message)") }
    }

    /// 四方联席会: `meeting` calls one for the time in `text`; `minutes` minutes the newest, decides every
    /// matter on it with `text` and publishes.
    private func meet(_ act: String, text: String, at now: Instant) async throws {
        let desk = MeetingDesk(settings: house.settings, notifier: house.notifier)
        let refusal = try await house.database.write { tx throws(SQLError) -> Refusal? in
            guard let id = try tx.staff.find(name: "branch")?.id else { return nil }
            let call = DeskCall(
                staff: StaffIdentity(id: id, name: "branch", role: .branch, estate: nil), in: tx, at: now)
            if act == "meeting" {
                return try desk.call(CallMeeting(kind: "four_party", startsAt: text, place: "议事亭"), call)
                    .refusal
            }
            guard let meeting = try tx.meetings.list(estate: nil, kind: "four_party", rows: 1).first else {
                return nil
            }
            let minutes = HoldMeeting(present: ["branch", "committee", "manager"], minutes: text)
            if let refusal = try desk.hold(meeting.id, minutes, call).refusal { return refusal }
            for item in try tx.agenda.of(meeting.id) where item.state == .open {
                let decided = try desk.decide(item.id, DecideItem(text: text, owner: "物业"), call)
                if let refusal = decided.refusal { return refusal }
            }
            return try desk.publish(meeting.id, call).refusal
        }
        if let refusal { throw GoldenError(description: "staff \(act): \(refusal.message)") }
    }
}
