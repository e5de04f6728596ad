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
        ("三杠二杠五零一", ["building": "3", "unit": "2", "room": "501"]),
        ("3杠2杠501水管漏了", ["building": "3", "unit": "2", "room": "501"]),
        ("九号楼八洞拐室", ["building": "9", "room": "807"]),
        ("三号楼二单元八洞拐水管漏了", ["building": "3", "unit": "2", "room": "807"]),
        ("2栋1单元0703", ["building": "2", "unit": "1", "room": "703"]),
        ("3-2-0501", ["building": "3", "unit": "2", "room": "501"]), ("就802那个空调，上门费多少", ["room": "802"]),
        ("台风要来了十八楼那家", ["floor": "18"]), ("-2楼", ["floor": "-2"]), ("-1楼电梯口", ["floor": "-1"]),
        ("电梯显示-2楼", ["floor": "-2"]), ("3栋-2楼", ["building": "3", "floor": "2"]),
        ("五号楼那个901，就是阳台封了的那家", ["building": "5", "room": "901"]),
        ("5栋那户901扔烟头", ["building": "5", "room": "901"]),
    ])
    func readsEveryForm(text: String, expected: [String: String]) {
        #expect(slots(text) == expected)
    }

    /// Right behind a building or a unit a flat's number is one, whatever character follows.
    @Test(arguments: [
        ("6栋2单元1501天花板在滴水", "1501"), ("7栋302天然气漏了", "302"), ("七栋三零二天然气漏了", "302"), ("3栋501天燃气味好大", "501"),
        ("2单元301天台漏水", "301"), ("6栋1203年久失修漏水", "1203"), ("6栋503月台漏水", "503"),
        ("3栋2单元501月底退房", "501"), ("6栋503分机没声音", "503"), ("5栋1202层高不够", "1202"),
        ("3栋2单元501点不着燃气", "501"), ("3栋502度电表", "502"), ("4栋1002米线店漏水", "1002"),
        ("3栋401个人家里漏水", "401"),
    ])
    func aFlatBehindABuilding(text: String, room: String) {
        #expect(slots(text)["room"] == room)
    }

    @Test(arguments: ["5栋300元", "5栋120元", "3栋2026年", "5栋120多户停水", "3栋105名业主"])
    func aCountBehindABuilding(text: String) {
        #expect(slots(text)["room"] == nil && slots(text)["building"] != nil)
    }

    /// 栋 and 单元 as voice input writes them.
    @Test(arguments: [
        ("5冻602", ["building": "5", "room": "602"]), ("4号搂", ["building": "4"]),
        ("7撞1单元", ["building": "7", "unit": "1"]), ("3懂501", ["building": "3", "room": "501"]),
        ("3东501水管", ["building": "3", "room": "501"]),
        ("三东二单元五零一", ["building": "3", "unit": "2", "room": "501"]),
        ("2但愿1101", ["unit": "2", "room": "1101"]), ("2单云803", ["unit": "2", "room": "803"]),
        ("2单园501", ["unit": "2", "room": "501"]), ("2丹元501", ["unit": "2", "room": "501"]),
        ("二但元501", ["unit": "2", "room": "501"]),
    ])
    func readsWhatWasMisheard(text: String, expected: [String: String]) {
        #expect(slots(text) == expected)
    }

    @Test(arguments: [
        "两栋楼都停水", "换300分", "2026年", "等了三天", "一座桥", "花了501元", "15号去", "一点都不好", "3个人", "7座车", "7座的商务车",
        "2东门", "背了九层",
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
        ("闽 c 9 9 8 d d 挡住消防通道了", .plate, "闽C998DD"), ("编号0217那单", .ticketTail, "0217"),
        ("尾号0001", .ticketTail, "0001"), ("0012那单", .ticketTail, "0012"), ("尾号62", .ticketTail, "62"),
    ])
    func readsIdentifiers(text: String, kind: IdentifierReader.Kind, value: String) {
        let findings = IdentifierReader.read(Normalizer().normalize(text).codes)
        #expect(findings.count == 1)
        #expect(findings.first?.kind == kind)
        #expect(findings.first?.value == value)
    }

    @Test(arguments: ["我车牌尾号778的，道闸不识别", "路灯杆编号0217那盏不亮", "车尾号778挡了我车"])
    func theEndOfSomethingElse(text: String) {
        #expect(IdentifierReader.read(Normalizer().normalize(text).codes).isEmpty)
    }

    /// Numbers that have been replaced (`Renewals`).
    @Test(arguments: [
        ("我号码换了，不要打13800000001，打18959512222", SlotName.phone, "18959512222"),
        ("手机13559506671，错了最后一位是2，13559506672", .phone, "13559506672"),
        ("旧号13800000001，新号18959512222", .phone, "18959512222"),
        ("电话从13800000001改成18959512222", .phone, "18959512222"),
        ("手机13800000001，错了，13800000002", .phone, "13800000002"),
        ("我电话13800000001，我爱人18959512222", .phone, "13800000001"),
        ("旧车牌闽C55X17换成闽C66Y18", .plate, "闽C66Y18"),
        ("车牌登记错了 不是闽D12A45 是闽D12B45", .plate, "闽D12B45"),
    ])
    func theNewNumberCounts(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.exactSlots(text)[slot] == value)
    }
}
