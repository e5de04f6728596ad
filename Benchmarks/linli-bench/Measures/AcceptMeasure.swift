import Foundation

/// Webhooks answered 200, which means on disk: first by a daemon that does nothing else (`serve
/// --accept-only`), then with the workers running beside, which may fall behind.
///
/// Every round has fresh daemons, and the yardsticks come between the rounds, so that a busy neighbour
/// hits them all. The daemon of a round is ended with its backlog: taking that the whole way is another
/// measurement.
struct AcceptMeasure {
    let workshop: Workshop

    private static let warmUpSeconds = 0.5
    /// More than any machine at hand accepts; where they run out the rate counts the time until then.
    private static let requestsPerSecond = 25_000.0

    func figures() throws -> [Figure] {
        let options = workshop.options
        let yardstick = try SQLiteYardstick(in: try workshop.newStore())
        let echo = try workshop.echo()
        var (accepted, beside, echoed, rows): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        for round in 1...options.rounds {
            Console.note("accept: round \(round) of \(options.rounds)")
            echoed.append(try echoRate(echo))
            accepted.append(try rate(with: .accepts))
            beside.append(try rate(with: .everything))
            rows.append(try yardstick.rowsPerSecond(seconds: min(2, options.acceptSeconds)))
        }
        let rate = Statistics.median(accepted)
        let bare = Statistics.median(echoed)
        let echoYardstick = Figure.Yardstick(name: "bare Hummingbird POST echo", value: bare, unit: "/s")
        return [
            Figure(
                "accept", "Webhooks accepted durably", rate, "/s", yardstick: echoYardstick,
                expected: "≥ 0.4 of the echo", isMet: rate >= 0.4 * bare, rounds: accepted),
            Figure(
                "accept_beside", "The same, while the workers answer as many as they can",
                Statistics.median(beside), "/s", yardstick: echoYardstick, rounds: beside),
            Figure(
                "accept_rows", "Accepted, against the disk", rate, "/s",
                yardstick: .init(
                    name: "SQLite FULL, 600-byte rows, 100 a commit", value: Statistics.median(rows),
                    unit: "/s"),
                rounds: accepted),
        ]
    }

    /// What the bare echo answers a second: the yardstick of the processor.
    func echoRate(_ echo: ChildProcess) throws -> Double { try rate(of: echo, repeats: true) }

    private func rate(with duty: Workshop.Duty) throws -> Double {
        let daemon = try workshop.readyDaemon(duty)
        defer { daemon.kill() }
        return try rate(of: daemon, repeats: false)
    }

    private func rate(of program: ChildProcess, repeats: Bool) throws -> Double {
        let options = workshop.options
        let seconds = Self.warmUpSeconds + options.acceptSeconds
        var forge = try workshop.forge()
        let count = repeats ? 4_000 : Int(Self.requestsPerSecond * seconds)
        let requests = try forge.mixed(count, residents: options.residents)
        var plan = workshop.plan(program.port, requests, .closed, seconds: seconds)
        plan.repeats = repeats
        let load = Load.start(plan)
        let marks = load.finish()
        try load.checkClean("accept")
        let from = load.startedAt + MonotonicTime.nanoseconds(Self.warmUpSeconds)
        let counted = marks.filter { $0.answered > from }
        let last = counted.map(\.answered).max() ?? from + 1
        return Double(counted.count) / MonotonicTime.seconds(from: from, to: last)
    }
}
