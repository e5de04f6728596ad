/// Telephone numbers and plates that have been replaced: 旧号…，新号…; 不要打…，打…; 从…改成…; …，错了，….
struct Renewals {
    let codes: [UInt32]

    private static let old: [StaticString] = [
        "不要打", "别打", "不打", "不用打", "不要再打", "别再打", "旧号", "旧号码", "旧号码是", "旧号是", "旧的", "旧的是", "老号", "老号码", "老号码是",
        "原号",
        "原号码", "原来是", "原来的", "原来的是", "以前的", "以前是", "之前的", "之前是", "从", "不是", "旧车牌", "旧车牌是", "老车牌", "原车牌",
        "旧手机",
        "旧手机号", "旧电话", "老电话",
    ]
    private static let changes: [StaticString] = [
        "换成", "改成", "改为", "换为", "变成", "更正", "错了", "不对", "写错", "打错", "说错", "现在是", "现在用", "停用", "不用了",
    ]
    /// Between the old number and the new one.
    private static let farthest = 24

    /// Without the numbers that another of their kind replaces.
    func current(_ findings: [IdentifierReader.Finding]) -> [IdentifierReader.Finding] {
        guard findings.count > 1 else { return findings }
        return findings.enumerated().filter { index, finding in
            guard finding.kind == .phone || finding.kind == .plate else { return true }
            let others = findings.filter { $0.kind == finding.kind && $0.range != finding.range }
            guard !others.isEmpty else { return true }
            if TextCursor(codes, at: finding.range.lowerBound).follows(Self.old) {
                return !others.contains {
                    !TextCursor(codes, at: $0.range.lowerBound).follows(Self.old)
                }
            }
            let next = findings[(index + 1)...].first { $0.kind == finding.kind }
            return next.map { !isChanged(finding.range.upperBound..<$0.range.lowerBound) } ?? true
        }.map(\.element)
    }

    private func isChanged(_ gap: Range<Int>) -> Bool {
        gap.count <= Self.farthest && gap.contains { TextCursor(codes, at: $0).seesAny(Self.changes) }
    }
}
