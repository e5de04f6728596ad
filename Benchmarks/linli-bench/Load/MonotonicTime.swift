import Glibc

/// Nanoseconds of the clock that never jumps: every length here is measured with it.
enum MonotonicTime {
    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func seconds(from start: UInt64, to end: UInt64) -> Double {
        end > start ? Double(end - start) / 1e9 : 0
    }

    static func nanoseconds(_ seconds: Double) -> UInt64 {
        UInt64(max(0, seconds) * 1e9)
    }

    static func sleep(seconds: Double) {
        usleep(UInt32(max(0, seconds) * 1e6))
    }

    /// Looks every few milliseconds until `condition` holds. False where it does not hold in time.
    static func waits(atMost seconds: Double, until condition: () throws -> Bool) rethrows -> Bool {
        let end = now + nanoseconds(seconds)
        while try !condition() {
            if now >= end { return false }
            usleep(2_000)
        }
        return true
    }
}
