import LinliModel
import LinliSQL

/// What devices on the estate have reported: append-only.
package struct DeviceEventTable {
    let tx: Transaction

    package func add(_ event: DeviceEvent, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO device_events (estate, device, kind, building, unit, at)
            VALUES (\(event.estate), \(event.device), \(event.kind), \(event.building), \(event.unit),
                \(now.milliseconds))
            """)
    }

    /// Events of a kind at one staircase since `moment` that no ticket was opened for.
    package func open(_ event: DeviceEvent, since moment: Instant) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM device_events
                WHERE estate = \(event.estate) AND kind = \(event.kind) AND building = \(event.building)
                    AND unit = \(event.unit) AND at > \(moment.milliseconds) AND ticket_id IS NULL
                """))
    }

    /// A ticket stands for them now.
    package func settle(_ event: DeviceEvent, by ticket: TicketID) throws(SQLError) {
        try tx.run(
            """
            UPDATE device_events SET ticket_id = \(ticket)
            WHERE estate = \(event.estate) AND kind = \(event.kind) AND building = \(event.building)
                AND unit = \(event.unit) AND ticket_id IS NULL
            """)
    }
}

/// One report of a device, with the staircase where it stands.
package struct DeviceEvent: Sendable, Hashable {
    package var estate: String
    package var device: String
    package var kind: String
    package var building: String
    package var unit: String

    package init(estate: String, device: String, kind: String, building: String, unit: String) {
        self.estate = estate
        self.device = device
        self.kind = kind
        self.building = building
        self.unit = unit
    }
}
