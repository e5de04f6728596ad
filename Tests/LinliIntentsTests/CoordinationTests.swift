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
