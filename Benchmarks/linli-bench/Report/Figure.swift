/// One measured value with what it is held against.
struct Figure: Encodable, Sendable {
    /// What the same machine gives in the same run to somebody who does nothing else.
    struct Yardstick: Encodable, Sendable {
        var name: String
        var value: Double
        var unit: String
    }

    /// What issue 2 asks for.
    struct Expectation: Encodable, Sendable {
        var words: String
        var isMet: Bool
    }

    var key: String
    var name: String
    var value: Double
    var unit: String
    var yardstick: Yardstick?
    var expectation: Expectation?
    /// The values of the rounds of which `value` is the median.
    var rounds: [Double] = []

    var ratio: Double? {
        guard let yardstick, yardstick.value > 0, yardstick.unit == unit else { return nil }
        return value / yardstick.value
    }

    enum CodingKeys: String, CodingKey {
        case key, name, value, unit, yardstick, ratio, expectation, rounds
    }

    init(
        _ key: String, _ name: String, _ value: Double, _ unit: String, yardstick: Yardstick? = nil,
        expected: String? = nil, isMet: Bool = true, rounds: [Double] = []
    ) {
        self.key = key
        self.name = name
        self.value = value
        self.unit = unit
        self.yardstick = yardstick
        self.rounds = rounds
        expectation = expected.map { Expectation(words: $0, isMet: isMet) }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(key, forKey: .key)
        try fields.encode(name, forKey: .name)
        try fields.encode(value, forKey: .value)
        try fields.encode(unit, forKey: .unit)
        try fields.encodeIfPresent(yardstick, forKey: .yardstick)
        try fields.encodeIfPresent(ratio, forKey: .ratio)
        try fields.encodeIfPresent(expectation, forKey: .expectation)
        try fields.encode(rounds, forKey: .rounds)
    }
}

enum Statistics {
    static func median(_ values: [Double]) -> Double {
        percentile(values, 50)
    }

    /// The nearest rank; 0 of nothing.
    static func percentile(_ values: [Double], _ percent: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let rank = (percent / 100 * Double(sorted.count)).rounded(.up)
        return sorted[min(sorted.count - 1, max(0, Int(rank) - 1))]
    }

    static func mean(_ values: some Collection<Double>) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
