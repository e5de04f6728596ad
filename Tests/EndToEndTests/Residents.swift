import LinliTestKit

/// People as WeChat knows them: openids of 28 characters.
enum Residents {
    static let a = "oA6_linliEndToEnd-ResidentA0"
    static let b = "oB6_linliEndToEnd-ResidentB0"
    static let c = "oC6_linliEndToEnd-ResidentC0"

    static func number(_ number: Int) -> String {
        "oN6_linliEndToEnd-Resident\(number / 10)\(number % 10)"
    }
}

extension String {
    /// The first ticket number in a reply (interface.md: `LL260318-0001`).
    var ticketNumber: String? {
        firstMatch(of: /LL\d{6}-\d{4,}/).map { String($0.output) }
    }

    /// The pick-up code of a redemption: six digits that stand alone.
    var pickUpCode: String? {
        firstMatch(of: /取货码(\d{6})(?!\d)/).map { String($0.output.1) }
    }
}
