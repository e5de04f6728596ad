import LinliChannels
import LinliModel

/// Everything that can carry a message out: the residents' channels and the staff's robots, by name.
package struct Carriers: Sendable {
    package enum Carrier: Sendable {
        case channel(any Channel)
        case robot(StaffRobot)
    }

    private let byName: [String: Carrier]

    package init(channels: [any Channel], robots: [StaffRobot]) {
        let named = channels.map { ($0.name, Carrier.channel($0)) } + robots.map { ($0.name, .robot($0)) }
        byName = Dictionary(named, uniquingKeysWith: { first, _ in first })
    }

    package subscript(name: String) -> Carrier? { byName[name] }

    package func channel(_ name: String) -> (any Channel)? {
        guard case .channel(let channel) = byName[name] else { return nil }
        return channel
    }

    /// The channels whose messages are pulled, by name.
    package var pulled: [any PulledChannel] {
        byName.keys.sorted().compactMap { channel($0) as? any PulledChannel }
    }

    /// The channels whose platform knows a message again by its key.
    var namesTakingKeys: [String] {
        byName.keys.filter { channel($0)?.limits.takesIdempotencyKey ?? false }.sorted()
    }

    /// A text as the messages in which it goes out.
    package func parts(_ name: String, _ text: String) -> [String] {
        channel(name)?.parts(of: text) ?? [text]
    }
}
