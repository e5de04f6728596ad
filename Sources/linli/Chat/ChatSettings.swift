import Foundation
import LinliModel
import LinliSettings

/// The settings of a conversation on the terminal: no platform's secrets are needed, one channel, and a robot
/// that stands for the staff, so that what would be pushed to them can be seen.
enum ChatSettings {
    static let channel = "web"
    static let staff = "staff"

    static func load(_ config: ConfigOptions) throws -> Settings {
        var settings = try config.load(includingChannels: false)
        let estate = settings.demo?.estate ?? settings.estates.keys.sorted().first ?? ""
        settings.channels = [ChannelConfiguration(name: channel, kind: .web, estate: estate, fields: [:])]
        let robot = ChannelConfiguration(
            name: staff, kind: .wecomRobot, estate: "",
            fields: ["key": "terminal", "api_base": "https://qyapi.weixin.qq.com"])
        settings.staffRobots = [StaffRobotConfiguration(channel: robot, topics: [.p0, .p1, .escalation])]
        return settings
    }
}
