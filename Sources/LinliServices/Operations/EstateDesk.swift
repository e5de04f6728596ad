import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The register of homes: what the settings say, what the store has, and bringing a register in.
///
/// Promise: an import only adds. Run twice it adds nothing the second time; what does not fit is listed and
/// left as it is.
package struct EstateDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope

    package init(settings: Settings) {
        self.settings = settings
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
    }

    package func list(_ call: DeskCall) throws(SQLError) -> Ruling<Page<EstateLine>> {
        try door.pass("estate.list", "", call) { () throws(SQLError) in
            var lines: [EstateLine] = []
            for estate in settings.estates.values.sorted(by: { $0.code < $1.code })
            where call.staff.refusal(outside: estate.code) == nil {
                lines.append(
                    EstateLine(
                        code: estate.code, name: estate.name, isDemo: estate.isDemo,
                        buildings: estate.buildings.count, rooms: estate.roomCount,
                        stored: try call.tx.units.count(estate: estate.code)))
            }
            return .done(Page(items: lines))
        }
    }

    package func show(_ code: String, _ call: DeskCall) throws(SQLError) -> Ruling<EstateDetail> {
        try scope.pass("estate.show", code, in: code, call) { estate throws(SQLError) in
            let buildings = estate.buildings.map { building in
                let rooms = building.units.reduce(0) {
                    $0 + $1.floors.reduce(0) { $0 + $1.rooms.count }
                }
                return EstateBuilding(code: building.code, units: building.units.count, rooms: rooms)
            }
            return .done(
                EstateDetail(
                    code: estate.code, name: estate.name, isDemo: estate.isDemo,
                    rooms: estate.roomCount,
                    stored: try call.tx.units.count(estate: estate.code), buildings: buildings,
                    landmarks: estate.landmarks, grids: estate.grids.map(\.name),
                    bodies: estate.bodies.map { "\($0.kind.rawValue): \($0.name)" },
                    service: estate.service.description, office: estate.office.description))
        }
    }

    /// What does not fit: rooms that the store lacks or has alone, buildings of no grid, roles on no duty.
    package func check(_ code: String, _ call: DeskCall) throws(SQLError) -> Ruling<EstateCheck> {
        try scope.pass("estate.check", code, in: code, call) { estate throws(SQLError) in
            let stored = Set(try call.tx.units.all(estate: code).map(\.address.code))
            let listed = Set(Self.rooms(of: estate).map(\.code))
            var findings = listed.subtracting(stored).sorted().prefix(Limits.findingEntries).map {
                "数据库里没有 \($0)：请运行 `linli estate import`"
            }
            findings += stored.subtracting(listed).sorted().prefix(Limits.findingEntries).map {
                "登记表里没有 \($0)，数据库里有"
            }
            findings += estate.buildings.filter { estate.grid(ofBuilding: $0.code) == nil }.map {
                "\($0.code) 栋不属于任何网格"
            }
            let duties = Set(estate.roster.map(\.role))
            findings += [Role.steward, .engineer, .guardStaff].filter { !duties.contains($0) }.map {
                "值班表上没有 \($0.rawValue)"
            }
            return .done(EstateCheck(code: code, ok: findings.isEmpty, findings: Array(findings)))
        }
    }

    /// `register` was read from the request's text before (`EstateDesk.read`).
    package func bringIn(
        _ request: ImportEstate, _ call: DeskCall
    ) throws(SQLError) -> Ruling<EstateImport> {
        try door.pass("estate.import", request.code, call, detail: request.dryRun ? "dry run" : "") {
            () throws(SQLError) in
            try scope.estate(request.code, call.staff).then { estate throws(SQLError) in
                try read(request, name: estate.name).then { register throws(SQLError) in
                    .done(try add(Self.rooms(of: register), request, call))
                }
            }
        }
    }

    private func read(_ request: ImportEstate, name: String) -> Ruling<Estate> {
        do throws(Findings) {
            switch request.format {
            case "csv":
                return .done(
                    try RegisterImport.csv(
                        request.text, file: "register.csv", code: request.code, name: request.name ?? name
                    ))
            case "yaml":
                let estate = try RegisterImport.yaml(request.text, file: "register.yaml")
                guard estate.code == request.code else {
                    return .refused(
                        Refusal(
                            .invalid, "register.other_estate",
                            "登记表是 \(estate.code) 的，不是 \(request.code) 的。",
                            hint: "请填文件里写的小区。"))
                }
                return .done(estate)
            default:
                return .refused(
                    Refusal(
                        .invalid, "format.unknown", "登记表是 yaml 或 csv。",
                        hint: "请填其中一种。"))
            }
        } catch {
            let first = error.list.prefix(Limits.findingEntries).map(\.description).joined(separator: "; ")
            return .refused(
                Refusal(
                    .invalid, "register.unreadable", "登记表有 \(error.list.count) 处不对。",
                    hint: first))
        }
    }

    private func add(
        _ rooms: [Address], _ request: ImportEstate, _ call: DeskCall
    ) throws(SQLError) -> EstateImport {
        let stored = try call.tx.units.all(estate: request.code)
        let known = Set(stored.map(\.address.code))
        // With staircases in the register a room without one would be a second address of the same flat.
        let unitless = Set(
            stored.filter { $0.address.unit == nil }.map {
                "\($0.address.building ?? "")-\($0.address.room ?? "")"
            })
        var report = EstateImport(
            code: request.code, dryRun: request.dryRun, added: 0, known: 0,
            missing: known.subtracting(rooms.map(\.code)).count, conflicts: [])
        for room in rooms {
            if known.contains(room.code) {
                report.known += 1
            } else if unitless.contains("\(room.building ?? "")-\(room.room ?? "")") {
                report.conflicts.append("\(room.code)：数据库里这间房没有单元")
            } else {
                report.added += 1
                guard !request.dryRun else { continue }
                try call.tx.units.add(
                    estate: request.code, building: room.building ?? "", unit: room.unit ?? "",
                    room: room.room ?? "")
            }
        }
        return report
    }

    private static func rooms(of estate: Estate) -> [Address] {
        estate.buildings.flatMap { building in
            building.units.flatMap { unit in
                unit.floors.flatMap(\.rooms).map {
                    Address(
                        building: building.code, unit: unit.code.isEmpty ? nil : unit.code, room: $0.name)
                }
            }
        }
    }
}
