import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Acceptance example C04 of domain.md 1.2: resident B lives in building 6, its lead is `lead-6`.
@Suite("C04: a building's lead confirms small deeds in his own chat")
struct ClaimChatTests {
    private static func say(_ house: House, _ text: String, from sender: String) async throws -> String? {
        let chat = StaffChat(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
        let party = try await house.newcomer(sender)
        return try await house.database.write { tx throws(SQLError) in
            try chat.answer(text, from: party, in: tx, at: House.monday)?.key
        }
    }

    /// B's home proven, and the deed reported.
    private static func claim(_ house: House, _ text: String = "我做了垃圾分类宣传") async throws -> ClaimID {
        let b = house.b
        _ = try await house.database.write { tx throws(SQLError) in
            let flat = Address(building: "6", unit: "1", room: "802")
            let unit = try present(tx.units.find(estate: "HTL", flat).first)
            try tx.homes.add(
                b.resident, unit: unit.id, relation: .tenant, proof: .staff, at: House.monday)
        }
        guard
            case .deeds(let read) = try await house.handle(
                .points(.read(text: text, attachment: nil)), from: b),
            let first = read.first,
            case .claimPending(let note) = try await house.handle(
                .points(.claim(first.deed, item: first.isClear ? first.items[0].code : nil)), from: b)
        else { throw SQLError(.decoding, "no claim") }
        return note.id
    }

    private static func balance(_ house: House) async throws -> Int {
        let b = house.b
        return try await house.database.read { tx throws(SQLError) in
            try tx.ledger.balance(of: .available(b.resident, estate: "HTL"))
        }
    }

    @Test("He is asked with name masked, says Y, and the ledger has one point more", arguments: Engines.all)
    func yes(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("lead-6", [.buildingLead], chat: "l6")
            try await house.account("lead-3", [.buildingLead], chat: "l3")
            let id = try await Self.claim(house)
            let asked = try await house.messages(to: "l6")
            #expect(asked.count == 1 && asked[0].hasPrefix("staff.claim_asked claim=\(id) item=主动宣传垃圾分类"))
            #expect(try await house.messages(to: "l3").isEmpty, "another building")
            #expect(try await Self.say(house, "Y", from: "l3") == nil, "nothing was asked of him")
            #expect(try await Self.say(house, "Y", from: "l6") == "staff_chat.claim_approved")
            #expect(try await Self.balance(house) == 1)
            #expect(try await Self.say(house, "积分\(id) 同意", from: "l6") == "staff_chat.no.no_claim")
            #expect(try await Self.balance(house) == 1, "once")
        }
    }

    @Test("N rejects it, another building's lead may not, and Y behind other words is a resident's")
    func others() async throws {
        try await House.with(on: .sqlite) { house in
            try await house.account("lead-6", [.buildingLead], chat: "l6")
            try await house.account("lead-3", [.buildingLead], chat: "l3")
            let id = try await Self.claim(house)
            #expect(try await Self.say(house, "积分\(id) 同意", from: "l3") == "staff_chat.no.no_claim")
            #expect(try await Self.say(house, "积分\(id) 同意", from: "stranger") == nil)
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.outbox.enqueue(
                    OutboundMessage(channel: "web", recipient: "l6", text: "换两提抽纸？", idempotencyKey: "q"),
                    why: "reply", at: House.monday)
            }
            #expect(try await Self.say(house, "Y", from: "l6") == nil, "that was about his own redemption")
            let second = try await Self.claim(house, "清扫楼道，扫楼道一次")
            #expect(try await Self.say(house, "N", from: "l6") == "staff_chat.claim_rejected")
            let state = try await house.database.read { tx throws(SQLError) in
                try tx.claims.find(second)?.state
            }
            #expect(state == "rejected")
            #expect(try await Self.balance(house) == 0)
        }
    }

    @Test("What the words do not name, or a lead may not confirm, waits for the desk")
    func unasked() async throws {
        try await House.with(on: .sqlite) { house in
            try await house.account("lead-6", [.buildingLead], chat: "l6")
            _ = try await Self.claim(house, "今天帮了个忙")
            _ = try await Self.claim(house, "夜间巡逻一小时")
            #expect(try await house.messages(to: "l6").isEmpty)
        }
    }
}
