import Foundation
import LinliModel

/// What the operator wants to know of the process itself, under the names that Prometheus uses everywhere.
package enum ProcessMeasures {
    /// - Parameter startedAt: When the process started, by the clock of the composition root.
    package static func register(in metrics: MetricsRegistry, startedAt: Instant) {
        metrics.reading("process_start_time_seconds", help: "When the process started, since 1970 in UTC.") {
            Double(startedAt.milliseconds) / 1000
        }
        metrics.reading("process_resident_memory_bytes", help: "Memory that the process holds.") {
            Double(residentBytes())
        }
    }

    /// The second number of `/proc/self/statm` counts pages (proc(5)). 0 where there is no such file.
    static func residentBytes() -> Int {
        let statm: String
        do {
            statm = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        } catch {
            // A system without this file has no such measure; a scrape must not fail for it.
            return 0
        }
        let numbers = statm.split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
