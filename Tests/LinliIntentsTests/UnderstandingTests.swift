import LinliModel
import Testing

@testable import LinliIntents

@Suite struct UnderstandingTests {
    @Test(arguments: ["0008不用来了 已经好了", "0012怎么样了", "0456现在到哪了"])
    func fourDigitsThatAreNoRoomAreATicket(text: String) throws {
        let slots = try Fixture.understand(text).main.slots
        #expect(slots[.ticketTail] == .text(String(text.prefix(4))))
    }

    @Test(arguments: [
        ("A3那部客梯停了", SlotName.building, "A3"), ("D2整栋没电", .building, "D2"),
        ("我们家四口都去包粽子", .headcount, "4"), ("楼梯上一层灰没人扫", .floor, ""), ("下周两份饭", .date, ""),
        ("二层楼板漏水", .floor, "2"), ("下周二的接访", .date, "2026-03-24"),
    ])
    func readsWhatIsMeant(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.understand(text).main.slots[slot]?.text ?? "" == value)
    }

    @Test(arguments: [
        ("确认", DialogueAct.confirm), ("是的", .confirm), ("好的", .confirm), ("y", .confirm), ("嗯", .confirm),
        ("行吧", .confirm),
        ("对", .confirm), ("不", .deny), ("不用了谢谢", .deny), ("N", .deny), ("算了", .cancelFlow),
        ("不弄了", .cancelFlow),
        ("谢谢师傅", .thanks), ("1", .chooseOption), ("第一个", .chooseOption), ("不是3栋是5栋", .correctSlot),
        ("3-2-501", .provideSlot), ("我家住3栋2单元501", .provideSlot), ("13800138000", .provideSlot),
        ("北门", .provideSlot),
    ])
    func readsActs(text: String, act: DialogueAct) throws {
        #expect(try Fixture.understand(text).act == act)
    }

    @Test(arguments: ["好的东西换一个", "行不行啊你们", "是水管漏了", "不亮了", "对讲坏了", "1号楼灯坏了"])
    func longerSentencesAreNoActs(text: String) throws {
        #expect(try Fixture.understand(text).act == nil)
    }

    @Test func correctionCarriesOnlyTheNewValue() throws {
        let match = try Fixture.understand("不是3栋是5栋")
        #expect(match.main.slots == [.building: .text("5")])
    }

    @Test func bareNumberKeepsItsSlots() throws {
        let match = try Fixture.understand("3栋2单元501")
        #expect(match.main.intent == .outOfScope && match.main.subtype == .empty)
        #expect(match.main.slots[.room] == .text("501"))
        #expect(match.main.urgency == Urgency.none)
    }

    @Test(arguments: [("水管", "水管"), ("厨房水管", "水管"), ("3栋的电梯", "电梯"), ("我家马桶", "马桶"), ("路灯啊", "路灯")])
    func aThingOfWhichNothingIsSaidIsAPiece(text: String, object: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == .outOfScope && match.main.subtype == .empty)
        #expect(match.main.slots[.object] == .text(object))
        #expect(match.main.category == nil && match.main.urgency == Urgency.none)
    }

    @Test(arguments: ["水管漏了", "电梯不动了", "路灯怎么回事", "3栋电梯又坏", "加个路灯吧"])
    func aThingOfWhichSomethingIsSaidIsARequest(text: String) throws {
        #expect(try Fixture.understand(text).main.intent != .outOfScope)
    }

    @Test(arguments: ["我要报修", "坏了", "有东西坏了", "我要投诉", "师傅来一趟", "3栋2单元报修", "上报一个隐患"])
    func whatNamesNoMatterHasNoCategory(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent != .outOfScope)
        #expect(match.main.category == nil)
    }

    @Test(arguments: [
        ("门禁坏了", "access.door"), ("3栋2单元门禁坏了", "access.door"), ("门禁卡坏了", "access.card"),
        ("门禁刷脸没反应", "access.card"), ("门禁对讲没声音", "access.intercom"),
    ])
    func theGateIsNotItsCard(text: String, category: String) throws {
        #expect(try Fixture.understand(text).main.category == category)
    }

    @Test(arguments: ["快来人啊", "快点来人", "赶紧派人来啊", "来人啊", "马上派人"])
    func aCryForHelpWithoutADangerIsHaste(text: String) throws {
        let match = try Fixture.understand(text)
        #expect(match.main.intent == .urge && match.act == nil)
    }

    @Test func aCommaAfterTheWordDoesNotTakeItBack() throws {
        let match = try Fixture.understand("路灯坏了，还有，电梯里困了人")
        #expect(match.main.category == "power.public_lighting")
        #expect(match.also.map(\.category) == ["lift.trapped"])
        #expect(ParsedMessage.urgency(of: match) == .p0)
    }

    @Test func namelessComplaintIsAComplaint() throws {
        let match = try Fixture.understand("我要匿名投诉3栋2单元601半夜打麻将")
        #expect(match.main.intent == .complain && match.main.slots[.anonymous] == .flag(true))
        #expect(match.main.slots[.targetRoom] == .text("601"))
    }

    @Test(arguments: ["我老伴喘不上气", "我爸突然喘不过气了", "我妈叫不醒了"])
    func aSickPersonIsInNoLift(text: String) throws {
        #expect(try Fixture.understand(text).main.category == "security.person")
    }

    @Test(arguments: ["量血压还有名额吗", "理发还有位子吗"])
    func whatIsLeftIsNoOtherMatter(text: String) throws {
        #expect(try Fixture.understand(text).also.isEmpty)
    }

    @Test(arguments: [
        ("周末的插花课我和我妈都去", 2), ("包粽子我们俩报名", 2), ("亲子活动我们一家三口参加", 3), ("义诊给我们五个人报名", 5),
    ])
    func countsWhoComes(text: String, heads: Int) throws {
        #expect(try Fixture.understand(text).main.slots[.headcount] == .integer(heads))
    }

    @Test func aloneIsNoCount() throws {
        #expect(try Fixture.understand("我奶奶一个人在家，能送午饭吗").main.slots[.qty] == nil)
    }

    @Test func twoRequestsBecomeTwo() throws {
        let match = try Fixture.understand("3栋1单元楼道灯不亮了，顺便帮我查一下积分还剩多少")
        #expect(match.main.intent == .reportRepair)
        #expect(match.main.slots[.building] == .text("3"))
        #expect(match.also.map(\.intent) == [.pointsQuery])
        #expect(match.also.first?.slots[.scope] == .text("balance"))
    }

    @Test(arguments: [
        "你好，我家水管漏水了，麻烦快点派人来", "3栋2单元501，水管爆了，水流了一地", "楼上太吵了，天天半夜蹦迪，孩子都睡不着",
    ])
    func oneRequestStaysOne(text: String) throws {
        #expect(try Fixture.understand(text).also.isEmpty)
    }

    @Test func addressBeforeTheMatterBelongsToIt() throws {
        let match = try Fixture.understand("3栋2单元501，水管爆了，水流了一地")
        #expect(match.main.slots[.room] == .text("501"))
        #expect(match.main.category == "water.burst")
    }

    @Test func anythingGetsAnAnswer() throws {
        var texts = [
            "", " ", "\u{0}", "\u{FFFD}", "[[[[((((", "{{{{", "]]]", "-", "。。。", "一", "十十十", "号号号", "LL",
            "1-1-", "第",
        ]
        texts.append(String(repeating: "😀", count: 25_000))
        texts.append(String(repeating: "3栋2单元501电梯坏了，", count: 400))
        texts.append(String(repeating: "一", count: 3000))
        texts.append(String(repeating: "9", count: 3000))
        texts.append(String(decoding: [0xFF, 0xFE, 0xE4, 0xB8, 0x00, 0xC0] as [UInt8], as: UTF8.self))
        for text in texts {
            let match = try Fixture.understand(text)
            #expect(match.text == text)
            #expect((0...1).contains(match.confidence))
        }
    }

    @Test func sameMessageSameAnswer() throws {
        let text = "路灯坏了，另外帮我查下积分，3栋的"
        let first = try Fixture.understand(text)
        for _ in 0..<20 { #expect(try Fixture.understand(text) == first) }
    }

    @Test func explanationNamesWhatDecided() throws {
        let understanding = try Fixture.understanding.get()
        let template = understanding.explain("转人工", at: Fixture.now)
        #expect(template.decidedBy == "template")
        #expect(template.reason.contains("人工"))
        let emergency = understanding.explain("电梯困人了", at: Fixture.now)
        #expect(emergency.decidedBy == "emergency" && emergency.urgencyReason.contains("lift.trapped"))
        let scored = understanding.explain("楼上小孩天天跑来跑去吵得头疼", at: Fixture.now)
        #expect(scored.scores.first?.intent == "complain")
        #expect(scored.categories.first?.category == "noise.neighbor")
    }

    /// Values without a form are learnt from `meanings`; the few words of a template take their file's.
    @Test(arguments: [
        ("那个表决 我妈的房子我来按行不行", SlotName.action, "rule"), ("取消", .target, "ticket"),
    ])
    func valuesAreLearnt(text: String, slot: SlotName, value: String) throws {
        #expect(try Fixture.understand(text).main.slots[slot]?.text == value)
    }

    @Test func placeSaidOnceBelongsToAllThatNeedAVisit() throws {
        let match = try Fixture.understand("轮椅借我一天，还有厨房水管漏水 3栋2单元501")
        let requests = [match.main] + match.also
        #expect(requests.allSatisfy { $0.slots[.building]?.text == "3" })
    }

    @Test func restaurantsAreReferred() throws {
        let match = try Fixture.understand("哪里有好吃的")
        #expect(match.main.intent == .outOfScope && match.main.subtype == .otherDomain)
    }

    /// 麻烦尽快 by itself presses a matter that was reported; behind a report, or what is none of the estate's
    /// business, it is manners.
    @Test(arguments: [
        ("大堂的灯不亮了黑漆漆的，麻烦尽快，谢谢", Intent.reportRepair), ("路灯不亮，麻烦尽快处理谢谢", .reportRepair),
        ("三楼阳台那条狗见人就叫夜里也叫 请尽快处理一下，辛苦了", .complain),
        ("消防车道又给小货车占死了，拜托拜托", .reportHazard), ("我的单子麻烦尽快，谢谢", .urge), ("麻烦尽快处理，谢谢", .urge),
        ("怎么还没来修，麻烦尽快", .urge), ("帮我查下信用卡积分，麻烦尽快，谢谢", .outOfScope),
        ("帮我订张去北京的机票 麻烦尽快 谢谢", .outOfScope), ("我那件事麻烦尽快，谢谢", .urge),
    ])
    func hasteBehindAMatterIsManners(text: String, intent: Intent) throws {
        #expect(try Fixture.understand(text).main.intent == intent)
    }
}
