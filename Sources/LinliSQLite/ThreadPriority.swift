import Glibc

/// How the system shares its cores among threads that could all run.
enum ThreadPriority {
    /// Lets the calling thread go before others of the machine, as far as the system allows it: root, or a
    /// limit on niceness (`LimitNICE=` of the unit in `Deploy/`). Refused, nothing changes. Threads that it
    /// starts do not inherit it.
    ///
    /// For the one thread that everybody else waits for: on two busy cores the writer stood ready for a fifth
    /// of its time without getting one (`Docs/Performance.md`).
    static func raise() {
        var none = sched_param()
        guard sched_setscheduler(0, SCHED_OTHER | resetOnFork, &none) == 0 else { return }
        _ = setpriority(CInt(PRIO_PROCESS.rawValue), 0, niceness)
    }

    /// -20 … 19; ordinary threads have 0.
    private static let niceness: CInt = -15
    /// `SCHED_RESET_ON_FORK` of sched.h, which the module does not show.
    private static let resetOnFork: CInt = 0x4000_0000
}
