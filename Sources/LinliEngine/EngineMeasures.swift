import LinliModel

/// What the workers count. Names and labels carry no personal data.
package struct EngineMeasures: Sendable {
    private let turns: Counter
    private let failures: Counter
    private let quarantines: Counter
    private let heldBack: Counter
    private let turnSeconds: Histogram
    private let pushes: [OutboxDecision.Outcome: Counter]
    private let running: [String: Gauge]
    private let pulledPages: Counter
    private let failedPulls: Counter
    private let lastPulls: @Sendable (_ channel: String) -> Gauge
    private let timers: Counter
    private let timerLate: Histogram

    package init(_ registry: MetricsRegistry) {
        turns = registry.counter("linli_turns_total", help: "Messages handled to their end.")
        failures = registry.counter("linli_turn_failures_total", help: "Turns that the store did not take.")
        quarantines = registry.counter("linli_inbox_quarantined_total", help: "Messages set aside.")
        heldBack = registry.counter(
            "linli_messages_held_back_total", help: "Messages beyond those that one person may send a minute."
        )
        turnSeconds = registry.histogram(
            "linli_turn_seconds", help: "From receipt to the commit of the whole effect.")
        let outcomes = OutboxDecision.Outcome.allCases.map { outcome in
            let label = MetricLabel("outcome", outcome.rawValue)
            return (
                outcome, registry.counter("linli_pushes_total", help: "Pushes by outcome.", labels: [label])
            )
        }
        pushes = Dictionary(uniqueKeysWithValues: outcomes)
        let gauges = Self.workers.map { name in
            let label = MetricLabel("worker", name)
            return (name, registry.gauge("linli_worker_running", help: "1 while it runs.", labels: [label]))
        }
        running = Dictionary(uniqueKeysWithValues: gauges)
        func pulls(_ outcome: String) -> Counter {
            registry.counter(
                "linli_pulls_total", help: "Pages asked for, by outcome.",
                labels: [MetricLabel("outcome", outcome)])
        }
        (pulledPages, failedPulls) = (pulls("page"), pulls("failed"))
        lastPulls = { channel in
            registry.gauge(
                "linli_pull_last_success_timestamp_seconds",
                help: "When a pull last came to the end, by any daemon of the store; 0 before the first.",
                labels: [MetricLabel("channel", channel)])
        }
        timers = registry.counter("linli_timers_fired_total", help: "Timers fired.")
        timerLate = registry.histogram("linli_timer_late_seconds", help: "From due time to firing.")
    }

    func turnDone(_ report: TurnReport, received: Instant, now: Instant) {
        turns.increment()
        if report.isHeldBack { heldBack.increment() }
        turnSeconds.observe(.milliseconds(max(0, (now - received).milliseconds)))
    }

    /// Workers by name, while they run.
    package static let workers = ["inbox", "outbox", "timers"]

    func workerRuns(_ name: String, _ runs: Bool) {
        running[name]?.set(runs ? 1 : 0)
    }

    /// The workers that do not run, for `/readyz`.
    package var stoppedWorkers: [String] {
        Self.workers.filter { running[$0]?.value != 1 }
    }

    func turnFailed() { failures.increment() }
    func quarantined() { quarantines.increment() }
    func pushed(_ outcome: OutboxDecision.Outcome) { pushes[outcome]?.increment() }

    func pulled() { pulledPages.increment() }
    func pullFailed() { failedPulls.increment() }
    /// When a channel was last pulled to the end.
    func lastPull(of channel: String) -> Gauge { lastPulls(channel) }

    func timerFired(late: TimeSpan) {
        timers.increment()
        timerLate.observe(.milliseconds(max(0, late.milliseconds)))
    }
}
