import LinliModel

/// Two matters side by side of which both clauses are so sure that no word between them is needed:
/// 打牌吵到半夜，明天的饭停一天; and the same thing at two places: 1栋的梯不动，4栋的也不动.
extension MatterBorder {
    /// Whether two sure requests of different kinds are two. Both stand in clauses of their own, and the
    /// second asks for something that no reason, consequence or remark of the first would be.
    func areSureOfTwo(
        _ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause,
        after last: ClauseDecider.Decision, at lead: Range<Int>
    ) -> Bool {
        let (before, after) = (last.request, decision.request)
        let least = min(decision.confidence, last.confidence)
        let isReport = RequestComposer.reports.contains(before.intent)
        switch (before.intent, after.intent) {
        case (_, .infoQuery) where isReport:
            // A question that is announced as one needs only be sure itself.
            if asksOfItsOwn(clause), differ(before, after) || before.category != after.category,
                decision.confidence > MatterBorder.sibling, last.confidence > RequestComposer.certain
            {
                return true
            }
            let isOpened = opensQuestion(clause) && last.confidence > RequestComposer.certain
            return (least > MatterBorder.sibling || (isOpened && decision.confidence > MatterBorder.sibling))
                && asksAnew(after, clause) && (!isOpened || differ(before, after))
        case (.activitySignup, .infoQuery), (.orderService, .infoQuery), (.redeem, .infoQuery),
            (.receptionBook, .infoQuery), (.vote, .infoQuery):
            return asksOfItsOwn(clause) && least > MatterBorder.sibling
        case (_, .cancel) where isReport || before.intent == .orderService:
            return decision.confidence > MatterBorder.sibling && endsAnother(before, after, clause)
        case (.activitySignup, .cancel):
            return least > MatterBorder.sibling && says(["原先", "原来", "之前", "上次", "另"], in: clause.range)
        case (.queryStatus, _), (.urge, _):
            return namesTicket(before) && isNew(decision, clause)
        case (_, .urge) where isReport:
            return decision.confidence > MatterBorder.plain && differ(before, after)
                && says(["单", "报的", "上次", "上回"], in: clause.range)
        case (.infoQuery, .reportRepair), (.infoQuery, .reportHazard), (.infoQuery, .complain):
            return before.category != nil && differ(before, after) && last.confidence > MatterBorder.sibling
                && (clause.isLikewise || isNamed(after, clause)) && isNew(decision, clause)
        case (.privacyRequest, .pointsQuery), (.privacyRequest, .disclosureQuery),
            (.receptionBook, .pointsQuery):
            return least > MatterBorder.sibling
        case (.orderService, .orderService):
            return least > MatterBorder.plain
                && (differ(before, after) || (clause.isLikewise && before.category != after.category))
        case (.disclosureQuery, .disclosureQuery):
            return least > MatterBorder.sibling && (clause.isLikewise || clause.isFurther)
                && before.category != after.category
        case (.cancel, .cancel):
            return least > MatterBorder.sibling && clause.isLikewise
                && before.slots[.target] != after.slots[.target]
        default: return false
        }
    }

    /// Of two that stand together without a word.
    static let sibling = 0.88

    /// 物业费怎么交, 停车一小时收多少, 网格员是哪个: a question that names what it asks about, so that nothing told before
    /// is meant.
    private func asksOfItsOwn(_ clause: RequestSplitter.Clause) -> Bool {
        says(MatterBorder.subjects, in: clause.range)
            && says(
                [
                    "怎么", "多少", "几点", "几号", "哪天", "什么时候", "啥时候", "在哪", "去哪", "是谁", "是哪个", "是哪位", "电话", "能不能用",
                    "咋",
                ],
                in: clause.range)
            && !says(["怎么回事", "怎么还", "怎么这么", "怎么又", "怎么没", "怎么不", "还要多"], in: clause.range)
    }

    private static let subjects: [StaticString] = [
        "物业费", "停车费", "停车一", "月卡", "水费", "电费", "燃气费", "居住证", "狗证", "养狗", "老年卡", "社保", "医保", "便民日", "义诊",
        "活动室", "健身房", "图书室", "食堂", "网格员", "楼长", "管家电话", "物业电话", "保安亭电话", "居委会", "派出所", "快递柜几", "安检",
    ]

    private func opensQuestion(_ clause: RequestSplitter.Clause) -> Bool {
        TextCursor(text.codes, at: clause.range.lowerBound).seesAny(["请问", "想问", "问下", "问一下", "我想问", "麻烦问"])
    }

    /// 健身房几点开门, 问下狗证在哪办; not 找谁 or 多少钱, which are asked about what was told.
    private func asksAnew(_ after: Request, _ clause: RequestSplitter.Clause) -> Bool {
        guard let category = after.category else { return false }
        if says(["想问", "问下", "问一下", "请问", "想知道"], in: clause.range) { return true }
        return !["info.contact", "info.fee"].contains(category)
            && ["info", "care", "facility"].contains(category.prefix { $0 != "." })
            && says(["几点", "哪天", "几号", "哪里", "在哪", "什么时候"], in: clause.range)
    }

