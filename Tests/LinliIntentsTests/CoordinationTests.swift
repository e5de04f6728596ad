import LinliModel
import Testing

@testable import LinliIntents

/// Several things of which one thing is said.
@Suite struct CoordinationTests {
    @Test(arguments: [
        ("监控和道闸都坏了", ["access.cctv", "parking.gate"]),
        ("电梯和门禁都坏了，麻烦尽快来修", ["lift.fault", "access.door"]),
        ("电梯、门禁、路灯全坏了", ["lift.fault", "access.door", "power.public_lighting"]),
    ])
    func eachThingIsAReportWhereOthersCome(text: String, categories: [String]) throws {
        let match = try Fixture.understand(text)
        #expect(([match.main] + match.also).map(\.category) == categories)
    }

    @Test func aPlaceSaidOnceIsThePlaceOfAll() throws {
        let match = try Fixture.understand("5栋的电梯和门禁都坏了")
        #expect(([match.main] + match.also).map { $0.slots[.building] } == [.text("5"), .text("5")])
    }

    @Test func aPlaceSaidForEachBelongsToEach() throws {
        let match = try Fixture.understand("3栋的电梯和2栋的门禁都坏了")
        #expect(([match.main] + match.also).map { $0.slots[.building] } == [.text("3"), .text("2")])
    }

    @Test(arguments: ["灯和灯管都不亮了", "电梯和门禁都很好用", "水管漏水，地板和墙面都湿了"])
    func oneMatterStaysOne(text: String) throws {
        #expect(try Fixture.understand(text).also.isEmpty)
    }

    /// No mark parts them, and the second names its place alone.
    @Test(arguments: [
        ("2栋的道闸不抬了5栋的也不抬", ["2", "5"]), ("8栋2单元灯坏了9栋的灯也坏了", ["8", "9"]),
        ("6栋道闸坏了 9栋电梯也停了", ["6", "9"]), ("3栋的电梯坏了，5栋的门禁坏了", ["3", "5"]),
    ])
    func theSameAtAnotherPlaceIsAnotherReport(text: String, buildings: [String]) throws {
        let match = try Fixture.understand(text)
        #expect(([match.main] + match.also).map { $0.slots[.building]?.text } == buildings)
    }

    @Test(arguments: ["3栋和5栋也停水了", "我住6栋楼下2栋的人也来吵", "从1栋走到4栋也没看到人"])
    func twoPlacesOfOneMatterStayOne(text: String) throws {
        #expect(try Fixture.understand(text).also.isEmpty)
    }

    /// One that lists hundreds must not cost hundreds of messages.
    @Test func aListWithoutEndIsOneMatter() {
        let codes = (String(repeating: "电梯和", count: 100) + "电梯都坏了").unicodeScalars.map(\.value)
        let things = (0...100).map { $0 * 3..<$0 * 3 + 2 }
        #expect(Coordination(codes, things: things) == nil)
        #expect(Coordination(codes, things: Array(things.suffix(3)))?.others.count == 3)
    }

    @Test func whatIsLeftOutLeavesTheThingAndItsPlace() throws {
        let codes = "3栋的电梯和2栋的门禁都坏了".unicodeScalars.map(\.value)
        let parts = try #require(Coordination(codes, things: [3..<5, 9..<11]))
        #expect(parts.others == [[5..<11], [0..<6]])
    }
}
