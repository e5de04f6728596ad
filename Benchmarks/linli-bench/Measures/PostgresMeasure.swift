import Foundation

/// Several daemons on one PostgreSQL: webhooks accepted by daemons that do nothing else, and turns (T2) taken
/// from an inbox that is full before they begin, while the platform gives no token and nothing is pushed.
///
/// Beside each what pgbench gives on the same server in the same round, over as many connections as the
/// daemons use for it: one row of 600 bytes a commit for a webhook, five for a turn.
struct PostgresMeasure {
    let workshop: Workshop
    let server: PostgresServer

    private static let fleets = [1, 2, 3]
    /// As `PostgresOptions` has them.
    private static let acceptConnections = 3
    private static let turnConnections = 6
    private static let rowsOfTurn = 5
    private static let warmUpSeconds = 0.5
    private static let requestsPerSecond = 10_000.0

    init(workshop: Workshop) throws {
        self.workshop = workshop
        server = try PostgresServer(in: try workshop.newStore())
    }

    func figures() throws -> [Figure] {
        defer { server.end() }
        return try Self.fleets.flatMap { daemons in try figures(of: daemons) }
    }

    private func figures(of daemons: Int) throws -> [Figure] {
        let options = workshop.options
        var (accepted, turned): ([Double], [Double]) = ([], [])
        var (single, five): ([Double], [Double]) = ([], [])
        let (few, more) = (daemons * Self.acceptConnections, daemons * Self.turnConnections)
        for round in 1...options.rounds {
            Console.note("PostgreSQL: \(daemons) daemons, round \(round) of \(options.rounds)")
            try server.run("CHECKPOINT", in: "postgres")
            single.append(
                try server.commitsPerSecond(rows: 1, clients: few, seconds: min(2, options.acceptSeconds)))
            accepted.append(try acceptRate(daemons))
            try server.run("CHECKPOINT", in: "postgres")
            five.append(
                try server.commitsPerSecond(
                    rows: Self.rowsOfTurn, clients: more, seconds: min(2, options.acceptSeconds)))
            turned.append(try turnRate(daemons))
        }
        let fleet = daemons == 1 ? "1 daemon" : "\(daemons) daemons"
        return [
            Figure(
                "postgres_accept_\(daemons)", "PostgreSQL, \(fleet): accepted durably",
                Statistics.median(accepted), "/s",
                yardstick: .init(
                    name: "pgbench, a 600-byte row a commit, \(few) clients",
                    value: Statistics.median(single), unit: "/s"),
                rounds: accepted),
            Figure(
                "postgres_turns_\(daemons)", "PostgreSQL, \(fleet): turns (T2) from a full inbox",
                Statistics.median(turned), "/s",
                yardstick: .init(
                    name: "pgbench, \(Self.rowsOfTurn) such rows a commit, \(more) clients",
                    value: Statistics.median(five), unit: "/s"),
                rounds: turned),
        ]
    }

    // MARK: Accepting

    private func acceptRate(_ count: Int) throws -> Double {
        let options = workshop.options
        let seconds = Self.warmUpSeconds + options.acceptSeconds
        let daemons = try workshop.readyDaemons(count, on: try server.newDatabase(), .accepts)
        defer { for daemon in daemons { daemon.kill() } }
        var forge = try workshop.forge()
        let requests = try forge.mixed(
            Int(Self.requestsPerSecond * seconds), residents: options.residents)
        var plan = workshop.plan(0, requests, .closed, seconds: seconds)
        plan.ports = daemons.map(\.port)
        let load = Load.start(plan)
        let marks = load.finish()
        try load.checkClean("PostgreSQL, accept")
        let from = load.startedAt + MonotonicTime.nanoseconds(Self.warmUpSeconds)
        let counted = marks.filter { $0.answered > from }
        let last = counted.map(\.answered).max() ?? from + 1
        return Double(counted.count) / MonotonicTime.seconds(from: from, to: last)
    }

    // MARK: Turns

    private func turnRate(_ count: Int) throws -> Double {
        let database = try server.newDatabase()
        let backlog = try store(on: database)
        let name = String(database.dropFirst("postgres://linli@/".count).prefix { $0 != "?" })
        // Put aside until every daemon is ready: they begin together, and on a full inbox.
        try server.run("CREATE TABLE backlog AS SELECT * FROM inbox", "DELETE FROM inbox", in: name)
        let daemons = try workshop.readyDaemons(count, on: database)
        defer { for daemon in daemons { daemon.kill() } }
        workshop.standIn.holdTokens(true)
        defer { workshop.standIn.holdTokens(false) }
        try server.run(
            "INSERT INTO inbox SELECT * FROM backlog", "ANALYZE inbox", "NOTIFY linli, 'inbox'", in: name)
        func turns() -> Int { daemons.map(\.turns).reduce(0, +) }
        let (first, last) = (backlog / 10, backlog - backlog / 10)
        var (begin, end): ((at: UInt64, count: Int)?, (at: UInt64, count: Int)?)
        let isOver = MonotonicTime.waits(atMost: 180) {
            let now = (at: MonotonicTime.now, count: turns())
            if begin == nil, now.count >= first { begin = now }
            if now.count >= last { end = now }
            MonotonicTime.sleep(seconds: 0.02)
            return end != nil
        }
        guard isOver, let begin, let end, end.count > begin.count else {
            throw BenchError("PostgreSQL: \(turns()) of \(backlog) messages handled after three minutes")
        }
        return Double(end.count - begin.count) / MonotonicTime.seconds(from: begin.at, to: end.at)
    }

    /// Fills the inbox through a daemon that answers nothing. Returns how many messages stand in it.
    private func store(on database: String) throws -> Int {
        let options = workshop.options
        let daemons = try workshop.readyDaemons(1, on: database, .accepts)
        defer { for daemon in daemons { daemon.kill() } }
        var forge = try workshop.forge()
        let requests = try forge.mixed(options.turns, residents: options.residents)
        let load = Load.start(workshop.plan(daemons[0].port, requests, .closed, seconds: 120))
        load.finish()
        try load.checkClean("PostgreSQL, backlog")
        return load.acceptedCount
    }
}
