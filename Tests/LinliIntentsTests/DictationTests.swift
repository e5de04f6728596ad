import LinliModel
import Testing

@testable import LinliIntents

/// What voice input runs together: numerals without a mark between them, plates said sign by sign. The clock
/// of the fixture stands on Wednesday, 2026-03-18.
@Suite struct DictationTests {
    @Test(arguments: [
        ("七栋二单元四零三八栋五零一都没气", [SlotName.building: "7", .unit: "2", .room: "403", .targetRoom: "501"]),
        ("四栋六零二十一栋三零三停水", [.building: "4", .room: "602", .targetRoom: "303"]),
        ("9栋1203单元门坏了", [.building: "9", .room: "1203"]), ("2栋4035栋301漏水", [.building: "2", .room: "403"]),
        ("六栋一单元七零二二单元七零一没网", [.unit: "1", .room: "702", .targetRoom: "701"]),
        ("后天上午三点五栋一单元四零二", [.building: "5", .unit: "1", .room: "402", .time: "03:00"]),
        ("明天晚上七点四十六栋二零一", [.building: "6", .room: "201", .time: "19:40"]),
        ("今晚九点三十八楼太吵", [.floor: "8", .time: "21:30"]), ("下午两点十六栋停电", [.building: "16", .time: "14:00"]),
        ("五楼六楼的灯都不亮", [.floor: "5-6"]), ("失火了七动", [.building: "7"]),
        ("六洞三零二没电", [.building: "6", .room: "302"]),
        ("九洞后面的路塌了", [.building: "9"]), ("一洞零二漏水", [.room: "1002"]), ("尾号四零九的单子", [.ticketTail: "409"]),
        ("今朝下午两点有空", [.date: "2026-03-18", .time: "14:00"]), ("我和我家老头子都去", [.headcount: "2"]),
        ("我跟我老婆带两个孩子", [.headcount: "4"]), ("存够两百，换雨伞", [.points: "200"]), ("兑俩肥皂", [.qty: "2"]),
    ])
    func numeralsRunTogether(text: String, slots: [SlotName: String]) throws {
        let found = try Fixture.exactSlots(text)
        for (name, value) in slots { #expect(found[name] == value, "\(name.rawValue)") }
    }

    /// One number stays one, and floors that do not touch are no span.
    @Test(arguments: [
        ("七栋四零三漏水", SlotName.targetRoom), ("二楼五楼的灯不亮", .targetRoom), ("工单二零二六零三一八", .targetRoom),
        ("水喷到三楼这么高", .floor), ("师傅爬七楼来的", .floor),
    ])
    func oneNumberStaysOne(text: String, slot: SlotName) throws {
        #expect(try Fixture.exactSlots(text)[slot] == nil)
    }

    @Test(arguments: [
        ("闽D八七Q二一挡路", "闽D87Q21"), ("车牌闽e六零K五五三", "闽E60K553"), ("闽A三三三三三一直占着", "闽A33333"),
        ("闽D12345一直停在那", "闽D12345"),
    ])
    func platesAreDictated(text: String, expected: String) throws {
        #expect(try Fixture.exactSlots(text)[.plate] == expected)
    }

    @Test(arguments: [("十星满分我给七星", "7"), ("五颗星我只给两颗星", "2"), ("五星好评", "5")])
    func theMarkAndTheFullMark(text: String, expected: String) throws {
        #expect(try Fixture.exactSlots(text)[.score] == expected)
    }
}
