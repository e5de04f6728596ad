import LinliModel

/// Reads buildings → units → floors → rooms.
///
/// A unit is written short, `{code: "1", floors: 1-11, doors: 2, areas: ["89.50", "76.00"]}`, where the
/// rooms are floor and door (501, 502), or in full, `floors: [{floor: 1, rooms: ["101", {room: "102",
/// area: "76.00"}]}]`.
extension Estate {
    static func readBuildings(_ items: [Item], at place: Item) -> [Building] {
        var codes: Set<String> = []
        var rooms = 0
        var buildings: [Building] = []
        for item in items {
            guard let building = readBuilding(item, roomsLeft: Limits.estateRooms - rooms) else {
                continue
            }
            if !codes.insert(building.code).inserted {
                item.report("the building \(building.code) is listed twice; keep one")
                continue
            }
            rooms += building.units.reduce(0) { $0 + $1.floors.reduce(0) { $0 + $1.rooms.count } }
            buildings.append(building)
        }
        if items.isEmpty { place.report("no building is listed; an estate has at least one") }
        return buildings
    }

    private static func readBuilding(_ item: Item, roomsLeft: Int) -> Building? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let unitItems = table.items("units")
        table.finish()
        var codes: Set<String> = []
        var left = roomsLeft
        var units: [Unit] = []
        for unitItem in unitItems {
            guard let unit = readUnit(unitItem, roomsLeft: left) else { continue }
            left -= unit.floors.reduce(0) { $0 + $1.rooms.count }
            if !codes.insert(unit.code).inserted {
                unitItem.report("the unit \(unit.code) is listed twice")
            }
            checkRooms(unit, at: unitItem)
            units.append(unit)
        }
        guard let code else { return nil }
        return Building(code: code, units: units)
    }

    private static func checkRooms(_ unit: Unit, at item: Item) {
        var names: Set<String> = []
        for room in unit.floors.flatMap(\.rooms) where !names.insert(room.name).inserted {
            item.report("unit \(unit.code): the room \(room.name) is listed twice")
        }
    }

    private static func readUnit(_ item: Item, roomsLeft: Int) -> Unit? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let floorsItem = table.required("floors")
        let doors = table.optional("doors")
        let areas = table.optional("areas")
        table.finish()
        guard let code, let floorsItem else { return nil }
        if case .sequence = floorsItem.node {
            doors?.report("doors belongs to a range of floors; remove it here")
            let floors = floorsItem.items?.compactMap(readFloor) ?? []
            if floors.reduce(0, { $0 + $1.rooms.count }) > roomsLeft { reportTooMany(item) }
            return Unit(code: code, floors: floors)
        }
        guard let range = floorsItem.floorRange else { return nil }
        guard let doors else {
            item.report("a range of floors needs doors: how many rooms a floor has")
            return nil
        }
        guard let count = doors.integer(in: 1...99) else { return nil }
        guard range.count * count <= roomsLeft else {
            reportTooMany(item)
            return nil
        }
        let list = areas?.items?.compactMap(\.area)
        if let list, list.count != count { areas?.report("\(count) areas are expected here, one a door") }
        let floors = range.filter { $0 != 0 }.map { floor in
            Floor(
                number: floor,
                rooms: (1...count).map { door in
                    Room(
                        name: roomName(floor: floor, door: door),
                        area: list.flatMap { $0.count == count ? $0[door - 1] : nil })
                })
        }
        return Unit(code: code, floors: floors)
    }

    private static func reportTooMany(_ item: Item) {
        item.report("more than \(Limits.estateRooms) rooms in one estate; check the floors and doors")
    }

    /// Floor 5, door 1 is 501; floor -1, door 2 is -102.
    private static func roomName(floor: Int, door: Int) -> String {
        "\(floor)\(door.twoDigits)"
    }

    private static func readFloor(_ item: Item) -> Floor? {
        guard let table = item.table else { return nil }
        let number = table.required("floor")?.integer(in: -9...200)
        let rooms = table.items("rooms").compactMap(readRoom)
        table.finish()
        guard let number else { return nil }
        return Floor(number: number, rooms: rooms)
    }

    private static func readRoom(_ item: Item) -> Room? {
        if case .scalar = item.node { return item.code.map { Room(name: $0) } }
        guard let table = item.table else { return nil }
        let name = table.required("room")?.code
        let area = table.optional("area")?.area
        table.finish()
        return name.map { Room(name: $0, area: area) }
    }
}

extension Item {
    /// `1-11` or `7`, ascending.
    fileprivate var floorRange: ClosedRange<Int>? {
        parsed("a range of floors like 1-11") { text in
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), let low = Int(parts[0]),
                let high = Int(parts[parts.count - 1]),
                (1...200).contains(low), high >= low, high <= 200
            else { return nil }
            return low...high
        }
    }

    /// Square metres with at most two digits behind the point, as 0.01 m².
    var area: Int? {
        parsed("an area in square metres like 89.50") { Estate.area($0) }
    }
}

extension Estate {
    /// Reads `89`, `89.5` and `89.50` as 0.01 m² without floating point; nil for anything else.
    static func area(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }),
            parts[0].count <= 5, let whole = Int(parts[0])
        else { return nil }
        var fraction = 0
        if parts.count == 2 {
            guard parts[1].count <= 2, let digits = Int(parts[1]) else { return nil }
            fraction = parts[1].count == 1 ? digits * 10 : digits
        }
        let area = whole * 100 + fraction
        return area > 0 ? area : nil
    }
}
