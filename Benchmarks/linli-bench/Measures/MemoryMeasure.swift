import Foundation

/// Resident memory of the daemon (`VmRSS`), read from outside during the sustained load, and that of the
/// bare echo under the load that it can bear.
struct MemoryMeasure {
    let workshop: Workshop

    func figures(_ wholeWay: WholeWayMeasure.Result) throws -> [Figure] {
        let echo = try workshop.echo()
        MonotonicTime.sleep(seconds: 1)
        let idle = echo.residentMebibytes
        var forge = try workshop.forge()
        let requests = try forge.mixed(1_000, residents: 1_000)
        var plan = workshop.plan(echo.port, requests, .closed, seconds: 2)
        plan.repeats = true
        var peak = 0.0
        Load.start(plan).finish { peak = max(peak, echo.residentMebibytes) }
        let bareIdle = Figure.Yardstick(name: "echo, idle", value: idle, unit: "MiB")
        return [
            Figure(
                "memory_idle", "Resident memory, started and idle", wholeWay.idleBefore, "MiB",
                yardstick: bareIdle, expected: "≤ 64 MiB", isMet: wholeWay.idleBefore <= 64),
            Figure(
                "memory_load", "Resident memory, peak under the whole-way load", wholeWay.peak, "MiB",
                yardstick: .init(name: "echo, peak", value: peak, unit: "MiB")),
            Figure(
                "memory_after", "Resident memory, idle again after the load", wholeWay.idleAfter, "MiB",
                yardstick: bareIdle),
        ]
    }
}
