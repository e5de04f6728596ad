import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Lists as an office meets them: empty, with one row, with more than a page.
@Suite("Lists that are longer than a page") struct StaffListTests {
    /// Every page from the first to the last, by what each says of the next.
    private static func walk<Item>(
        limit: Int, _ page: (RowPage) async throws -> Ruling<Page<Item>>
    ) async throws -> [[Item]] {
        var pages: [[Item]] = []
        var after: String?
        repeat {
            let answer = try #require(try await page(RowPage(asked: limit, after: after)).value)
            pages.append(answer.items)
            after = answer.next
        } while after != nil && pages.count < 20
        return pages
    }

    @Test("Every resident is on one page, and the last page names no next", arguments: Engines.all)
    func residents(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await desks.store.database.write { tx throws(SQLError) in
                for number in 1...7 {
                    _ = try tx.residents.add(estate: "HTL", name: "住户\(number)号", at: DeskStore.monday)
                }
            }
            func pages(_ limit: Int) async throws -> [[ResidentLine]] {
                try await Self.walk(limit: limit) { rows in
                    try await desks.as(.manager) { call throws(SQLError) in
                        try desks.residents.list(estate: nil, rows: rows, call)
                    }
                }
            }
            let four = try await pages(4)
            #expect(four.map(\.count) == [4, 4, 2], "three of the store and seven more")
            #expect(Set(four.joined().map(\.id)).count == 10)
            let (ten, five) = (try await pages(10), try await pages(5))
            #expect(ten.map(\.count) == [10], "a full page is not followed by an empty one")
            #expect(five.map(\.count) == [5, 5])
        }
    }

    @Test("Who has as many points shares his rank, also across pages", arguments: Engines.all)
    func ranking(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            for resident in [desks.residentA, desks.residentB, desks.residentD] {
                try await desks.give(10, to: resident, reference: "list-\(resident)")
            }
            let pages = try await Self.walk(limit: 2) { rows in
                try await desks.as(.manager) { call throws(SQLError) in
                    try desks.points.ranking(estate: "HTL", rows: rows, call)
                }
            }
            #expect(pages.map { $0.map(\.rank) } == [[1, 1], [1]])
        }
    }

    @Test("Messages of another estate take no place on the page", arguments: Engines.all)
    func outbox(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await desks.store.database.write { tx throws(SQLError) in
                for (index, channel) in ["web", "elsewhere", "elsewhere"].enumerated() {
                    _ = try tx.outbox.enqueue(
                        OutboundMessage(
                            channel: channel, recipient: "a", text: "好", idempotencyKey: "list-\(index)"),
                        why: "test", at: DeskStore.monday)
                }
            }
            let desk = OutboxDesk(settings: desks.settings, wakeups: .none)
            let own = try await desks.as(.manager, estate: "HTL") { call throws(SQLError) in
                try desk.list(states: [], rows: 1, call)
            }
            #expect(own.value?.items.map(\.channel) == ["web"] && own.value?.next == nil)
        }
    }

    @Test("Open tickets in a closed state are none, and not all", arguments: Engines.all)
    func openAndClosed(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            func list(_ change: (inout TicketDesk.Filter) -> Void) async throws -> Ruling<Page<TicketLine>> {
                var filter = TicketDesk.Filter()
                change(&filter)
                let wish = filter
                return try await desks.as(.manager) { call throws(SQLError) in
                    try desks.tickets.list(wish, call)
                }
            }
            let closed = try await list {
                $0.onlyOpen = true
                $0.states = ["RESOLVED"]
            }
            #expect(closed.refusal?.code == "state.not_open")
            let nowhere = try await list { $0.after = "LL000000-0001" }
            #expect(nowhere.refusal?.code == "ticket.not_found")
            let one = try await list { $0.limit = 1 }
            #expect(one.value?.items.map(\.number) == [number] && one.value?.next == nil)
        }
    }

    @Test("A building that the register lacks is a slip of the pen", arguments: Engines.all)
    func unknownPlace(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            func open(_ building: String?, _ room: String? = nil, place: String? = nil) async throws
                -> Ruling<TicketDetail>
            {
                let request = OpenTicket(
                    category: "water.leak", urgency: "p1", text: "漏水", estate: "HTL", building: building,
                    unit: room == nil ? nil : "2", room: room, place: place)
                return try await desks.as(.serviceDesk) { call throws(SQLError) in
                    try desks.tickets.open(request, call)
                }
            }
            let (building, room) = (try await open("99"), try await open("3", "599"))
            #expect(building.refusal?.code == "place.not_found")
            #expect(room.refusal?.code == "place.not_found")
            let (flat, other) = (try await open("3", "501"), try await open(nil, place: "老锅炉房"))
            #expect(flat.value?.urgency == "P1", "p1 is P1")
            #expect(other.value?.place == "老锅炉房")
        }
    }
}
