import Foundation
import Testing

@testable import LinliIntents

#if os(Linux)
    /// A daemon that has started is small: what only the start has run does not stay in memory.
    @Suite struct FreedMemoryTests {
        @Test func codeLeavesTheMemoryAndComesBack() throws {
            let before = try Self.residentCode()
            let given = FreedMemory.giveBackCode()
            let after = try Self.residentCode()
            #expect(before > 0 && given >= before)
            #expect(after < before)
            // What is called again is read again.
            #expect(try Self.residentCode() > 0)
        }

        /// Bytes of runnable pages of this program that are in memory (`Rss` of `/proc/self/smaps`).
        private static func residentCode() throws -> Int {
            let program = try #require(Bundle.main.executablePath)
            let file = URL(fileURLWithPath: program).resolvingSymlinksInPath().path
            let maps = try #require(FileManager.default.contents(atPath: "/proc/self/smaps"))
            var isCode = false
            var kibibytes = 0
            for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
                if line.hasSuffix(file) {
                    isCode = line.contains(" r-xp ")
                } else if isCode, line.hasPrefix("Rss:") {
                    kibibytes += Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0
                    isCode = false
                }
            }
            return kibibytes * 1_024
        }
    }
#endif
