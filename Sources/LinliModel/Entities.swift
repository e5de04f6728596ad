/// What the typed ids stand for. The cases have no values: they only name.
package enum Entity {
    package enum Resident {}
    package enum Staff {}
    package enum Ticket {}
    package enum Unit {}
    package enum Redemption {}
    package enum Session {}
    package enum Booking {}
    package enum SeatWait {}
    package enum Claim {}
    package enum Inbox {}
    package enum Outbox {}
    package enum Timer {}
    package enum Whistle {}
    package enum Topic {}
    package enum Meeting {}
    package enum AgendaItem {}
    package enum Alert {}
    package enum Need {}
    package enum Project {}
    package enum Resource {}
    package enum Visit {}
    package enum Activity {}
    package enum ActivityItem {}
    package enum Signup {}
    package enum MealOrder {}
    package enum Team {}
    package enum Post {}
    package enum Application {}
}

package typealias ResidentID = Identifier<Entity.Resident>
package typealias StaffID = Identifier<Entity.Staff>
package typealias TicketID = Identifier<Entity.Ticket>
package typealias UnitID = Identifier<Entity.Unit>
package typealias RedemptionID = Identifier<Entity.Redemption>
package typealias SessionID = Identifier<Entity.Session>
package typealias BookingID = Identifier<Entity.Booking>
package typealias SeatWaitID = Identifier<Entity.SeatWait>
package typealias ClaimID = Identifier<Entity.Claim>
package typealias InboxID = Identifier<Entity.Inbox>
package typealias OutboxID = Identifier<Entity.Outbox>
package typealias TimerID = Identifier<Entity.Timer>
package typealias WhistleID = Identifier<Entity.Whistle>
package typealias TopicID = Identifier<Entity.Topic>
package typealias MeetingID = Identifier<Entity.Meeting>
package typealias AgendaItemID = Identifier<Entity.AgendaItem>
package typealias AlertID = Identifier<Entity.Alert>
package typealias NeedID = Identifier<Entity.Need>
package typealias ProjectID = Identifier<Entity.Project>
package typealias ResourceID = Identifier<Entity.Resource>
package typealias VisitID = Identifier<Entity.Visit>
package typealias ActivityID = Identifier<Entity.Activity>
package typealias ActivityItemID = Identifier<Entity.ActivityItem>
package typealias SignupID = Identifier<Entity.Signup>
package typealias MealOrderID = Identifier<Entity.MealOrder>
package typealias TeamID = Identifier<Entity.Team>
package typealias PostID = Identifier<Entity.Post>
package typealias ApplicationID = Identifier<Entity.Application>

/// Who writes: a resident at one address of one channel. Made at the first contact.
package struct Party: Sendable, Hashable, Codable {
    package var resident: ResidentID
    package var estate: String
    package var channel: String
    /// The platform's id of the person.
    package var sender: String

    package init(resident: ResidentID, estate: String, channel: String, sender: String) {
        self.resident = resident
        self.estate = estate
        self.channel = channel
        self.sender = sender
    }
}

/// A home of a resident, and how far he has shown that it is his (`interface.md`, "Who is who").
package struct Home: Sendable, Hashable, Codable {
    package enum Relation: String, Sendable, Codable, CaseIterable {
        case owner, tenant, family
    }

    package enum Proof: String, Sendable, Codable, CaseIterable {
        /// He says so. Serves as an address for a report, opens nothing.
        case claimed
        /// He had the one-time code that was handed to the home.
        case code
        /// A member of staff has checked it.
        case staff
    }

    package var unitID: UnitID
    package var address: Address
    package var relation: Relation
    package var proof: Proof

    package init(unitID: UnitID, address: Address, relation: Relation, proof: Proof) {
        self.unitID = unitID
        self.address = address
        self.relation = relation
        self.proof = proof
    }

    package var isProven: Bool { proof != .claimed }
}

/// A member of staff as one bearer token speaks for him.
package struct StaffIdentity: Sendable, Hashable, Codable {
    package var id: StaffID
    /// The account's name ("steward", "desk-2"): no person's name.
    package var name: String
    package var role: Role
    /// The estate the role is limited to; nil for all.
    package var estate: String?

    package init(id: StaffID, name: String, role: Role, estate: String?) {
        self.id = id
        self.name = name
        self.role = role
        self.estate = estate
    }
}
