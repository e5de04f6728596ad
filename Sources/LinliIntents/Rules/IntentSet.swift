import LinliModel

/// A set of intents as one bit each: asked for every category of every message.
struct IntentSet: Sendable, Equatable {
    private var bits: UInt32 = 0

    init() {}

    init(_ intents: [Intent]) {
        for intent in intents { insert(intent) }
    }

    mutating func insert(_ intent: Intent) { bits |= IntentSet.bit(intent) }

    func contains(_ intent: Intent) -> Bool { bits & IntentSet.bit(intent) != 0 }

    func meets(_ other: IntentSet) -> Bool { bits & other.bits != 0 }

    /// In the order of the domain's table.
    var members: [Intent] { IntentSet.order.filter { bits & IntentSet.bit($0) != 0 } }

    private static let order = Intent.allCases

    private static func bit(_ intent: Intent) -> UInt32 {
        1 << UInt32(order.firstIndex(of: intent) ?? 31)
    }
}
