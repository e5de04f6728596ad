import LinliModel

/// Reads `estates/CODE.yaml`.
extension Estate {
    /// - Parameter receptions: the kinds that there are; nil where that file has findings of its own.
    static func read(
        _ item: Item, isDemo: Bool, fileCode: String?, receptions rules: ReceptionRules?,
        categories: CategoryTable? = nil
    ) -> Estate? {
        guard let table = item.table else { return nil }
        let codeItem = table.required("code")
        let name = table.required("name")?.text
        let buildings = readBuildings(table.items("buildings"), at: item)
        let gridItems = table.optional("grids")?.items ?? []
        let landmarks = table.optional("landmarks")?.texts ?? []
        let zones = table.optional("zones")?.texts ?? []
        let liftItems = table.optional("lifts")?.items ?? []
        let bodies = (table.optional("bodies")?.items ?? []).compactMap(readBody)
        let windows = table.required("windows")?.table
        let service = windows?.required("service")?.windows
        let office = windows?.optional("office").map(\.windows) ?? .office
        windows?.finish()
        let rosterItem = table.optional("roster")
        let dutyItems = rosterItem?.items ?? []
        let contacts = (table.optional("contacts")?.items ?? []).compactMap(readContact)
        let devices = (table.optional("devices")?.items ?? []).compactMap { readDevice($0, buildings) }
        let receptions = (table.optional("receptions")?.items ?? []).compactMap {
            readReception($0, rules)
        }
        let answers = (table.optional("answers")?.items ?? []).compactMap { readAnswer($0, categories) }
        let ballot = table.optional("ballot")?.text ?? ""
        let accountsDays = table.optional("accounts_days")?.integer(in: 1...Limits.accountsDays)
        let meals = readMeals(table.optional("meals"))
        let venues = (table.optional("venues")?.items ?? []).compactMap(readVenue)
        table.finish()
        let grids = readGrids(gridItems, buildings: buildings)
        let lifts = liftItems.compactMap { readLift($0, buildings: buildings) }
        let roster = readRoster(dutyItems, grids: grids, buildings: buildings)
        guard let code = codeItem?.code, let name else { return nil }
        if let fileCode, fileCode != code {
            codeItem?.report("the file is named \(fileCode) and says \(code); make them equal")
        }
        var estate = Estate(
            code: code, name: name, isDemo: isDemo, buildings: buildings, grids: grids,
            landmarks: landmarks,
            zones: zones, lifts: lifts, bodies: bodies, service: service ?? .always,
            office: office ?? .office, roster: roster, rosterLine: rosterItem?.line ?? 0, contacts: contacts)
        estate.devices = devices
        estate.receptions = receptions
        estate.answers = answers
        estate.ballot = ballot
        estate.accountsDays = accountsDays
        estate.meals = meals
        estate.venues = venues
        return estate
    }

