import Foundation

/// Replies pushed a second: a backlog is written while the platform gives no token, then the token comes.
///
/// Against a bare libcurl loop with the same number of requests on the wire, which reads nothing from a
/// store and writes nothing back.
struct PushMeasure {
    let workshop: Workshop

    func figures() throws -> [Figure] {
        let options = workshop.options
        let loop = try CurlYardstick(url: workshop.standIn.url)
        var (pushed, bare): ([Double], [Double]) = ([], [])
        for round in 1...options.rounds {
            Console.note("push: round \(round) of \(options.rounds)")
            bare.append(try loop.requestsPerSecond(count: options.backlog))
            pushed.append(try drain())
        }
        return [
            Figure(
                "push", "Replies pushed from a backlog", Statistics.median(pushed), "/s",
                yardstick: .init(name: "bare libcurl multi loop", value: Statistics.median(bare), unit: "/s"),
                rounds: pushed)
        ]
    }

    private func drain() throws -> Double {
        let (options, standIn) = (workshop.options, workshop.standIn)
        let daemon = try workshop.readyDaemon()
        standIn.holdTokens(true)
        defer { standIn.holdTokens(false) }
        var forge = try workshop.forge()
        // Each message from another resident, so that no reply waits for another one's turn.
        let requests = try forge.mixed(options.backlog, residents: options.backlog)
        let load = Load.start(workshop.plan(daemon.port, requests, .closed, seconds: 120))
        load.finish()
        try load.checkClean("push")
        let count = load.acceptedCount
        guard MonotonicTime.waits(atMost: 120, until: { daemon.turns >= count }) else {
            throw BenchError("push: \(daemon.turns) of \(count) messages handled after two minutes")
        }
        guard standIn.sendCount == 0 else { throw BenchError("push: a reply went out without a token") }
        standIn.holdTokens(false)
        guard MonotonicTime.waits(atMost: 120, until: { standIn.sendCount >= count }) else {
            throw BenchError("push: \(standIn.sendCount) of \(count) replies after two minutes")
        }
        // The middle nine tenths: the last ones wait for their next attempt, because the token was refused.
        let log = standIn.log
        let (from, to) = (log[count / 20], log[count - 1 - count / 20])
        return Double(count - 2 * (count / 20)) / MonotonicTime.seconds(from: from.at, to: to.at)
    }
}
