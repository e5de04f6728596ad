import Foundation
import LinliModel

/// All of `Config/`, read once at start and checked: whoever holds this value needs to check nothing again.
///
/// Every service, desk and clock holds it, so a copy is one reference; `Contents` itself is a kilobyte. It is
/// a value all the same: who changes a copy has a copy.
@dynamicMemberLookup
package struct Settings: Sendable {
    @usableFromInline package private(set) var kept: Kept

    package init(_ contents: Contents) {
        kept = Kept(contents)
    }

    @inlinable package subscript<Value>(dynamicMember path: WritableKeyPath<Contents, Value>) -> Value {
        get { kept.contents[keyPath: path] }
        set {
            var contents = kept.contents
            contents[keyPath: path] = newValue
            self = Settings(contents)
        }
    }

    @usableFromInline package final class Kept: Sendable {
        @usableFromInline package let contents: Contents

        init(_ contents: Contents) {
            self.contents = contents
        }
    }

    package struct Contents: Sendable {
        /// The directory as it was given.
        package var directory: String
        package var daemon: DaemonSettings
        package var channels: [ChannelConfiguration]
        package var staffRobots: [StaffRobotConfiguration]
        package var estates: [String: Estate]
        package var categories: CategoryTable
        package var sla: ServiceLevels
        package var ladder: Ladder
        package var calendars: [Int: CalendarYear]
        package var points: PointsRules
        package var rewards: [RewardItem]
        package var receptions: ReceptionRules
        package var meetings: MeetingRules
        /// The standard of the product in a house without the file.
        package var registers: RegisterRules
        package var roles: RoleRights
        /// Empty in a house without the file.
        package var alerts: AlertRules
        /// Posts that nobody holds for some days.
        package var leave: [Leave]
        /// Nil where `demo/` was removed.
        package var demo: DemoData?
    }

    /// Reads the directory. Throws every finding at once, each with file and line.
    ///
    /// `includingChannels` is false for commands that serve no channel (`chat`, `demo load`): they work
    /// without the daemon's secrets, and `channels` and `staffRobots` are empty.
    package static func load(
        directory: String, environment: [String: String], includingChannels: Bool = true
    ) throws(Findings) -> Settings {
        let log = FindingLog()
        var reader = SettingsReader(directory: directory, environment: environment, log: log)
        reader.includesChannels = includingChannels
        let settings = reader.read()
        guard log.list.isEmpty, let settings else { throw Findings(log.list) }
        return settings
    }

    /// The calendars alone, for `linli explain deadline`: nothing else of the directory has to be right.
    package static func calendars(directory: String) throws(Findings) -> [Int: CalendarYear] {
        let log = FindingLog()
        let calendars = SettingsReader(directory: directory, environment: [:], log: log).readCalendars()
        guard log.list.isEmpty else { throw Findings(log.list) }
        return calendars
    }

    /// The daemon's scalars alone, for commands that need its folder and nothing else of the directory.
    package static func daemon(
        directory: String, environment: [String: String]
    ) throws(Findings) -> DaemonSettings {
        let log = FindingLog()
        let daemon = SettingsReader(directory: directory, environment: environment, log: log).readDaemon()
        guard log.list.isEmpty else { throw Findings(log.list) }
        return daemon
    }

    /// Every finding in order of file and line; empty when `load` would succeed.
    package static func check(directory: String, environment: [String: String]) -> [Finding] {
        let log = FindingLog()
        _ = SettingsReader(directory: directory, environment: environment, log: log).read()
        return log.list.sorted()
    }
}
