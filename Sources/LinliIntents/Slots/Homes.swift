import LinliModel

/// Which of several addresses in a message is the one that somebody has to come to, and whose the other is.
///
/// Promise: zone, building, unit, floor and room are of one and the same address; only what that one leaves
/// open is taken from a part that stands alone (漏到我家502来了，4栋的).
struct Homes {
    let codes: [UInt32]
    let addresses: [AddressReading]

    /// The parts of the home, and the flat of the other.
    func slots() -> Slots {
        var slots: Slots = [:]
        let counted = standing()
        guard let home = home(counted) else { return slots }
        slots = home.slots
        for other in counted where other != home && other.place == nil && isPart(other, of: slots) {
            slots.merge(other.slots.filter { $0.key != .room }) { own, _ in own }
        }
        for (name, value) in counted.flatMap(\.slots) where name == .place && slots[name] == nil {
            slots[name] = value
        }
        let other = counted.first { $0.room != nil && $0.room != home.room && home.room != nil }
        if let other, !bothSuffer(counted), !isToldOnly(other, beside: home) {
            slots[.targetRoom] = other.room.map(SlotValue.text)
        }
        return slots
    }

    /// Without the home that somebody has left, the landlord's, and the office of whoever tells; where the
    /// words say for whom it is, without all in other buildings.
    private func standing() -> [AddressReading] {
        guard addresses.count > 1 else { return addresses }
        let isMove = addresses.contains { before($0).follows(Homes.left) }
        let wanted = addresses.filter { address in
            let before = before(address)
            if before.follows(Homes.plans) { return false }
            return before.follows(Homes.here) || (isMove && before.follows(Homes.now))
        }
        if let home = wanted.last, home.building != nil || home.room != nil {
            return addresses.filter { $0 == home || ($0.building == nil && !isGone($0)) }
        }
        let rest = addresses.filter { !isGone($0) }
        return rest.isEmpty ? addresses : rest
    }

    private func isGone(_ address: AddressReading) -> Bool {
        let after = TextCursor(codes, at: address.range.upperBound)
        return before(address).follows(Homes.left + Homes.landlord + Homes.refused)
            || (address.room == nil
                && (after.seesAny(Homes.offices)
                    || (after.sees("长") && (after.peek(-1) == "楼" || after.peek(-1) == "栋"))))
    }

    private func home(_ addresses: [AddressReading]) -> AddressReading? {
        let rooms = addresses.filter { $0.room != nil }
        let own =
            rooms.first(where: isMine) ?? rooms.first { before($0).follows(Homes.own) } ?? lastAlone(rooms)
            ?? rooms.first { !before($0).follows(Homes.others) }
            ?? rooms.first
        guard let own else {
            return addresses.first { $0.building != nil } ?? addresses.first { $0.slots[.place] == nil }
                ?? addresses.first
        }
        // 5栋的灯坏了，我住3栋501: where the trouble is stands first.
        if let first = addresses.first(where: { $0.building != nil }), first.room == nil,
            let building = own.building, building != first.building, before(own).follows(Homes.lives)
        {
            return first
        }
        return own
    }

    /// 我家1703; 吵到半夜，我楼下1901: where he lives, said by where that lies.
    private func isMine(_ address: AddressReading) -> Bool {
        let before = before(address)
        if before.follows(Homes.mine) { return true }
        return before.follows(["我楼下", "我楼上", "我隔壁", "我对门", "我对面"]) && isClosed(address)
    }

    private func isClosed(_ address: AddressReading) -> Bool {
        let after = TextCursor(codes, at: address.range.upperBound)
        return after.isAtEnd || CodeClass.isMark(after.peek())
    }

    /// 1502空调外机滴水滴到雨棚，1402: of two flats the writer's own ends the message and is a clause of its own.
    private func lastAlone(_ rooms: [AddressReading]) -> AddressReading? {
        guard rooms.count == 2, let first = rooms.first, let last = rooms.last, !isClosed(first),
            last.range.upperBound == codes.count, last.range.lowerBound > 0,
            CodeClass.isStop(codes[last.range.lowerBound - 1]), !before(first).follows(Homes.own)
        else { return nil }
        return last
    }

    /// Whether a part that stands alone belongs to the home: it names no other building.
    private func isPart(_ other: AddressReading, of home: Slots) -> Bool {
        guard let building = home[.building]?.text else { return true }
        return other.building == nil || other.building == building
    }

