import Foundation

#if canImport(Glibc)
    import Glibc
#endif

extension FreedMemory {
    /// Hands back the pages of the program's own code that were read so far; what is needed again comes from
    /// the file. Training, reading YAML and migrating run once, and the system keeps sixteen pages beside
    /// each that was touched.
    ///
    /// Only what can be run is given back: nobody has written there, so that nothing is lost with it.
    ///
    /// - Returns: bytes of code that were looked at, whether in memory or not; 0 where there is no `/proc`.
    @discardableResult
    static func giveBackCode() -> Int {
        var given = 0
        #if canImport(Glibc)
            for stretch in ownCode() {
                guard let start = UnsafeMutableRawPointer(bitPattern: stretch.lowerBound),
                    madvise(start, stretch.count, MADV_DONTNEED) == 0
                else { continue }
                given += stretch.count
            }
        #endif
        return given
    }

    /// Where the program's code lies in memory, as `/proc/self/maps` has it:
    /// `55e0c0a00000-55e0c3f00000 r-xp 00a00000 fe:00 1234 /usr/bin/linli`.
    private static func ownCode() -> [Range<UInt>] {
        guard let path = Bundle.main.executablePath,
            let maps = FileManager.default.contents(atPath: "/proc/self/maps")
        else { return [] }
        // The map names the file itself, whatever link it was started by.
        let program = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return String(decoding: maps, as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 5)
            guard fields.count == 6, fields[1] == "r-xp",
                fields[5].drop(while: { $0 == " " }) == program
            else { return nil }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < ends[1] else { return nil }
            return ends[0]..<ends[1]
        }
    }
}
