import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Devices that report by a channel of their own (电动车阻车系统, `domain.md` G06). The channel proves who speaks,
/// and its message id that one report counts once.
///
/// Promise: every report is a row and a word to the guards; the third at one staircase within a week is a
/// visit, as a ticket of its own for the steward of that grid.
package struct DeviceService: Sendable {
    private let settings: Settings
    private let notifier: Notifier
    private let reach: StaffReach
    private let tickets: TicketService

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        reach = StaffReach(settings: settings)
        tickets = TicketService(settings: settings, notifier: notifier)
    }

    /// False where the sender is no device of the estate.
    package func report(
        channel: String, sender: String, key: String, estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        guard
            let device = settings.estates[estate]?.devices.first(where: {
                $0.channel == channel && $0.code == sender
            })
        else { return false }
        let event = DeviceEvent(
            estate: estate, device: device.code, kind: device.category, building: device.building,
            unit: device.unit)
        // Of two reports at once through two daemons the second finds the first.
        try tx.lanes.pass("devices:\(estate)")
        try tx.deviceEvents.add(event, at: now)
        try tell(event, key: key, in: tx, at: now)
        guard
            try tx.deviceEvents.open(event, since: now - .days(Limits.deviceDays))
                >= Limits.deviceRepeatEntries
        else { return true }
        let text = "\(device.name)：一周内第\(Limits.deviceRepeatEntries)次，请上门劝导"
        let ticket = try tickets.add(
            TicketDraft(
                category: device.category, urgency: .p2, text: text,
                address: Address(building: device.building, unit: device.unit), origin: .staff),
            from: nil, estate: estate, actor: "system", in: tx, at: now)
        try tx.deviceEvents.settle(event, by: ticket.id)
        return true
    }

    private func tell(
        _ event: DeviceEvent, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let phrase = Phrase(
            "staff.device",
            [
                "category": settings.categories[event.kind]?.name ?? event.kind,
                "place": "\(event.building)栋\(event.unit)单元",
            ])
        let key = "device-\(key)"
        try notifier.tellStaff(.p1, estate: event.estate, phrase, key: key, in: tx, at: now)
        let guards = try reach.nearest(
            .guardStaff, to: Address(building: event.building), estate: event.estate, in: tx, at: now)
        for chat in guards.flatMap(\.chats) {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.device",
                key: "\(key)-\(chat.channel)-\(chat.sender)", in: tx, at: now)
        }
    }
}
