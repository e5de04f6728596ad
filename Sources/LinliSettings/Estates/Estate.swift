import LinliModel

/// An estate's register: its buildings down to the room, who works there, and when.
package struct Estate: Sendable {
    package struct Room: Sendable, Hashable {
        /// "501".
        package var name: String
        /// Exclusive area in 0.01 m²; nil where the register does not say.
        package var area: Int?

        package init(name: String, area: Int? = nil) {
            self.name = name
            self.area = area
        }
    }

    package struct Floor: Sendable, Hashable {
        /// Below ground negative; there is no floor 0.
        package var number: Int
        package var rooms: [Room]
    }

    package struct Unit: Sendable, Hashable {
        package var code: String
        package var floors: [Floor]
    }

    package struct Building: Sendable, Hashable {
        /// Normal form without 栋: "3", "A2".
        package var code: String
        package var units: [Unit]
    }

    package struct Grid: Sendable, Hashable {
        package var code: String
        package var name: String
        package var buildings: [String]
    }

    package struct Lift: Sendable, Hashable {
        package var code: String
        package var name: String
        package var building: String
        package var unit: String
    }

    /// A company, committee or office behind the estate.
    package struct Body: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable, CaseIterable {
            case company, committee, branch, community, street, maintenance
            /// 社区环境和物业管理委员会: stands in where there is no committee.
            case environmentCommittee = "environment_committee"
            /// 公益物业: the basic services where there is no company.
            case publicProperty = "public_property"
            /// 小区管委会: stands in for the committee of a rented estate (保障性租赁房), where nobody votes.
            case residentsBoard = "residents_board"
            /// Who mediates before a lawsuit (诉前调解).
            case mediation
        }

        package var kind: Kind
        package var name: String
    }

    /// One post of the duty roster.
    package struct Duty: Sendable, Hashable {
        package var code: String
        package var role: Role
        /// What residents read: "第1网格管家". Never a person's name.
        package var name: String
        /// Nil for the whole estate.
        package var grid: String?
        /// Nil for the whole grid or estate.
        package var building: String?
        package var windows: ServiceWindows
    }

    /// A device that reports by a channel of its own (电动车阻车系统).
    package struct Device: Sendable, Hashable {
        /// Under which it writes to the channel.
        package var code: String
        package var name: String
        /// What its reports mean: `ebike.in_lift`.
        package var category: String
        package var building: String
        package var unit: String
        /// The channel's name in `channels.yaml`.
        package var channel: String
    }

    /// Sessions that are held again and again (`domain.md` A13): every Thursday, on the 15th of each month.
    package struct Reception: Sendable, Hashable {
        /// Code of a kind of `receptions.yaml`.
        package var kind: String
        package var rhythm: SessionRhythm
        /// Minutes since midnight.
        package var startMinute: Int
        package var place: String
        /// Who sits there, as residents read it; empty where the file does not say.
        package var leader: String

        package init(
            kind: String, rhythm: SessionRhythm, startMinute: Int, place: String, leader: String
        ) {
            self.kind = kind
            self.rhythm = rhythm
            self.startMinute = startMinute
            self.place = place
            self.leader = leader
        }
    }

    package struct Contact: Sendable, Hashable {
        package var name: String
        package var phone: String
        /// What residents call it besides its name.
        package var words: [String] = []
    }

    package var code: String
    package var name: String
    /// True for the estate of `demo/`, which is made up.
    package var isDemo: Bool
    package var buildings: [Building]
    package var grids: [Grid]
    package var landmarks: [String]
    package var zones: [String]
    package var lifts: [Lift]
    package var bodies: [Body]
    /// The property company's windows.
    package var service: ServiceWindows
    /// The windows of community and street.
    package var office: ServiceWindows
    package var roster: [Duty]
    /// The line of `roster` in the estate's file; 0 where it is not from a file.
    package var rosterLine: Int
    package var contacts: [Contact]
    package var devices: [Device] = []
    package var receptions: [Reception] = []
    /// What was published about the estate, for questions.
    package var answers: [Answer] = []
    /// Where a vote is cast, as residents read it; empty where nobody has entered it.
    package var ballot = ""
    /// So many days after a quarter its accounts are to be public (`domain.md` E11); nil where nobody says.
    package var accountsDays: Int?
    /// Nil where no meals are brought.
    package var meals: Meals?
    package var venues: [Venue] = []
    private let places: Places

    package init(
        code: String, name: String, isDemo: Bool = false, buildings: [Building] = [], grids: [Grid] = [],
        landmarks: [String] = [], zones: [String] = [], lifts: [Lift] = [], bodies: [Body] = [],
        service: ServiceWindows = .always, office: ServiceWindows = .office, roster: [Duty] = [],
        rosterLine: Int = 0, contacts: [Contact] = []
    ) {
        self.code = code
        self.name = name
        self.isDemo = isDemo
        self.buildings = buildings
        self.grids = grids
        self.landmarks = landmarks
        self.zones = zones
        self.lifts = lifts
        self.bodies = bodies
        self.service = service
        self.office = office
        self.roster = roster
        self.rosterLine = rosterLine
        self.contacts = contacts
        places = Places(buildings)
    }

    package var roomCount: Int {
        buildings.reduce(0) {
            $0 + $1.units.reduce(0) { $0 + $1.floors.reduce(0) { $0 + $1.rooms.count } }
        }
    }

    /// The grid that a building belongs to.
    package func grid(ofBuilding building: String) -> Grid? {
        grids.first { $0.buildings.contains(building) }
    }

    package func body(_ kind: Body.Kind) -> Body? { bodies.first { $0.kind == kind } }

    /// The windows a business clock runs in.
    package func windows(_ hours: ServiceLevels.Hours) -> ServiceWindows {
        switch hours {
        case .service: service
        case .office: office
        }
    }

    /// A home written as in `--home 3-2-501`; nil where the register has no such room.
    package func home(_ text: String) -> Address? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let address: Address
        switch parts.count {
        case 3: address = Address(building: parts[0], unit: parts[1], room: parts[2])
        case 2: address = Address(building: parts[0], room: parts[1])
        default: return nil
        }
        guard let building = address.building, let room = address.room,
            hasRoom(room, unit: address.unit, building: building)
        else { return nil }
        return address
    }
}

extension Estate: PlaceRegister {
    package var buildingCodes: [String] { buildings.map(\.code) }

    package var answerWords: [String] { answers.flatMap(\.words) }

    package func hasBuilding(_ building: String) -> Bool { places.rooms[building] != nil }

    package func hasUnit(_ unit: String, building: String) -> Bool {
        places.rooms[building]?[unit] != nil
    }

    package func hasRoom(_ room: String, unit: String?, building: String) -> Bool {
        guard let units = places.rooms[building] else { return false }
        if let unit { return units[unit]?.contains(room) ?? false }
        return units.values.contains { $0.contains(room) }
    }
}

/// The register turned into an index: building → unit → rooms.
private struct Places: Sendable {
    var rooms: [String: [String: Set<String>]] = [:]

    init(_ buildings: [Estate.Building]) {
        for building in buildings {
            rooms[building.code, default: [:]] = [:]
            for unit in building.units {
                let names = unit.floors.flatMap { $0.rooms.map(\.name) }
                rooms[building.code]?[unit.code, default: []].formUnion(names)
            }
        }
    }
}
