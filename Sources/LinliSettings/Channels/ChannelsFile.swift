import LinliModel

/// A robot that tells the staff's own group what is urgent (`staff_robots` of `channels.yaml`).
package struct StaffRobotConfiguration: Sendable {
    package enum Topic: String, Sendable, Hashable, CaseIterable {
        case p0 = "P0"
        case p1 = "P1"
        case p2 = "P2"
        case p3 = "P3"
        case escalation
    }

    /// Its estate is empty where it serves all.
    package var channel: ChannelConfiguration
    package var topics: Set<Topic>

    package init(channel: ChannelConfiguration, topics: Set<Topic>) {
        self.channel = channel
        self.topics = topics
    }
}

/// `channels.yaml`: every entry checked, every reference resolved.
struct ChannelsFile {
    var channels: [ChannelConfiguration] = []
    var robots: [StaffRobotConfiguration] = []

    static func read(_ item: Item, estates: Set<String>?, environment: [String: String]) -> ChannelsFile? {
        guard let table = item.table else { return nil }
        let channelItems = table.items("channels")
        let robotItems = table.optional("staff_robots")?.items ?? []
        table.finish()
        let reader = Reader(estates: estates, environment: environment)
        var result = ChannelsFile()
        var names: Set<String> = []
        var accounts: Set<String> = []
        for entry in channelItems {
            guard let channel = reader.readChannel(entry) else { continue }
            if let account = channel.fields["open_kfid"], !accounts.insert(account).inserted {
                entry.report("the open_kfid of \(channel.name) is used twice; its messages go one way only")
            } else if names.insert(channel.name).inserted {
                result.channels.append(channel)
            } else {
                entry.report("the name \(channel.name) is used twice; give each channel its own")
            }
        }
        for entry in robotItems {
            guard let robot = reader.readRobot(entry) else { continue }
            if names.insert(robot.channel.name).inserted {
                result.robots.append(robot)
            } else {
                entry.report("the name \(robot.channel.name) is used twice; give each channel its own")
            }
        }
        return result
    }

    private struct Reader {
        /// Nil where the registers have findings of their own: then nothing is said about unknown estates.
        let estates: Set<String>?
        let environment: [String: String]

        func readChannel(_ item: Item) -> ChannelConfiguration? {
            guard let table = item.table, let (name, kind) = nameAndKind(table) else { return nil }
            if kind == .wecomRobot {
                item.report("a wecom-robot only speaks to staff; write it under staff_robots")
                return nil
            }
            let estateItem = table.required("estate")
            let fields = readFields(table, kind: kind, name: name)
            table.finish()
            guard let estate = estateItem?.code, let fields else { return nil }
            guard estates?.contains(estate) ?? true else {
                estateItem?.report("channel \(name): there is no estate \(estate) in estates/ or demo/")
                return nil
            }
            return ChannelConfiguration(
                name: name, kind: kind, estate: estate, fields: fields, file: item.file, line: item.line)
        }

        func readRobot(_ item: Item) -> StaffRobotConfiguration? {
            guard let table = item.table, let (name, kind) = nameAndKind(table) else { return nil }
            if kind != .wecomRobot { item.report("only wecom-robot can be a staff robot") }
            let topics = table.required("for")?.choices(StaffRobotConfiguration.Topic.self) ?? []
            let estateItem = table.optional("estate")
            let fields = readFields(table, kind: .wecomRobot, name: name)
            table.finish()
            let estate = estateItem?.code ?? ""
            if !estate.isEmpty, let estates, !estates.contains(estate) {
                estateItem?.report("robot \(name): there is no estate \(estate) in estates/ or demo/")
            }
            guard kind == .wecomRobot, let fields else { return nil }
            let channel = ChannelConfiguration(
                name: name, kind: kind, estate: estate, fields: fields, file: item.file, line: item.line)
            return StaffRobotConfiguration(channel: channel, topics: Set(topics))
        }

        /// The name stands in a path (`/hooks/{channel}`), so it is small ASCII.
        private func nameAndKind(_ table: Table) -> (String, ChannelConfiguration.Kind)? {
            let name = table.required("name")?.parsed("a name of a-z, 0-9, '-' and '_' (at most 32)") {
                text in
                let isRight =
                    (1...32).contains(text.utf8.count)
                    && text.utf8.allSatisfy {
                        (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95
                    }
                return isRight ? text : nil
            }
            let kind = table.required("kind")?.choice(ChannelConfiguration.Kind.self)
            guard let name, let kind else { return nil }
            return (name, kind)
        }

        /// Nil where one of the fields was a finding: a channel without its secrets does not start.
        private func readFields(
            _ table: Table, kind: ChannelConfiguration.Kind, name: String
        ) -> [String: String]? {
            let known = ChannelFields.known(kind)
            var fields: [String: String] = [:]
            var isComplete = true
            for key in known.plain {
                guard let item = table.optional(key) else { continue }
                fields[key] = item.text
                if key.hasSuffix("_base") || key.hasSuffix("_url"), let url = fields[key],
                    !DaemonValues.isAddress(url)
                {
                    item.report("channel \(name): \(key) must be an address like https://example.org")
                    isComplete = false
                }
                isComplete = isComplete && fields[key] != nil
            }
            for key in known.secret {
                guard let item = table.optional(key) else { continue }
                fields[key] = item.secret("channel \(name): \(key)", environment: environment)
                isComplete = isComplete && fields[key] != nil
            }
            return isComplete ? fields : nil
        }
    }
}
