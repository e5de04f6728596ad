import LinliChannels
import LinliDialogue
import LinliServices
import LinliSettings

@testable import LinliEngine

extension TurnRunner {
    /// A runner for one web channel that has learnt no language: its replies are their keys.
    static func ofTheWeb(
        _ settings: Settings, channels: [any Channel] = [FakeChannel(name: "web")],
        understanding: LiveUnderstanding = LiveUnderstanding()
    ) -> TurnRunner {
        let notifier = Notifier(phrases: KeyWords(), settings: settings, wakeups: .none)
        let codes = RandomCodes(digits: { String(repeating: "7", count: $0) }, secret: { "secret" })
        return TurnRunner(
            understanding: understanding,
            dialogue: Dialogue(policy: DialoguePolicy(inHome: [], advice: [:])),
            services: ResidentServices(settings: settings, notifier: notifier, codes: codes),
            staffChat: StaffChat(settings: settings, notifier: notifier), notifier: notifier,
            carriers: Carriers(channels: channels, robots: []), registers: [:])
    }
}
