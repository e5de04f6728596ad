import LinliModel
import Testing

@testable import LinliDialogue

/// What residents say without a form of its own.
@Suite struct WordingTests {
    @Test(arguments: ["老榕树下面", "滑梯那边", "3号门旁", "地下车库最里面", "在学校门口", "南广场", "快递柜后头"])
    func landmarksArePlaces(text: String) {
        #expect(text.namesPlace)
    }

    @Test(arguments: [
        "周六上午", "两三个人", "1", "我是孕妇", "没事没人被困，别紧张", "我电话登记错了改成13800138000", "有没有下棋的伙伴", "活着没意思", "不知道几楼",
        "就那边", "信号不好",
    ])
    func otherWordsAreNot(text: String) {
        #expect(!text.namesPlace)
    }

    @Test func hisHomeIsNotWhatIsNearIt() {
        #expect("我家灯不亮了".isAtHome && "我妈晕倒了".isOfHisHome && "我妈在家晕倒了".isOfHisHome)
        #expect(!"我爸说路灯坏了".isAtHome && !"我妈在菜市场晕倒了".isOfHisHome)
        #expect(!"我家楼下路灯不亮".isOfHisHome && !"我家对面吵".isOfHisHome && !"我爸在小区门口摔了".isOfHisHome)
        #expect("楼上半夜拖椅子".sideOfHome == "楼上" && "隔壁漏水漏到我家".sideOfHome == "隔壁")
        #expect("楼下路灯坏了".sideOfHome == nil && "楼上楼下都吵".sideOfHome == nil)
    }

    @Test func whoWantsNoNameSaysSo() {
        #expect("别让物业知道是我举报的".wantsNoName && "不要公开我的名字".wantsNoName)
        #expect(!"物业经理收回扣".wantsNoName && "物业经理收回扣，别说是我".isAccusation && !"改成匿名".isAccusation)
    }

    @Test func calmIsNoPush() {
        #expect("不急，你们慢慢来".isUnhurried && "不着急".isUnhurried)
        #expect(!"能不急吗".isUnhurried && !"不急不行啊还没来".isUnhurried)
    }
}
