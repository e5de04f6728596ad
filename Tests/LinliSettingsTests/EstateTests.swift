import LinliModel
import LinliSettings
import Testing

@Suite struct EstateTests {
    private func demo() throws -> Estate { try #require(try CheckoutTests.settings().estates["HTL"]) }

    /// 27 doors a floor pair × 11 floors × 2 units, and 28 floors of 4 in the high-rise.
    @Test func demoEstateHasTwelveBuildings() throws {
        let estate = try demo()
        #expect(estate.isDemo && estate.name == "华庭里")
        #expect(estate.buildings.map(\.code) == (1...12).map(String.init))
        #expect(estate.roomCount == 27 * 11 * 2 + 28 * 4)
        #expect(estate.grid(ofBuilding: "5")?.code == "1" && estate.grid(ofBuilding: "6")?.code == "2")
        #expect(estate.grids.flatMap(\.buildings).sorted() == estate.buildings.map(\.code).sorted())
        #expect(estate.landmarks.contains("2号垃圾亭") && estate.landmarks.contains("议事亭"))
        #expect(estate.service.description == "08:00-20:00" && estate.service.days == .daily)
        #expect(
            estate.office.description == "08:30-12:00,14:30-17:30" && estate.office.days == .workingDays)
    }

    @Test func answersAsARegister() throws {
        let estate: any PlaceRegister = try demo()
        #expect(estate.hasBuilding("12") && !estate.hasBuilding("13"))
        #expect(estate.hasUnit("2", building: "3") && !estate.hasUnit("2", building: "12"))
        #expect(estate.hasRoom("501", unit: "2", building: "3"))
        #expect(estate.hasRoom("2804", unit: nil, building: "12"))
        #expect(
            !estate.hasRoom("1201", unit: nil, building: "3")
                && !estate.hasRoom("501", unit: "3", building: "3"))
    }

    @Test func readsHomes() throws {
        let estate = try demo()
        #expect(estate.home("3-2-501") == Address(building: "3", unit: "2", room: "501"))
        #expect(estate.home("12-2804") == Address(building: "12", room: "2804"))
        #expect(estate.home("3-2-503") == nil && estate.home("3") == nil && estate.home("") == nil)
    }

    @Test func readsAreasAsHundredths() throws {
        let unit = try #require(try demo().buildings.first?.units.first)
        #expect(
            unit.floors.first?.rooms == [.init(name: "101", area: 9850), .init(name: "102", area: 8900)])
    }

    @Test func rolesCoverTheDayAndTheNight() throws {
        let roster = try demo().roster
        for role in [Role.guardStaff, .engineer] {
            let windows = roster.filter { $0.role == role }.flatMap(\.windows.windows)
            #expect(windows.reduce(0) { $0 + $1.closes - $1.opens } == 24 * 60)
        }
        #expect(
            Set(roster.map(\.role)).isSuperset(of: [
                .steward, .serviceDesk, .manager, .branch, .community,
            ]))
    }

    @Test func demoPeopleBearRoles() throws {
        let demo = try #require(try CheckoutTests.settings().demo)
        #expect(demo.residents.prefix(3).map(\.name) == ["住户甲", "住户乙", "住户丙"])
        #expect(Set(demo.residents.map(\.proof)) == [.claimed, .code, .staff])
        #expect(Set(demo.staff.flatMap(\.roles)) == Set(Role.allCases))
        #expect(demo.sessions.map(\.kind) == ["talk", "legal"])
        let estate = try #require(try CheckoutTests.settings().estates["HTL"])
        #expect(estate.receptions.map(\.kind) == ["weekly", "day"])
        #expect(estate.receptions.map(\.rhythm) == [.weekly(weekday: 4), .monthly(day: 15)])
        #expect(demo.resources.count == 19)
    }

    @Test func readsTheFormInTheFolder() throws {
        let text = try SettingsFixture().text("estates/README.md")
        let parts = text.split(separator: "```yaml\n")
        let example = try #require(parts.last?.split(separator: "```").first)
        let estate = try RegisterImport.yaml(String(example), file: "ABC.yaml")
        #expect(estate.roomCount == 14 && estate.hasRoom("602", unit: "1", building: "1"))
        #expect(estate.hasRoom("102", unit: "1", building: "A2") && !estate.isDemo)
    }

    @Test func filesAreNamedByTheirCode() throws {
        let fixture = try SettingsFixture()
        let text = """
            code: ABC
            name: 某小区
            buildings:
              - {code: "1", units: [{code: "1", floors: 1-6, doors: 2}]}
            windows: {service: {daily: "08:00-20:00"}}
            """
        try fixture.write("estates/ABC.yaml", text)
        #expect(Set(try fixture.load().estates.keys) == ["ABC", "HTL"])
        try fixture.write("estates/HTL.yaml", text.replacing("ABC", with: "HTL"))
        expectOne(fixture.check(), file: "demo/estate.yaml", line: 2, "also used in estates/")
        try fixture.remove("estates/HTL.yaml")
        try fixture.write("estates/XYZ.yaml", text)
        expectOne(fixture.check(), file: "estates/XYZ.yaml", line: 1, "make them equal")
    }
}

@Suite struct RegisterImportTests {
    private func csv(_ text: String) throws(Findings) -> Estate {
        try RegisterImport.csv(text, file: "rooms.csv", code: "ABC", name: "某小区")
    }

    private func findings(_ text: String) -> [String] {
        do {
            _ = try csv(text)
            return []
        } catch {
            return error.list.map(\.description)
        }
    }

    @Test func readsATable() throws {
        let rows = [
            "room,building,unit,floor,area", "501,3,2,5,89.5", "\"502\",3,2,5,", "101,A2,1,1,120", "",
        ]
        let estate = try csv("\u{FEFF}" + rows.joined(separator: "\r\n"))
        #expect(estate.buildings.map(\.code) == ["3", "A2"])
        let rooms = estate.buildings[0].units[0].floors[0].rooms
        #expect(rooms == [.init(name: "501", area: 8950), .init(name: "502")])
        #expect(estate.hasRoom("101", unit: "1", building: "A2") && estate.roomCount == 3)
    }

    @Test func namesEveryLine() {
        let rows = [
            "building,unit,floor,room,area", "1,1,1,101,", "1,1,1,101,", "1,1,x,102,", "1,1,0,103,",
            "1,1,1",
            "1,1,1,104,-3", "1,,1,105,", "\"1,1,1,106,",
        ]
        let lines = findings(rows.joined(separator: "\n")).map { $0.split(separator: ":")[1] }
        #expect(lines == ["3", "4", "5", "6", "7", "8", "9"])
    }

    @Test(arguments: [
        "", "building,unit\n1,1\n", "building,unit,floor,room,colour\n", "building,unit,floor,room\n",
    ])
    func needsColumnsAndRooms(text: String) {
        #expect(findings(text).count == 1)
    }

    @Test func boundsItsSize() {
        let long = "building,unit,floor,room\n" + String(repeating: "x", count: Limits.settingsFileBytes)
        #expect(findings(long).count == 1)
        #expect(throws: Findings.self) { try RegisterImport.yaml(long, file: "x.yaml") }
    }
}