    private static func readDevice(_ item: Item, _ buildings: [Building]) -> Device? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let category = table.required("category")?.text
        let building = table.required("building")?.code
        let unit = table.required("unit")?.code
        let channel = table.required("channel")?.code
        table.finish()
        guard let code, let name, let category, let building, let unit, let channel else { return nil }
        let isKnown = buildings.contains { $0.code == building && $0.units.contains { $0.code == unit } }
        if !isKnown { item.report("device \(code): there is no unit \(unit) in a building \(building)") }
        return Device(
            code: code, name: name, category: category, building: building, unit: unit, channel: channel)
    }

    private static func readReception(_ item: Item, _ rules: ReceptionRules?) -> Reception? {
        guard let table = item.table else { return nil }
        let kind = table.required("kind")?.parsed("a kind of receptions.yaml") { code in
            rules == nil || rules?.kind(code) != nil ? code : nil
        }
        let weekday = table.optional("weekday")?.integer(in: 1...7)
        let monthDay = table.optional("month_day")?.integer(in: 1...28)
        let start = table.required("start")?.parsed("a time of day like 15:00") {
            ServiceWindows.minute($0[...])
        }
        let place = table.required("place")?.text
        let leader = table.optional("leader")?.text ?? ""
        table.finish()
        guard let kind, let start, let place else { return nil }
        let rhythm: SessionRhythm
        switch (weekday, monthDay) {
        case (let weekday?, nil): rhythm = .weekly(weekday: weekday)
        case (nil, let day?): rhythm = .monthly(day: day)
        default:
            item.report("say weekday (1 to 7) or month_day (1 to 28), and one of them")
            return nil
        }
        return Reception(kind: kind, rhythm: rhythm, startMinute: start, place: place, leader: leader)
    }

    private static func readGrids(_ items: [Item], buildings: [Building]) -> [Grid] {
        let known = Set(buildings.map(\.code))
        var owners: [String: String] = [:]
        var codes: Set<String> = []
        return items.compactMap { item in
            guard let table = item.table else { return nil }
            let code = table.required("code")?.code
            let name = table.required("name")?.text
            let members = table.required("buildings")
            table.finish()
            guard let code, let name, let list = members?.texts else { return nil }
            if !codes.insert(code).inserted { item.report("the grid \(code) is listed twice") }
            for building in list {
                if !known.contains(building) {
                    members?.report("grid \(code): there is no building \(building)")
                }
                if let other = owners.updateValue(code, forKey: building) {
                    members?.report("building \(building) is in the grids \(other) and \(code); keep one")
                }
            }
            return Grid(code: code, name: name, buildings: list)
        }
    }

    private static func readLift(_ item: Item, buildings: [Building]) -> Lift? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let building = table.required("building")?.code
        let unit = table.required("unit")?.code
        table.finish()
        guard let code, let name, let building, let unit else { return nil }
        let isKnown = buildings.contains { $0.code == building && $0.units.contains { $0.code == unit } }
        if !isKnown { item.report("lift \(code): there is no unit \(unit) in a building \(building)") }
        return Lift(code: code, name: name, building: building, unit: unit)
    }

    private static func readBody(_ item: Item) -> Body? {
        guard let table = item.table else { return nil }
        let kind = table.required("kind")?.choice(Body.Kind.self)
        let name = table.required("name")?.text
        table.finish()
        guard let kind, let name else { return nil }
        return Body(kind: kind, name: name)
    }

    private static func readRoster(
        _ items: [Item], grids: [Grid], buildings: [Building]
    ) -> [Duty] {
        var codes: Set<String> = []
        return items.compactMap { item in
            guard let table = item.table else { return nil }
            let code = table.required("code")?.code
            let role = table.required("role")?.choice(Role.self)
            let name = table.required("name")?.text
            let gridItem = table.optional("grid")
            let buildingItem = table.optional("building")
            let windows = table.required("windows")?.windows
            table.finish()
            let grid = gridItem?.code
            if let grid, !grids.contains(where: { $0.code == grid }) {
                gridItem?.report("there is no grid \(grid) above")
            }
            let building = buildingItem?.code
            if let building, !buildings.contains(where: { $0.code == building }) {
                buildingItem?.report("there is no building \(building) above")
            }
            guard let code, let role, let name, let windows else { return nil }
            if !codes.insert(code).inserted { item.report("the post \(code) is listed twice") }
            return Duty(code: code, role: role, name: name, grid: grid, building: building, windows: windows)
        }
    }

    private static func readContact(_ item: Item) -> Contact? {
        guard let table = item.table else { return nil }
        let name = table.required("name")?.text
        let phone = table.required("phone")?.parsed("a telephone number") { text in
            let isRight =
                (3...20).contains(text.utf8.count)
                && text.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 43 }
            return isRight ? text : nil
        }
        let words = table.optional("words")?.texts ?? []
        table.finish()
        guard let name, let phone else { return nil }
        return Contact(name: name, phone: phone, words: words)
    }
}
