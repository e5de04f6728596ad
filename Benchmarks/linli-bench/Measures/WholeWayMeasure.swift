import Foundation

/// Messages taken the whole way, from the webhook to the reply that the platform accepted: the highest rate
/// that comes in by the clock and goes out again for a minute without the queue growing.
///
/// The queue is everything that was due by the clock and has no reply yet: what waits before the socket,
/// in the inbox and in the outbox. It does not grow when its mean over the last quarter exceeds that of the
/// second quarter by less than one hundredth of what came in between, or when at the end it is under a tenth
/// of a second's worth (a queue that short has not grown, whatever stood in it on the way). Never may it
/// be over a second's worth at the end.
///
/// Each attempt at the minute has a store of its own. Nobody works on what residents report here, so from
/// half of five minutes on each report of an earlier attempt would be warned of, breached and lifted beside
/// the messages of the next one: work for which no message of the attempt stands.
struct WholeWayMeasure {
    let workshop: Workshop

    struct Result {
        var perSecond: Double
        var trials: [Trial]
        var idleBefore: Double
        var peak: Double
        var idleAfter: Double
    }

    struct Trial {
        var perSecond: Double
        var growthPerSecond: Double
        var waitingAtEnd: Double
        var peakMebibytes: Double
        /// Webhooks that were not answered 200: under too high a rate that is an answer too.
        var lost: Int

        var isSustained: Bool {
            let isShort = waitingAtEnd <= perSecond / 10
            return lost == 0 && waitingAtEnd <= perSecond && (isShort || growthPerSecond <= perSecond / 100)
        }
    }

    private static let finalAttempts = 4
    private static let searchSteps = 4

    func result() throws -> Result {
        let options = workshop.options
        var daemon = try workshop.readyDaemon()
        MonotonicTime.sleep(seconds: 2)
        let idleBefore = daemon.residentMebibytes
        var trials: [Trial] = []
        var rate = try search(daemon, &trials)
        for attempt in 1...Self.finalAttempts {
            daemon.kill()
            daemon = try workshop.readyDaemon()
            let trial = try trial(daemon, rate, seconds: options.seconds, round: trials.count + 1)
            trials.append(trial)
            if trial.isSustained { break }
            // Nothing was sustained: the figure is zero rather than a wish.
            rate = attempt == Self.finalAttempts ? 0 : rate * 0.92
        }
        MonotonicTime.sleep(seconds: 5)
        let peak = trials.map(\.peakMebibytes).max() ?? 0
        return Result(
            perSecond: rate, trials: trials, idleBefore: idleBefore, peak: peak,
            idleAfter: daemon.residentMebibytes)
    }

    /// A first guess from how fast a flood drains, then halving between what held and what did not.
    private func search(_ daemon: ChildProcess, _ trials: inout [Trial]) throws -> Double {
        var (holds, breaks) = (0.0, 0.0)
        var rate = try drainRate(daemon)
        for _ in 0..<Self.searchSteps {
            let trial = try trial(
                daemon, rate, seconds: workshop.options.trialSeconds, round: trials.count + 1)
            trials.append(trial)
            if trial.isSustained { holds = rate } else { breaks = rate }
            if breaks == 0 {
                rate = holds * 1.3
            } else if holds == 0 {
                rate = breaks * 0.7
            } else {
                rate = (holds + breaks) / 2
            }
        }
        return holds > 0 ? holds : rate
    }

    private func drainRate(_ daemon: ChildProcess) throws -> Double {
        let count = workshop.options.backlog / 2
        var forge = try workshop.forge()
        let requests = try forge.mixed(count, residents: workshop.options.residents)
        workshop.standIn.reset()
        let load = Load.start(workshop.plan(daemon.port, requests, .closed, seconds: 60))
        load.finish()
        try load.checkClean("whole way, first guess")
        try waitUntilDrained(load.acceptedCount)
        let log = workshop.standIn.log
        guard let first = log.first, let last = log.last, last.at > first.at else { return 100 }
        let rate = Double(log.count) / MonotonicTime.seconds(from: first.at, to: last.at)
        Console.note("whole way: a flood of \(count) went through at \(Int(rate)) /s")
        return rate
    }

    private func waitUntilDrained(_ count: Int) throws {
        let standIn = workshop.standIn
        guard MonotonicTime.waits(atMost: 120, until: { standIn.sendCount >= count }) else {
            throw BenchError("whole way: \(standIn.sendCount) replies to \(count) messages after two minutes")
        }
    }

    /// Each round has residents of its own: who writes the same words for the third time hears nothing.
    private func trial(
        _ daemon: ChildProcess, _ rate: Double, seconds: Double, round: Int
    ) throws -> Trial {
        var forge = try workshop.forge()
        let residents = workshop.options.residents
        let requests = try forge.mixed(
            Int(rate * seconds), residents: residents, first: round * residents)
        let standIn = workshop.standIn
        standIn.reset()
        var waiting: [(at: Double, count: Double)] = []
        var peak = 0.0
        let load = Load.start(workshop.plan(daemon.port, requests, .perSecond(rate), seconds: seconds))
        load.finish {
            let at = MonotonicTime.seconds(from: load.startedAt, to: MonotonicTime.now)
            guard at <= seconds else { return }
            waiting.append((at, rate * at - Double(standIn.sendCount)))
            peak = max(peak, daemon.residentMebibytes)
        }
        try waitUntilDrained(load.acceptedCount)
        let trial = Trial(
            perSecond: rate, growthPerSecond: Self.growth(waiting, seconds),
            waitingAtEnd: waiting.last?.count ?? rate, peakMebibytes: peak,
            lost: load.refusedCount + load.brokenCount)
        Console.note(
            "whole way: \(Int(rate)) /s for \(Int(seconds)) s, \(Int(trial.waitingAtEnd)) waiting at "
                + "the end, growing by \(Int(trial.growthPerSecond)) /s: "
                + (trial.isSustained ? "held" : "not held"))
        return trial
    }

    private static func growth(_ waiting: [(at: Double, count: Double)], _ seconds: Double) -> Double {
        func mean(_ from: Double, _ to: Double) -> Double {
            Statistics.mean(waiting.filter { $0.at >= from * seconds && $0.at < to * seconds }.map(\.count))
        }
        return (mean(0.75, 1) - mean(0.25, 0.5)) / (seconds / 2)
    }
}
