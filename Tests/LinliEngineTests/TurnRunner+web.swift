import LinliDialogue
import LinliServices
import LinliSettings

@testable import LinliEngine

extension TurnRunner {
    /// A runner for one web channel that has learnt no language: its replies are their keys.
    static func ofTheWeb(_ settings: Settings) -> TurnRunner {
        let notifier = Notifier(phrases: KeyWords(), settings: settings, wakeups: .none)
        let codes = RandomCodes(digits: { String(repeating: "7", count: $0) }, secret: { "secret" })
        return TurnRunner(
            understanding: LiveUnderstanding(),
            dialogue: Dialogue(policy: DialoguePolicy(inHome: [], advice: [:])),
            services: ResidentServices(settings: settings, notifier: notifier, codes: codes),
            staffChat: StaffChat(settings: settings, notifier: notifier), notifier: notifier,
            carriers: Carriers(channels: [FakeChannel(name: "web")], robots: []), registers: [:])
    }
}