    /// What is called off is no ticket, so it is not what was just told.
    private func endsAnother(_ before: Request, _ after: Request, _ clause: RequestSplitter.Clause) -> Bool {
        guard let target = after.slots[.target], target != .text("ticket"),
            says(MatterBorder.ending, in: clause.range),
            !says(["出不去", "进不去", "下不去", "上不去"], in: clause.range)
        else { return false }
        return before.intent != .orderService || clause.isLikewise
    }

    private static let ending: [StaticString] = [
        "取消", "退掉", "退了", "撤", "停一", "停掉", "先不", "不去了", "不来了", "不送", "别送", "不要了", "作废",
    ]

    private func namesTicket(_ request: Request) -> Bool {
        request.slots[.ticketNumber] != nil || request.slots[.ticketTail] != nil
    }

    /// Told as new: it does not go on about what is under way.
    private func isNew(_ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause) -> Bool {
        let after = decision.request
        guard let category = after.category, !category.hasPrefix("service."), after.intent != .suggestNeed
        else { return false }
        guard RequestComposer.reports.contains(after.intent) || after.intent == .orderService else {
            return false
        }
        return decision.confidence > 0.8 && !goesOn(clause) && !clause.isFurther
            && !says(["还是", "还没", "仍", "照样", "到现在", "这么久", "几天了"], in: clause.range)
    }

    /// 雨棚裂了，台阶也缺一块: parts of one house that fall apart each for itself.
    func areNeighbours(_ first: String, _ second: String) -> Bool {
        let group = first.prefix { $0 != "." }
        return first != second && group == second.prefix { $0 != "." }
            && ["building", "access"].contains(group) && !MatterBorder.walls.contains(second)
    }

    /// What falls from them is told of the part before.
    private static let walls: Set<String> = [
        "building.exterior_wall", "building.wall_seepage", "building.manhole", "access.card",
    ]

    /// Of one group, and still for two visits; a smell and vermin come of the rubbish that was told.
    func areSiblings(_ first: String, _ second: String) -> Bool {
        guard first != second, first.prefix(while: { $0 != "." }) == second.prefix(while: { $0 != "." })
        else {
            return false
        }
        return ["clean", "neighbor", "noise", "ebike", "security"].contains(first.prefix { $0 != "." })
            && !["clean.odor", "clean.pest", "neighbor.dispute"].contains(second)
    }

    /// 4栋的也是: the same fault at another place, of which the clause alone tells too little. Nil where it is
    /// none.
    func sameElsewhere(
        _ decision: ClauseDecider.Decision, _ reading: MessageReading, _ clause: RequestSplitter.Clause,
        after last: ClauseDecider.Decision?
    ) -> ClauseDecider.Decision? {
        guard let last, clause.isLikewise, last.source != .emergency, decision.source != .emergency,
            last.request.intent == .reportRepair || last.request.intent == .reportHazard,
            last.confidence > MatterBorder.sibling, last.request.category != nil
        else { return nil }
        let places: Set<SlotName> = [.zone, .building, .unit, .floor, .room]
        let own = decider.product.slots.exactSlots(of: reading).filter {
            places.contains($0.key)
        }
        let isOther = [SlotName.building, .unit, .floor].contains { slot in
            own[slot] != nil && last.request.slots[slot] != nil && own[slot] != last.request.slots[slot]
        }
        // 6栋的也停了, 6栋也停了 name no thing of their own.
        let isElliptic =
            says(["的也", "也是", "那边也", "也一样"], in: clause.range)
            || reading.addresses.contains {
                TextCursor(reading.text.codes, at: $0.range.upperBound).seesAny(["也"])
            }
        let isOfAnother =
            !isElliptic && decision.request.category != last.request.category
            && decision.confidence > MatterBorder.sibling
        guard isOther, !isOfAnother else { return nil }
        var again = last
        // What stands there too is told of one house: without a building of its own it is in the same.
        again.request.slots = last.request.slots.filter { !places.contains($0.key) && $0.key != .place }
        if own[.building] == nil { again.request.slots[.building] = last.request.slots[.building] }
        again.request.slots.merge(own) { _, new in new }
        again.reason = "the same at another place"
        return again
    }

    /// The same fault, told of two places.
    func isSameElsewhere(_ before: Request, _ after: Request, _ clause: RequestSplitter.Clause) -> Bool {
        guard clause.isLikewise, before.category != nil, before.category == after.category else {
            return false
        }
        return [SlotName.building, .unit, .floor].contains { slot in
            guard let first = before.slots[slot], let second = after.slots[slot] else { return false }
            return first != second
        }
    }

    /// 3栋电梯坏了，5栋门禁坏了: each fault begins with its own house, so neither brings the other.
    func areOfTwoHouses(
        _ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause,
        after last: ClauseDecider.Decision
    ) -> Bool {
        let faults: Set<Intent> = [.reportRepair, .reportHazard]
        let (before, after) = (last.request, decision.request)
        guard faults.contains(before.intent), faults.contains(after.intent),
            decision.source != .emergency, last.source != .emergency,
            before.category != nil, after.category != nil,
            min(decision.confidence, last.confidence) > MatterBorder.sibling,
            let first = before.slots[.building], let second = after.slots[.building], first != second
        else { return false }
        return readings.clause(clause.range).addresses.first?.range.lowerBound == 0
    }
}
