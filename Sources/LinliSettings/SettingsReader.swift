import Foundation
import LinliModel

/// Reads the files in the order in which they refer to each other.
///
/// A reference into a file that has findings of its own is not judged: one mistake is one finding, not a
/// trail of unknown names.
struct SettingsReader {
    let directory: String
    let environment: [String: String]
    let log: FindingLog
    var includesChannels = true

    /// Nil where a file is so wrong that no value came of it; the log then says why.
    func read() -> Settings? {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            log.report(directory, 0, "there is no such settings directory; name one with --config")
            return nil
        }
        let daemon = readDaemon()
        let categories = file("categories.yaml").flatMap(CategoryTable.read)
        let sla = file("sla.yaml").flatMap {
            ServiceLevels.read($0, categories: sound("categories.yaml", categories))
        }
        let ladder = file("ladder.yaml").flatMap(Ladder.read)
        let points = file("points.yaml").flatMap(PointsRules.read)
        let rewards = file("rewards.yaml").map(RewardItem.read)
        let receptions = file("receptions.yaml").flatMap(ReceptionRules.read)
        let roles = file("roles.yaml").flatMap(RoleRights.read)
        let calendars = readCalendars()
        let estates = readEstates(
            receptions: sound("receptions.yaml", receptions),
            categories: sound("categories.yaml", categories))
        let isEstateSound = isSound("estates/") && isSound("demo/estate.yaml")
        let meetings = file("meetings.yaml").flatMap {
            MeetingRules.read($0, estates: isEstateSound ? estates : nil)
        }
        let alerts = optionalFile("alerts.yaml").flatMap {
            AlertRules.read($0, categories: sound("categories.yaml", categories))
        }
        let registers = optionalFile("registers.yaml").flatMap(RegisterRules.read)
        let leave = readLeave(isEstateSound ? estates : nil)
        let demo = readDemo(
            estates: estates, rewards: sound("rewards.yaml", rewards),
            receptions: sound("receptions.yaml", receptions))
        let channels = readChannels(estates: isEstateSound ? Set(estates.keys) : nil)
        guard let categories, let sla, let ladder, let points, let rewards, let receptions, let roles,
            let meetings, let channels
        else { return nil }
        return Settings(
            Settings.Contents(
                directory: directory, daemon: daemon, channels: channels.channels,
                staffRobots: channels.robots,
                estates: estates, categories: categories, sla: sla, ladder: ladder, calendars: calendars,
                points: points, rewards: rewards, receptions: receptions, meetings: meetings,
                registers: registers ?? .standard, roles: roles,
                alerts: alerts ?? AlertRules(version: "", kinds: []), leave: leave, demo: demo))
    }

    private func path(_ name: String) -> String { directory + "/" + name }

    /// True where nothing was found in the file or folder so far.
    private func isSound(_ name: String) -> Bool {
        log.list.allSatisfy { !$0.file.hasPrefix(path(name)) }
    }

    private func sound<Value>(_ name: String, _ value: Value?) -> Value? { isSound(name) ? value : nil }

    private func file(_ name: String) -> Item? { YamlFile.read(path(name), log: log) }

    /// Names of the YAML files of a folder without their ending, in order.
    private func names(in folder: String) -> [String] {
        guard FileManager.default.fileExists(atPath: path(folder)) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path(folder))
                .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }
                .sorted()
        } catch {
            log.report(path(folder), 0, "the folder cannot be read; give this user the right to")
            return []
        }
    }

    func readDaemon() -> DaemonSettings {
        DaemonSettings(DaemonValues.read(file("linli.yaml"), environment: environment, log: log))
    }

    func readCalendars() -> [Int: CalendarYear] {
        var calendars: [Int: CalendarYear] = [:]
        let names = names(in: "calendars")
        if names.isEmpty {
            log.report(path("calendars"), 0, "no calendar is there; add calendars/YEAR.yaml")
        }
        for name in names {
            guard let item = file("calendars/\(name).yaml") else { continue }
            guard let expected = Int(name) else {
                item.log.report(item.file, 0, "a calendar is named by its year, like calendars/2026.yaml")
                continue
            }
            if let calendar = CalendarYear.read(item, expected: expected) {
                calendars[calendar.year] = calendar
            }
        }
        return calendars
    }

    private func readEstates(
        receptions: ReceptionRules?, categories: CategoryTable?
    ) -> [String: Estate] {
        var estates: [String: Estate] = [:]
        for name in names(in: "estates") {
            guard let item = file("estates/\(name).yaml"),
                let estate = Estate.read(
                    item, isDemo: false, fileCode: name, receptions: receptions, categories: categories)
            else { continue }
            estates[estate.code] = estate
        }
        guard names(in: "demo").contains("estate"), let item = file("demo/estate.yaml"),
            let demo = Estate.read(
                item, isDemo: true, fileCode: nil, receptions: receptions, categories: categories)
        else { return estates }
        if estates.updateValue(demo, forKey: demo.code) != nil {
            item.report("the code \(demo.code) is also used in estates/; give one of them another")
        }
        return estates
    }

    /// A file that a house may do without.
    private func optionalFile(_ name: String) -> Item? {
        FileManager.default.fileExists(atPath: path(name)) ? file(name) : nil
    }

    /// A house without the file has nobody on leave.
    private func readLeave(_ estates: [String: Estate]?) -> [Leave] {
        optionalFile("leave.yaml").map { Leave.read($0, estates: estates) } ?? []
    }

    private func readChannels(estates: Set<String>?) -> ChannelsFile? {
        guard includesChannels else { return ChannelsFile() }
        return file("channels.yaml").flatMap {
            ChannelsFile.read($0, estates: estates, environment: environment)
        }
    }

    private func readDemo(
        estates: [String: Estate], rewards: [RewardItem]?, receptions: ReceptionRules?
    ) -> DemoData? {
        guard names(in: "demo").contains("data"), isSound("demo/estate.yaml"),
            let item = file("demo/data.yaml")
        else { return nil }
        guard let estate = estates.values.first(where: \.isDemo) else {
            item.report("demo/data.yaml needs a readable demo/estate.yaml beside it")
            return nil
        }
        return DemoData.read(
            item, references: .init(estate: estate, rewards: rewards, receptions: receptions))
    }
}
