import LinliModel
import Testing

@testable import LinliIntents

/// Places with a number or a name of their own (`SpotReader`), and those of the list.
@Suite struct SpotReaderTests {
    @Test(arguments: [
        ("负二层A区036车位", "负二层A区036车位"), ("036号车位", "036号车位"), ("我的车位A37被一辆闽D的占了半个月", "车位A37"),
        ("沿街商铺12号", "沿街商铺12号"), ("8号店面", "8号店面"), ("12号商铺", "12号商铺"), ("12号店", "12号店"),
        ("南门那家沙县小吃", "南门那家沙县小吃"), ("8号仓便利店", "8号仓便利店"), ("更衣室的灯坏了", "更衣室"), ("游泳池的水很脏", "游泳池"),
        ("快递驿站门口堆满纸箱", "快递驿站门口"), ("地下室进水了", "地下室"), ("三号门的道闸坏了", "三号门"), ("充电位被占了", "充电位"),
        ("斑马线被挡了", "斑马线"), ("幼儿园门口的灯坏了", "幼儿园门口"), ("公交站台的灯坏了", "公交站台"),
        ("灯在东门，打错了，西门，不亮", "西门"),
    ])
    func readsPlaces(text: String, place: String) throws {
        #expect(try Fixture.exactSlots(text)[.place] == place)
    }

    @Test(arguments: ["5栋有3个车位", "3栋车位不够", "12号店员来", "车位300元", "两个店面"])
    func countsAndDaysAreNoPlaces(text: String) throws {
        #expect(try Fixture.exactSlots(text)[.place] == nil)
    }

    /// A parking space says on which floor it is, and nothing of a zone.
    @Test func levelOfAParkingSpace() throws {
        let slots = try Fixture.exactSlots("负二层A区036车位")
        #expect(slots[.floor] == "-2" && slots[.zone] == nil)
        #expect(try Fixture.exactSlots("我的车位A37被一辆闽D的占了半个月")[.floor] == nil)
    }

    @Test(arguments: ["“二栋烘焙”那家店后门堆满纸箱", "3栋小厨那家店油烟大"])
    func aShopsNameIsNoBuilding(text: String) throws {
        #expect(try Fixture.exactSlots(text)[.building] == nil)
    }

    @Test func aShopInABuildingIsThere() throws {
        #expect(try Fixture.exactSlots("5栋楼下那家店油烟大")[.building] == "5")
    }
}
