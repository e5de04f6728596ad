import Foundation

/// `kill -9` under a flood, then the same store again: how long until the first 200, and until a reply that
/// was owed from before goes out. Both count from the start of the new process.
struct RestartMeasure {
    let workshop: Workshop

    private static let floodSeconds = 3.0

    func figures() throws -> [Figure] {
        var (answers, pushes, bare): ([Double], [Double], [Double]) = ([], [], [])
        for round in 1...workshop.options.rounds {
            let echo = try workshop.echo()
            bare.append(try firstAnswer(of: echo))
            echo.kill()
            let times = try killAndRestart()
            answers.append(times.answer)
            pushes.append(times.push)
            Console.note(
                "restart: round \(round), \(times.owed) replies owed, 200 after \(Int(times.answer)) ms, "
                    + "push after \(Int(times.push)) ms")
        }
        let (answer, push) = (Statistics.median(answers), Statistics.median(pushes))
        return [
            Figure(
                "restart_answer", "kill -9 to the first 200", answer, "ms",
                yardstick: .init(
                    name: "start of the echo to its first 200", value: Statistics.median(bare), unit: "ms"),
                expected: "≤ 300 ms", isMet: answer <= 300, rounds: answers),
            Figure(
                "restart_push", "kill -9 to the first resumed push", push, "ms", expected: "≤ 2,000 ms",
                isMet: push <= 2_000, rounds: pushes),
        ]
    }

    private func killAndRestart() throws -> (answer: Double, push: Double, owed: Int) {
        let standIn = workshop.standIn
        standIn.reset()
        let store = try workshop.newStore()
        let first = try workshop.daemon(on: store)
        guard MonotonicTime.waits(atMost: 60, until: { first.page("/readyz") != nil }) else {
            throw BenchError("restart: the daemon was not ready within a minute")
        }
        var forge = try workshop.forge()
        let requests = try forge.mixed(workshop.options.backlog * 3, residents: workshop.options.residents)
        let load = Load.start(
            workshop.plan(first.port, requests, .closed, seconds: Self.floodSeconds + 2))
        MonotonicTime.sleep(seconds: Self.floodSeconds)
        first.kill()
        load.finish()
        let owed = load.acceptedCount - standIn.sendCount
        guard owed > 0 else { throw BenchError("restart: nothing was owed when the daemon died") }
        let before = standIn.sendCount
        let second = try workshop.daemon(on: store)
        // The new message's resident is none of those before, so its reply is not taken for a resumed one.
        let answer = try firstAnswer(of: second)
        let stranger = Self.stranger
        let resumed = MonotonicTime.waits(atMost: 60) {
            standIn.sendCount > before && standIn.log[before...].contains { $0.resident != stranger }
        }
        guard resumed, let send = standIn.log[before...].first(where: { $0.resident != stranger }) else {
            throw BenchError("restart: no reply was resumed within a minute")
        }
        return (answer, MonotonicTime.seconds(from: second.startedAt, to: send.at) * 1_000, owed)
    }

    private static let stranger = 999_999_999

    /// Milliseconds from the start of the process to the first 200 for a webhook.
    private func firstAnswer(of program: ChildProcess) throws -> Double {
        var forge = try workshop.forge()
        var requests = RequestSet()
        requests.add(try forge.request("你好", from: Self.stranger), resident: Self.stranger)
        let isAccepted = MonotonicTime.waits(atMost: 30) { Self.accepts(program.port, requests) }
        guard isAccepted else { throw BenchError("restart: no 200 within 30 s") }
        return MonotonicTime.seconds(from: program.startedAt, to: MonotonicTime.now) * 1_000
    }

    private static func accepts(_ port: UInt16, _ requests: RequestSet) -> Bool {
        guard let socket = LoopbackSocket.connect(port: port) else { return false }
        defer { close(socket) }
        guard requests.send(0, to: socket) else { return false }
        var answer = MessageBuffer()
        while true {
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 3_000) > 0, case .waiting = answer.fill(from: socket) else {
                return false
            }
            if let isAccepted = answer.take({ head, _ in head.starts(with: Array("HTTP/1.1 200".utf8)) }) {
                return isAccepted
            }
        }
    }
}
