import Foundation

/// From the moment in which a webhook is due to the moment in which the platform has the reply, at a steady
/// rate; each message from a resident whom the store does not know yet, which is the dearer case.
struct LatencyMeasure {
    let workshop: Workshop

    private static let warmUpSeconds = 3.0

    func figures() throws -> [Figure] {
        let options = workshop.options
        Console.note("latency: \(Int(options.rate)) /s for \(Int(options.latencySeconds)) s")
        let echo = try workshop.echo()
        let bare = milliseconds(try marks(of: echo).map { ($0.due, $0.answered) })
        echo.kill()
        let daemon = try workshop.readyDaemon()
        let marks = try marks(of: daemon)
        let answers = milliseconds(marks.map { ($0.due, $0.answered) })
        let pushes = milliseconds(try arrivals(of: marks))
        let per = "at \(Int(options.rate)) /s"
        func figure(_ key: String, _ name: String, _ values: [Double], _ percent: Double) -> Figure {
            Figure(
                key, "\(name), p\(Int(percent)) \(per)", Statistics.percentile(values, percent), "ms",
                yardstick: .init(
                    name: "echo p\(Int(percent)) \(per)", value: Statistics.percentile(bare, percent),
                    unit: "ms"))
        }
        var last = figure("latency_p99", "Webhook to push", pushes, 99)
        last.expectation = .init(words: "≤ 50 ms", isMet: last.value <= 50)
        return [
            figure("latency_p50", "Webhook to push", pushes, 50), last,
            figure("answer_p50", "Webhook to 200", answers, 50),
            figure("answer_p99", "Webhook to 200", answers, 99),
        ]
    }

    private func marks(of program: ChildProcess) throws -> [LoadMark] {
        let options = workshop.options
        let seconds = Self.warmUpSeconds + options.latencySeconds
        let count = Int(options.rate * seconds)
        var forge = try workshop.forge()
        let requests = try forge.mixed(count, residents: count)
        let load = Load.start(
            workshop.plan(program.port, requests, .perSecond(options.rate), seconds: seconds))
        let marks = load.finish()
        try load.checkClean("latency")
        let from = load.startedAt + MonotonicTime.nanoseconds(Self.warmUpSeconds)
        return marks.filter { $0.due >= from }
    }

    /// When each message was due and when the platform had its reply. The resident's number is the message's.
    private func arrivals(of marks: [LoadMark]) throws -> [(UInt64, UInt64)] {
        let standIn = workshop.standIn
        let due = Dictionary(uniqueKeysWithValues: marks.map { ($0.request, $0.due) })
        let isComplete = MonotonicTime.waits(atMost: 30) {
            standIn.sendCount >= marks.count
                && standIn.log.count(where: { due[$0.resident] != nil }) >= marks.count
        }
        guard isComplete else { throw BenchError("latency: replies are missing after 30 s") }
        return standIn.log.compactMap { send in due[send.resident].map { ($0, send.at) } }
    }

    private func milliseconds(_ spans: [(UInt64, UInt64)]) -> [Double] {
        spans.map { MonotonicTime.seconds(from: $0.0, to: $0.1) * 1_000 }
    }
}
