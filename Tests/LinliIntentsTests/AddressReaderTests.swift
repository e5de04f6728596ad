import LinliModel
import Testing

@testable import LinliIntents

private struct Register: PlaceRegister {
    var buildingCodes: [String] { [] }
    let landmarks = ["2号垃圾亭", "北门"]
    func hasBuilding(_ building: String) -> Bool { building == "B2" || building == "3" }
    func hasUnit(_ unit: String, building: String) -> Bool { true }
    func hasRoom(_ room: String, unit: String?, building: String) -> Bool { true }
}

@Suite struct AddressReaderTests {
    private func slots(_ text: String, _ register: (any PlaceRegister)? = nil) -> [String: String] {
        let normalized = Normalizer().normalize(text)
        let readings = AddressReader(codes: normalized.codes, register: register).read(taken: [])
        return (readings.first?.slots ?? [:]).reduce(into: [:]) { $0[$1.key.rawValue] = $1.value.text }
    }

    /// The forms of `domain.md` 2.5, each with its normal form of part 3.
    @Test(arguments: [
        ("4栋", ["building": "4"]), ("4幢", ["building": "4"]), ("4号楼", ["building": "4"]),
        ("4#", ["building": "4"]),
        ("14#楼", ["building": "14"]), ("C区2栋", ["zone": "C区", "building": "2"]),
        ("一期9栋", ["zone": "一期", "building": "9"]),
        ("4-1-1203", ["building": "4", "unit": "1", "room": "1203"]),
        ("四栋一单元十二零三", ["building": "4", "unit": "1", "room": "1203"]), ("幺洞洞六", ["room": "1006"]),
        ("6号501", ["building": "6", "room": "501"]), ("12幢1203", ["building": "12", "room": "1203"]),
        ("三号楼二单元五零一", ["building": "3", "unit": "2", "room": "501"]), ("A2栋", ["building": "A2"]),
        ("老2栋", ["building": "老2"]), ("12-1203", ["building": "12", "room": "1203"]),
        ("A座801", ["building": "A", "room": "801"]),
        ("3栋2单元5楼", ["building": "3", "unit": "2", "floor": "5"]), ("3-4楼", ["floor": "3-4"]),
        ("三四楼", ["floor": "3-4"]),
        ("负一楼", ["floor": "-1"]), ("B2-118", ["place": "B2-118"]), ("501室", ["room": "501"]),
        ("03栋", ["building": "3"]),
        ("十栋十单元一千零一", ["building": "10", "unit": "10", "room": "1001"]),
        ("3栋的2单元", ["building": "3", "unit": "2"]),
        ("3栋2单元501室", ["building": "3", "unit": "2", "room": "501"]), ("老2那栋", ["building": "老2"]),
        ("靠马路那头二〇三", ["room": "203"]), ("九洞二单元", ["building": "9", "unit": "2"]),
        ("12动1单元", ["building": "12", "unit": "1"]), ("七洞的电梯", ["building": "7"]),
        ("5栋2梯302", ["building": "5", "unit": "2", "room": "302"]), ("5栋2梯坏了", ["building": "5"]),
        ("五栋十八楼零六", ["building": "5", "floor": "18", "room": "1806"]),
    ])
    func readsEveryForm(text: String, expected: [String: String]) {
        #expect(slots(text) == expected)
    }

    @Test(arguments: [
        "两栋楼都停水", "换300分", "2026年", "等了三天", "一座桥", "花了501元", "15号去", "一点都不好", "3个人", "7座车", "7座的商务车",
    ])
    func doesNotReadOtherNumbers(text: String) {
        #expect(slots(text) == [:])
    }

    @Test func registerDecidesBetweenReadings() {
        #expect(slots("B2-118", Register()) == ["building": "B2", "room": "118"])
    }

    @Test func secondRoomIsTheOther() throws {
        let match = try Fixture.understand("楼上601漏水漏到我家501了")
        #expect(match.main.slots[.room] == .text("501"))
        #expect(match.main.slots[.targetRoom] == .text("601"))
    }

    @Test func landmarkOfTheRegisterIsNoBuilding() throws {
        let match = try Fixture.understand("2号垃圾亭的灯坏了", register: Register())
        #expect(match.main.slots[.place] == .text("2号垃圾亭"))
        #expect(match.main.slots[.building] == nil)
    }

    /// A register that knows nothing must not make a slot vanish.
    @Test func registerNeverDeletes() throws {
        let match = try Fixture.understand("99栋9单元909水管爆了", register: Register())
        #expect(match.main.slots[.building] == .text("99"))
        #expect(match.main.slots[.unit] == .text("9"))
        #expect(match.main.slots[.room] == .text("909"))
    }

    @Test(arguments: [
        ("13800138000", IdentifierReader.Kind.phone, "13800138000"),
        ("138 0013 8000", .phone, "13800138000"), ("tel13912345678", .phone, "13912345678"),
        ("0592-1234567", .phone, "05921234567"), ("闽D·12345", .plate, "闽D12345"),
        ("闽d12345", .plate, "闽D12345"), ("闽D F8 2269", .plate, "闽DF82269"),
        ("后四位六六零二", .ticketTail, "6602"),
        ("ll260318-0001", .ticketNumber, "LL260318-0001"), ("LL2603180001", .ticketNumber, "LL260318-0001"),
        ("T0031", .ticketNumber, "T0031"), ("t零零五六", .ticketNumber, "T0056"),
        ("尾号0001", .ticketTail, "0001"), ("0012那单", .ticketTail, "0012"), ("尾号62", .ticketTail, "62"),
    ])
    func readsIdentifiers(text: String, kind: IdentifierReader.Kind, value: String) {
        let findings = IdentifierReader.read(Normalizer().normalize(text).codes)
        #expect(findings.count == 1)
        #expect(findings.first?.kind == kind)
        #expect(findings.first?.value == value)
    }
}
