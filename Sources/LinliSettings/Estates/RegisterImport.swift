import LinliModel

/// A register as it comes from elsewhere, read into an estate or refused with every finding.
package enum RegisterImport {
    /// The form of `estates/CODE.yaml`. `file` names the source in findings.
    package static func yaml(_ text: String, file: String) throws(Findings) -> Estate {
        let log = FindingLog()
        let item =
            text.utf8.count <= Limits.settingsFileBytes ? YamlFile.parse(text, file: file, log: log) : nil
        if text.utf8.count > Limits.settingsFileBytes { reportLength(file, log: log) }
        let estate = item.flatMap { Estate.read($0, isDemo: false, fileCode: nil, receptions: nil) }
        guard log.list.isEmpty, let estate else { throw Findings(log.list) }
        return estate
    }

    /// A table with a first line that names the columns building, unit, floor, room and, where known,
    /// area (m²), in any order; one room a line. Fields may stand in double quotes.
    package static func csv(
        _ text: String, file: String, code: String, name: String
    ) throws(Findings) -> Estate {
        let log = FindingLog()
        guard text.utf8.count <= Limits.settingsFileBytes else {
            reportLength(file, log: log)
            throw Findings(log.list)
        }
        let buildings = readRows(text, file: file, log: log)
        guard log.list.isEmpty else { throw Findings(log.list) }
        return Estate(code: code, name: name, buildings: buildings)
    }

    private static func reportLength(_ file: String, log: FindingLog) {
        let limit = Limits.settingsFileBytes
        log.report(file, 0, "the register is longer than \(limit) bytes; split it by building")
    }

    private static func readRows(_ text: String, file: String, log: FindingLog) -> [Estate.Building] {
        let unmarked = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        let lines = unmarked.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard let header = lines.first.flatMap({ fields($0) }), let columns = Columns(header) else {
            log.report(file, 1, "the first line must name building,unit,floor,room and may name area")
            return []
        }
        var builder = RegisterBuilder()
        for (index, line) in lines.enumerated().dropFirst() where !line.trimmingSpaces.isEmpty {
            guard let words = fields(line), words.count == header.count else {
                log.report(file, index + 1, "this line needs \(header.count) fields like the first")
                continue
            }
            if let problem = builder.add(words, columns: columns) { log.report(file, index + 1, problem) }
        }
        if builder.buildings.isEmpty, log.list.isEmpty {
            log.report(file, 0, "no room is listed; add one a line")
        }
        return builder.buildings
    }

    /// Nil where a quote is not closed.
    private static func fields(_ line: Substring) -> [String]? {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                fields.append(String(field.trimmingSpaces))
                field = ""
            default: field.append(character)
            }
        }
        fields.append(String(field.trimmingSpaces))
        return isQuoted ? nil : fields
    }
}

/// Which field of a line is which.
private struct Columns {
    let building: Int
    let unit: Int
    let floor: Int
    let room: Int
    let area: Int?

    init?(_ header: [String]) {
        let names = header.map { $0.lowercased() }
        guard Set(names).count == names.count,
            Set(names).isSubset(of: ["building", "unit", "floor", "room", "area"]),
            let building = names.firstIndex(of: "building"), let unit = names.firstIndex(of: "unit"),
            let floor = names.firstIndex(of: "floor"), let room = names.firstIndex(of: "room")
        else { return nil }
        self.building = building
        self.unit = unit
        self.floor = floor
        self.room = room
        area = names.firstIndex(of: "area")
    }
}

/// Puts rooms, one at a time, under their building, unit and floor, in the order in which each first came.
private struct RegisterBuilder {
    private(set) var buildings: [Estate.Building] = []
    private var buildingIndex: [String: Int] = [:]
    private var unitIndex: [[String]: Int] = [:]
    private var floorIndex: [[String]: Int] = [:]
    private var seen: Set<[String]> = []

    /// What is wrong with the line, or nil.
    mutating func add(_ words: [String], columns: Columns) -> String? {
        let building = words[columns.building]
        let unit = words[columns.unit]
        let room = words[columns.room]
        guard [building, unit, room].allSatisfy(Item.isCode) else {
            return "building, unit and room must be codes of letters, digits, '.', '_' and '-'"
        }
        guard let floor = Int(words[columns.floor]), (-9...200).contains(floor), floor != 0 else {
            return "the floor must be a whole number from -9 to 200 and not 0"
        }
        let areaText = columns.area.map { words[$0] } ?? ""
        let area = areaText.isEmpty ? nil : Estate.area(areaText)
        if !areaText.isEmpty, area == nil { return "the area must be square metres like 89.50" }
        guard seen.insert([building, unit, room]).inserted else {
            return "the room \(building)-\(unit)-\(room) is listed twice; keep one"
        }
        guard seen.count <= Limits.estateRooms else {
            return "more than \(Limits.estateRooms) rooms in one estate"
        }
        insert(Estate.Room(name: room, area: area), floor: floor, unit: unit, building: building)
        return nil
    }

    private mutating func insert(_ room: Estate.Room, floor: Int, unit: String, building: String) {
        let buildingAt: Int
        if let known = buildingIndex[building] {
            buildingAt = known
        } else {
            buildings.append(.init(code: building, units: []))
            buildingAt = buildings.count - 1
            buildingIndex[building] = buildingAt
        }
        let unitAt: Int
        if let known = unitIndex[[building, unit]] {
            unitAt = known
        } else {
            buildings[buildingAt].units.append(.init(code: unit, floors: []))
            unitAt = buildings[buildingAt].units.count - 1
            unitIndex[[building, unit]] = unitAt
        }
        let key = [building, unit, String(floor)]
        let floorAt: Int
        if let known = floorIndex[key] {
            floorAt = known
        } else {
            buildings[buildingAt].units[unitAt].floors.append(.init(number: floor, rooms: []))
            floorAt = buildings[buildingAt].units[unitAt].floors.count - 1
            floorIndex[key] = floorAt
        }
        buildings[buildingAt].units[unitAt].floors[floorAt].rooms.append(room)
    }
}
