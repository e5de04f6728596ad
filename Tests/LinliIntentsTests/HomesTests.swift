import LinliModel
import Testing

@testable import LinliIntents

/// Which of several addresses is the one to come to (`Homes`): building, unit and room are always of one.
@Suite struct HomesTests {
    /// As `building/unit/room>target`, with nothing for what was not said.
    private func home(_ text: String) throws -> String {
        let slots = try Fixture.exactSlots(text)
        let own = [SlotName.building, .unit, .room].map { slots[$0] ?? "" }.joined(separator: "/")
        return own + (slots[.targetRoom].map { ">" + $0 } ?? "")
    }

    @Test(arguments: [
        ("上次报的是2栋403，其实我现在搬到10栋1单元206了，206这边水龙头滴水", "10/1/206"),
        ("我们从3栋701搬到9栋1201了，门禁卡帮我改过去", "9//1201"),
        ("原来住5栋，现在住6栋2单元304，天然气没开通怎么弄", "6/2/304"),
        ("以前住2栋403现在住10栋206 水管漏了", "10//206"), ("搬家了，原来3栋701，现在9栋1201，门锁坏了", "9//1201"),
        ("我家3栋501，下个月要搬到9栋1201，门锁坏了", "3//501>1201"),
    ])
    func theNewHomeCounts(text: String, expected: String) throws {
        #expect(try home(text) == expected)
    }

    /// Where nothing shall go to any more is no home; two deliveries keep both.
    @Test(arguments: [
        ("明天的饭别送6栋302了，送到6栋1104", "6//1104"), ("不要送到203，送204", "//204"), ("师傅不用去701，去602", "//602"),
        ("一份送6栋302，一份送7栋1104", "6//302>1104"),
    ])
    func whereNothingIsBrought(text: String, expected: String) throws {
        #expect(try home(text) == expected)
    }

    @Test(arguments: [
        ("我是7栋的楼栋长，替5栋1单元604的林奶奶报一下，她家下水道堵了", "5/1/604"),
        ("我7栋501的，替5栋604报修下水道堵", "5//604"), ("我租的5栋1105，房东住9栋302，水管漏了该找谁修", "5//1105"),
        ("房东住9栋302，我租5栋1105，水管漏了", "5//1105"),
        ("我是房东，9栋302的，我租出去的5栋1105水管漏了", "5//1105"), ("5栋的路灯坏了，我住3栋501", "5//"),
        ("3栋楼长说5栋的灯坏了", "5//"), ("我女儿住9栋302，我家5栋1105漏水", "5//1105"), ("3栋的楼长太凶", "3//"),
        ("3栋停水，5栋2单元也停水", "3//"),
    ])
    func theTroubleIsAtOneAddress(text: String, expected: String) throws {
        #expect(try home(text) == expected)
    }

    @Test(arguments: [
        ("楼上602漏水漏到我家502来了，4栋的", "4//502>602"), ("家里502天花板渗水，是楼上602漏的，4栋", "4//502>602"),
        ("三号楼那个单元，楼道里面全部是烟，我们是九零二，不知道往哪跑", "3//902"), ("501和601两家都没水，10栋", "10//501"),
        ("6栋601和602都没水", "6//601>602"),
        ("3栋501，楼上601漏水", "3//501>601"),
    ])
    func theOthersFlat(text: String, expected: String) throws {
        #expect(try home(text) == expected)
    }

    @Test(arguments: [
        ("7-1-1003马桶堵了 哎不对 1-7-1003", "1/7/1003"), ("地址更正一下：8栋2单元1102，不是1单元", "8/2/1102"),
        ("8栋2单元1102，不是1单元", "8/2/1102"), ("我家没电，5栋，哎不是15栋1单元1206", "15/1/1206"),
    ])
    func whatIsDeniedFallsAway(text: String, expected: String) throws {
        #expect(try home(text) == expected)
    }

    /// Whoever lives there says so with 我们是; he is not the one complained of.
    @Test func ownFlatInADanger() throws {
        let slots = try Fixture.understand("三号楼那个单元，楼道里面全部是烟，我们是九零二，不知道往哪跑").main.slots
        #expect(slots[.building]?.text == "3" && slots[.room]?.text == "902" && slots[.targetRoom] == nil)
    }
}
