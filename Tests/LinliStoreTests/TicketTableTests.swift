import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Tickets: numbers, takers, clocks")
struct TicketTableTests {
    private static func add(_ tx: Transaction, _ text: String = "路灯坏了", at now: Instant = monday)
        throws(SQLError) -> TicketID
    {
        try tx.tickets.add(
            .of(text), number: try tx.tickets.nextNumber(at: now), party: nil, estate: "HTL", at: now)
    }

    @Test("Two hundred tickets at once have two hundred numbers of the day", arguments: Engines.all)
    func numbers(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let numbers = try await database.writeMany(200) { _, tx throws(SQLError) in
                let id = try Self.add(tx)
                return try tx.tickets.find(id)?.number ?? ""
            }
            #expect(Set(numbers).count == 200)
            #expect(numbers.min() == "LL260316-0001")
            #expect(numbers.max() == "LL260316-0200")
        }
    }

    @Test(
        "The day of a number is Shanghai's, and each day counts anew",
        arguments: Engines.all,
        [
            ("2026-03-16T23:59:59+08:00", "LL260316-0001"), ("2026-03-17T00:00:00+08:00", "LL260317-0001"),
            ("2026-03-16T16:30:00Z", "LL260317-0001"),
        ])
    func day(engine: Engine, expected: (String, String)) async throws {
        let (moment, number) = expected
        let now = try #require(Instant(iso8601: moment))
        try await TemporaryStore.withStore(on: engine) { database in
            let made = try await database.write { tx throws(SQLError) in try tx.tickets.nextNumber(at: now) }
            #expect(made == number)
        }
    }

    @Test("After 9,999 the counter takes a fifth digit", arguments: Engines.all)
    func fifthDigit(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try tx.run("INSERT INTO ticket_days (day, last) VALUES ('260316', 9999)")
            }
            let number = try await database.write { tx throws(SQLError) in
                try tx.tickets.nextNumber(at: monday)
            }
            #expect(number == "LL260316-10000")
        }
    }

    @Test("Of twenty takers at once one has the ticket", arguments: Engines.all)
    func oneTaker(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let (ticket, staff) = try await database.write { tx throws(SQLError) -> (TicketID, [StaffID]) in
                let ticket = try Self.add(tx)
                try tx.tickets.move(ticket, from: [.submitted], to: .dispatched)
                var staff: [StaffID] = []
                for number in 1...20 {
                    if let id = try tx.staff.add(name: "engineer-\(number)", at: monday) { staff.append(id) }
                }
                return (ticket, staff)
            }
            let takes = try await database.writeMany(20) { number, tx throws(SQLError) -> StaffID? in
                let taker = staff[number - 1]
                return try tx.tickets.take(ticket, by: taker, from: [.dispatched], at: monday) ? taker : nil
            }
            let winners = takes.compactMap { $0 }
            #expect(winners.count == 1)
            let row = try await database.read { tx throws(SQLError) in try tx.tickets.find(ticket) }
            #expect(row?.taker == winners.first)
            #expect(row?.state == .accepted)
        }
    }

    @Test("A move from a state in which the ticket is not changes nothing", arguments: Engines.all)
    func move(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let ticket = try Self.add(tx)
                #expect(try tx.tickets.move(ticket, from: [.resolved], to: .rated) == false)
                #expect(try tx.tickets.arrive(ticket, at: monday) == false)
                #expect(try tx.tickets.resolve(ticket, result: "x", falseClosure: false, at: monday) == false)
                #expect(try tx.tickets.rate(ticket, score: 5, from: [.resolved]) == false)
                #expect(try tx.tickets.find(ticket)?.state == .submitted)
            }
        }
    }

    private static func same(
        _ tx: Transaction, _ resident: ResidentID, _ text: String, since limit: Instant
    ) throws(SQLError) -> Ticket? {
        try tx.tickets.same(resident: resident, text: text, category: "power.public_lighting", since: limit)
    }

    @Test(
        "The same words count as a repeat only for this resident, in the time, while it is open",
        arguments: Engines.all)
    func same(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let a = try tx.resident("a")
                let b = try tx.resident("b")
                let party = Party(resident: a, estate: "HTL", channel: "oa", sender: "a")
                let number = try tx.tickets.nextNumber(at: monday)
                let id = try tx.tickets.add(
                    .of("漏水"), number: number, party: party, estate: "HTL", at: monday)
                #expect(try Self.same(tx, a, "漏水", since: monday)?.id == id)
                #expect(try Self.same(tx, a, "漏水了", since: monday) == nil)
                #expect(try Self.same(tx, b, "漏水", since: monday) == nil)
                #expect(try Self.same(tx, a, "漏水", since: monday + .milliseconds(1)) == nil)
                let other = try tx.tickets.same(
                    resident: a, text: "漏水", category: "water.leak", since: monday)
                #expect(other == nil, "another matter of the same message")
                func found(at address: Address) throws(SQLError) -> TicketID? {
                    try tx.tickets.same(
                        resident: a, text: "漏水", category: "power.public_lighting", at: address, since: monday
                    )?.id
                }
                try tx.tickets.complete(id, text: "漏水", address: Address(building: "3", place: "北门"))
                #expect(try found(at: Address()) == id)
                #expect(try found(at: Address(building: "3")) == id)
                #expect(try found(at: Address(building: "5")) == nil, "the same at another house")
                #expect(try found(at: Address(place: "南门")) == nil, "the same at another gate")
                try tx.tickets.move(id, from: [.submitted], to: .cancelled)
                #expect(try Self.same(tx, a, "漏水", since: monday) == nil)
            }
        }
    }

    @Test("A clock is met once and breached once, and never after it was met", arguments: Engines.all)
    func clocks(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let ticket = try Self.add(tx)
                for kind in [ClockKind.firstResponse, .accept] {
                    let clock = TicketClock(
                        kind: kind, startedAt: monday, dueAt: monday + .minutes(5), provisional: false)
                    try tx.clocks.add(ticket, [clock], policy: "1")
                }
                #expect(try tx.clocks.breach(ticket, .firstResponse, at: monday + .minutes(5)))
                #expect(try tx.clocks.breach(ticket, .firstResponse, at: monday + .minutes(6)) == false)
                #expect(try tx.clocks.meet(ticket, .firstResponse, at: monday + .minutes(7)))
                #expect(try tx.clocks.meet(ticket, .firstResponse, at: monday + .minutes(8)) == false)
                let late = try tx.clocks.find(ticket, .firstResponse)
                #expect(late?.breachedAt == monday + .minutes(5), "late stays late")
                #expect(late?.metAt == monday + .minutes(7))
                #expect(try tx.clocks.meet(ticket, .accept, at: monday + .minutes(1)))
                #expect(try tx.clocks.breach(ticket, .accept, at: monday + .minutes(5)) == false)
                #expect(try tx.clocks.meet(ticket, .resolve, at: monday) == false, "a clock that never was")
            }
        }
    }

    @Test("A ticket comes back with every field that went in", arguments: Engines.all)
    func roundTrip(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let resident = try tx.resident("a")
                let draft = TicketDraft(
                    category: "water.burst", urgency: .p1, text: "水管\"爆\"了\n很大",
                    address: Address(building: "3", unit: "2", room: "501", place: "厨房"), origin: .handoff,
                    anonymous: true, attachments: ["media-1", "图2"])
                let party = Party(resident: resident, estate: "HTL", channel: "oa", sender: "a")
                let id = try tx.tickets.add(draft, number: "LL1", party: party, estate: "HTL", at: monday)
                let ticket = try tx.tickets.find(id)
                #expect(
                    ticket
                        == Ticket(
                            id: id, number: "LL1", estate: "HTL", resident: resident, channel: "oa",
                            sender: "a",
                            draft: draft, state: .submitted, level: 1, receivedAt: monday))
            }
        }
    }

    @Test(
        "Staff search: the most urgent first, then the oldest, page by page without a gap",
        arguments: Engines.all)
    func search(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let urgencies: [Urgency] = [.p3, .p0, .p2, .p0, .p1, .p2, .p3]
                for (index, urgency) in urgencies.enumerated() {
                    var draft = TicketDraft.of("\(index)")
                    draft.urgency = urgency
                    _ = try tx.tickets.add(
                        draft, number: "LL\(index)", party: nil, estate: "HTL",
                        at: monday - .minutes(Int64(index)))
                }
                var seen: [String] = []
                var last: TicketID?
                while true {
                    let page = try tx.tickets.search(TicketSearch(estate: "HTL", limit: 2, after: last))
                    guard let end = page.last else { break }
                    seen += page.map(\.draft.text)
                    last = end.id
                }
                #expect(seen == ["3", "1", "4", "5", "2", "6", "0"])
            }
        }
    }

    // MARK: Results that somebody was told

    private static func resolve(
        _ tx: Transaction, _ text: String, _ resident: ResidentID, at now: Instant
    ) throws(SQLError) -> TicketID {
        let party = Party(resident: resident, estate: "HTL", channel: "web", sender: "a")
        let id = try tx.tickets.add(
            .of(text), number: try tx.tickets.nextNumber(at: monday), party: party, estate: "HTL", at: monday)
        try tx.tickets.move(id, from: [.submitted], to: .inProgress)
        #expect(try tx.tickets.resolve(id, result: "修好了", falseClosure: false, at: now))
        return id
    }

    @Test("His results in the states asked for, the newest first, from the limit on", arguments: Engines.all)
    func results(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let resident = try tx.residents.add(estate: "HTL", name: "甲", at: monday)
                let other = try tx.residents.add(estate: "HTL", name: "乙", at: monday)
                func hours(_ count: Int64) -> Instant { monday + .hours(count) }
                let old = try Self.resolve(tx, "旧的", resident, at: hours(1) - .milliseconds(1))
                let edge = try Self.resolve(tx, "刚好", resident, at: hours(1))
                let rated = try Self.resolve(tx, "评过", resident, at: hours(3))
                let twin = try Self.resolve(tx, "同时", resident, at: hours(3))
                _ = try Self.resolve(tx, "别人的", other, at: hours(3))
                let open = try Self.add(tx, "还没办")
                #expect(try tx.tickets.rate(rated, score: 5, from: [.resolved]))

                func told(_ states: [TicketState], since limit: Instant) throws(SQLError) -> [String] {
                    try tx.tickets.results(toldTo: resident, in: states, since: limit).map(\.number)
                }
                func numbers(_ ids: TicketID...) throws(SQLError) -> [String] {
                    var numbers: [String] = []
                    for id in ids { numbers.append(try tx.tickets.find(id)?.number ?? "") }
                    return numbers
                }
                let both: [TicketState] = [.resolved, .rated]
                #expect(try told(both, since: hours(1)) == numbers(twin, rated, edge))
                #expect(try told([.resolved], since: hours(1)) == numbers(twin, edge))
                #expect(try told([.rated], since: monday) == numbers(rated))
                #expect(try told(both, since: monday).last == numbers(old).first)
                #expect(try told(TicketState.allCases, since: monday).contains(numbers(open)[0]) == false)
                #expect(try told(both, since: hours(3) + .milliseconds(1)) == [])
            }
        }
    }
}