    /// 501和601两家都没水: neither is the other's. Without 两家 the second is kept as the other flat.
    private func bothSuffer(_ addresses: [AddressReading]) -> Bool {
        let rooms = addresses.filter { $0.room != nil }
        guard rooms.count > 1 else { return false }
        var between = TextCursor(codes, at: rooms[0].range.upperBound)
        guard between.acceptAny(["和", "跟", "与", "、", "还有", "以及", "，"]),
            between.position == rooms[1].range.lowerBound
        else { return false }
        return TextCursor(codes, at: rooms[1].range.upperBound).seesAny([
            "两家", "两户", "这两家", "这两户", "我们两家", "我们两户",
        ])
    }

    /// Another building's flat that is told as the writer's own: 我7栋501的，替5栋604报修.
    private func isToldOnly(_ other: AddressReading, beside home: AddressReading) -> Bool {
        guard let building = other.building, let own = home.building, building != own else { return false }
        return before(other).follows(Homes.own)
    }

    private func before(_ address: AddressReading) -> TextCursor {
        TextCursor(codes, at: address.range.lowerBound)
    }

    static let own: [StaticString] = [
        "我家", "我家是", "我是", "我住", "我住在", "我们家", "我在", "我在对门", "我在楼下", "我在楼上", "我在隔壁", "我是对门", "住", "我", "我们",
        "俺", "俺家", "咱", "咱家", "阮", "阮家", "家里", "我们是", "我们住", "我们住在", "我们在", "我家在", "我们家是", "我们家在",
        "老子", "老子住", "本人", "阮厝", "我屋", "我屋头", "我这", "我这边", "我这里", "我们这", "我们这边",
    ]
    /// 我女儿住9栋302，我家5栋1105: his own beyond doubt.
    private static let mine: [StaticString] = [
        "我家", "我家是", "我住", "我住在", "我们家", "我家在", "我们住", "我们住在", "我们家在", "老子", "老子住", "阮厝", "阮家",
    ]
    private static let others: [StaticString] = [
        "他", "她", "他家", "她家", "他们家", "那家", "楼上", "楼下", "隔壁", "对门", "对面", "邻居",
    ]
    private static let lives: [StaticString] = [
        "我住", "我住在", "我们住", "我们住在", "我是", "我家住", "我家在", "我们是",
    ]
    /// Where somebody lives now, for whom he tells, what he has rented or lets.
    private static let here: [StaticString] = [
        "搬到", "搬到了", "搬去", "搬去了", "搬进", "搬进了", "搬来", "搬至", "现在住", "现在住在", "现在搬到", "现在搬到了", "现住", "新家", "新家在",
        "新家是", "新地址", "新地址是", "替", "代", "租出去的", "出租的", "租给别人的", "我租", "我租的", "我租的是", "我租在", "租住", "租住在",
        "我们租的", "我们租",
    ]
    private static let now: [StaticString] = ["现在", "现在是", "现在在", "改到", "换到"]
    private static let plans: [StaticString] = [
        "要搬到", "想搬到", "打算搬到", "准备搬到", "要搬去", "想搬去", "打算搬去", "准备搬去", "想替", "要搬进",
    ]
    private static let left: [StaticString] = [
        "原来", "原来住", "原来住在", "原来是", "原来在", "原先", "原先住", "原先住在", "以前", "以前住", "以前住在", "以前是", "以前在", "之前住",
        "之前住在", "之前是", "过去住", "从前住", "上次报的是", "上回报的是", "老家在", "旧家", "旧地址", "旧地址是",
    ]
    private static let landlord: [StaticString] = [
        "房东", "房东住", "房东住在", "房东在", "房东家", "房东家在", "房东是", "房东家住", "我是房东，", "房东，",
    ]
    /// 饭别送到501，送到502: where nothing shall go to any more.
    private static let refused: [StaticString] = [
        "别送到", "别送去", "别送", "不送到", "不送", "不要送到", "不要送去", "不要送", "不用送到", "不用送", "别再送到", "别再送", "别放到", "别放",
        "不要放", "别去", "不要去", "不用去", "不去", "别来", "不用来", "别上", "别寄到", "别送来", "不是送到", "不是送",
    ]
    private static let offices: [StaticString] = [
        "的楼栋长", "楼栋长", "的楼长", "楼长", "的网格员", "网格员", "的志愿者", "的管家", "的保安",
    ]
}
