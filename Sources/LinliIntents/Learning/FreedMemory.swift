#if canImport(Glibc)
    import Glibc
#endif

/// Training leaves tens of megabytes of freed memory behind, which the C library keeps for later. There is
/// no later: the daemon is small when idle.
enum FreedMemory {
    /// Large blocks come from the system and go back when they are freed; so does the free end of a heap.
    ///
    /// Left alone, the C library remembers the largest block that was ever freed and keeps up to twice as
    /// much on every thread that trained; `giveBack` reaches the end of the main thread's heap only. Does
    /// nothing where the C library has no such call.
    static func keepLittle() {
        #if canImport(Glibc)
            typealias Option = @convention(c) (CInt, CInt) -> CInt
            guard let symbol = dlsym(nil, "mallopt") else { return }
            let set = unsafeBitCast(symbol, to: Option.self)
            _ = set(trimThreshold, heapEndBytes)
            _ = set(mappingThreshold, heapBlockBytes)
        #endif
    }

    /// Hands freed blocks back to the system. Does nothing where the C library has no such call.
    static func giveBack() {
        #if canImport(Glibc)
            typealias Trim = @convention(c) (Int) -> Int32
            // The Glibc module does not show malloc.h, so the call is looked up by its name.
            guard let symbol = dlsym(nil, "malloc_trim") else { return }
            _ = unsafeBitCast(symbol, to: Trim.self)(0)
        #endif
    }

    /// `M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD` of malloc.h.
    private static let trimThreshold: CInt = -1
    private static let mappingThreshold: CInt = -3
    private static let heapEndBytes: CInt = 1 << 20
    private static let heapBlockBytes: CInt = 1 << 18
}
