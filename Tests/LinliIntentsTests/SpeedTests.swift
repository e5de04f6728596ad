import Foundation
import LinliModel
import Testing

@testable import LinliIntents

/// What keeps a parse short; its time itself is measured by `linli intent evaluate` and the benchmark.
@Suite struct SpeedTests {
    /// What is made for one message is gone with it: two hundred bytes kept each time would be seen.
    @Test func memoryDoesNotGrowWithMessages() throws {
        let understanding = try Fixture.understanding.get()
        let texts = ["3栋2单元501水管爆了", "楼上半夜装修吵得睡不着，另外查下积分", "嗯", "今天天气真好", "预约周四的接访"]
        func run(_ rounds: Int) {
            for _ in 0..<rounds {
                for text in texts { _ = understanding.understand(text, at: Fixture.now) }
            }
        }
        run(200)
        let before = try residentBytes()
        run(4_000)
        #expect(try residentBytes() - before < 4_000_000)
    }

    private func residentBytes() throws -> Int {
        let statm = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = try #require(statm.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return pages * Int(getpagesize())
    }

    /// Left out are weights that are next to nothing; the others lose less than half a step of 127.
    @Test func sparseWeightsSayWhatTheFullOnesSay() {
        var generator = SeededGenerator(seed: 5)
        let labels = 300
        let full = (0..<(labels * 4)).map { index -> Float in
            index % 3 == 0 ? Float.random(in: -1...1, using: &generator) : 0.001
        }
        let sparse = SparseWeights(full, labels: labels)
        #expect(sparse.rows == 4 && sparse.steps.count <= labels * 4 / 3 + 4)
        for row in 0..<4 {
            var margins = [Float](repeating: 0, count: labels)
            margins.withUnsafeMutableBufferPointer { sparse.add(row: row, times: 2, to: $0) }
            for label in 0..<labels {
                let weight = full[row * labels + label]
                #expect(abs(margins[label] - 2 * weight) <= 2 * max(0.0101, 0.5 / 127))
                #expect(abs(sparse.weight(row: row, label: label) - weight) <= max(0.0101, 0.5 / 127))
            }
        }
    }

    @Test func weightsThatDoNotFitAreRefused() {
        func made(_ starts: [UInt32], _ labels: [UInt8], count: Int = 3) -> SparseWeights? {
            SparseWeights(
                starts: starts, labels: labels, upperLabels: [], steps: [1, 2], scales: [1], count: count)
        }
        #expect(made([0, 2], [0, 2]) != nil)
        #expect(made([0, 2], [0, 3]) == nil)
        #expect(made([0, 3], [0, 2]) == nil)
        #expect(made([1, 2], [0, 2]) == nil)
        #expect(made([0, 2], [0]) == nil)
        #expect(made([0, 2, 1], [0, 2]) == nil)
    }
}
