import ArgumentParser
import Foundation
import LinliIntents
import LinliModel
import LinliSettings

/// Where the settings are: `--config`, or `Config/` here, or beside the checkout that holds this binary.
struct ConfigOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The settings' directory.", valueName: "dir"))
    var config: String?

    var directory: String { config ?? Checkout.find("Config") }

    /// Loads the settings; prints every finding and ends with exit code 2 where there is one.
    /// Without channels no platform's secret is needed.
    func load(includingChannels: Bool = true) throws -> Settings {
        do throws(Findings) {
            return try Settings.load(
                directory: directory, environment: ProcessInfo.processInfo.environment,
                includingChannels: includingChannels)
        } catch {
            for finding in error.list { Console.error(finding.description) }
            throw Exit.usage
        }
    }

    /// `data.directory` for commands that work without the settings: where those cannot be read the standard;
    /// `config check` says why.
    var dataDirectory: String {
        do throws(Findings) {
            return try Settings.daemon(
                directory: directory, environment: ProcessInfo.processInfo.environment
            ).dataDirectory
        } catch {
            return ProcessInfo.processInfo.environment["LINLI_DATA_DIRECTORY"]
                ?? DaemonSettings.standard.dataDirectory
        }
    }

    /// `Intents/` of the settings, looked for beside `Config/` where it is relative.
    func intentsDirectory(_ settings: Settings) -> String {
        let set = settings.daemon.intentsDirectory
        return set.hasPrefix("/") ? set : Checkout.find(set)
    }
}

/// Finds the checkout's folders from anywhere: here first, then upwards from the binary.
enum Checkout {
    static func find(_ name: String) -> String {
        let files = FileManager.default
        if files.fileExists(atPath: name) { return name }
        var folder = URL(fileURLWithPath: Bundle.main.executablePath ?? "/").deletingLastPathComponent()
        for _ in 0..<5 {
            let candidate = folder.appendingPathComponent(name).path
            if files.fileExists(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return name
    }
}

extension ConfigOptions {
    /// Loads `Intents/`; prints every finding and ends with exit code 2 where there is one.
    func loadUnderstanding(_ settings: Settings) throws -> Understanding {
        let folder = intentsDirectory(settings)
        do throws(Findings) {
            return try Understanding.load(
                directory: folder, holidays: Holidays(settings.calendars),
                models: LearntModels.file(of: folder, data: settings.daemon.dataDirectory))
        } catch {
            for finding in error.list { Console.error(finding.description) }
            throw Exit.usage
        }
    }
}
