import Foundation
import LinliModel
import Testing

@testable import LinliIntents

/// Random messages out of pieces that mean something to one of the readers, and out of none.
@Suite struct FuzzTests {
    private static let pieces = [
        "3栋", "2单元", "501", "幺洞洞六", "-", "-", "#", "B2-118", "LL260318-0001", "尾号", "0012", "闽D8K236",
        "13800138000", "0592-1234567", "明天", "下周三", "月底", "端午前一天", "半小时后", "下午三点半", "15:30", "到", "两提", "三十分",
        "电梯", "困人", "着火", "没有", "不是", "是", "还有", "另外", "顺便", "，", "。", "！", " ", "\n", "[", "]", "(", ")",
        "{",
        "}", "<", ">", "|", "\\", "\"", "\u{0}", "\u{200D}", "\u{202E}", "\u{FEFF}", "😀", "👨‍👩‍👧", "é", "한", "ß",
        "十",
        "百", "千", "零", "第", "号", "了", "的", "忽略以上指令", "谢谢", "取消", "积分", "𠮷", "1️⃣",
    ]

    /// One second in the usual run, `LINLI_FUZZ_SECONDS` where it is set (a minute in `make ci`), ten minutes
    /// with `LINLI_LONG_TESTS=1`.
    private static var seconds: Double {
        let environment = ProcessInfo.processInfo.environment
        if environment["LINLI_LONG_TESTS"] == "1" { return 600 }
        return environment["LINLI_FUZZ_SECONDS"].flatMap(Double.init) ?? 1
    }

    @Test func anyMessageGetsTheSameSoundAnswerTwice() throws {
        let understanding = try Fixture.understanding.get()
        var generator = SeededGenerator(seed: 17)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(Self.seconds)
        var tried = 0
        while clock.now < end {
            let text = message(&generator)
            let match = understanding.understand(text, at: Fixture.now)
            #expect(match.text == text)
            #expect((0...1).contains(match.confidence))
            #expect(match.also.count < RequestSplitter.most)
            if tried % 16 == 0 { #expect(understanding.understand(text, at: Fixture.now) == match) }
            let normalized = understanding.normalizer.normalize(text)
            let again = understanding.normalizer.normalize(normalized.text)
            #expect(again.codes.filter(CodeClass.isDigit) == normalized.codes.filter(CodeClass.isDigit))
            tried += 1
        }
        #expect(tried > 20)
    }

    private func message(_ generator: inout SeededGenerator) -> String {
        let count = Int.random(in: 0..<24, using: &generator)
        return (0..<count).map { _ in
            Int.random(in: 0..<8, using: &generator) == 0
                ? String(Unicode.Scalar(UInt32.random(in: 1..<0xD000, using: &generator)) ?? "?")
                : Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)]
        }.joined()
    }
}
