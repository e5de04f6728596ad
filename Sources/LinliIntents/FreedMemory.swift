#if canImport(Glibc)
    import Glibc
#endif

/// Training leaves tens of megabytes of freed small blocks behind, which the C library keeps for later. There
/// is no later: the daemon is small when idle.
enum FreedMemory {
    /// Hands freed blocks back to the system. Does nothing where the C library has no such call.
    static func giveBack() {
        #if canImport(Glibc)
            typealias Trim = @convention(c) (Int) -> Int32
            // The Glibc module does not show malloc.h, so the call is looked up by its name.
            guard let symbol = dlsym(nil, "malloc_trim") else { return }
            _ = unsafeBitCast(symbol, to: Trim.self)(0)
        #endif
    }
}
