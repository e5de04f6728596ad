import LinliModel

/// Whether a message says nothing but a value: an address, a number, a day.
extension ClauseDecider {
    /// 把我手机号改成138…, 房号登错了: what the estate has on record is to be corrected, not an answer.
    func namesRecord(_ codes: ArraySlice<UInt32>) -> Bool {
        let codes = Array(codes)
        return codes.indices.contains {
            TextCursor(codes, at: $0).seesAny([
                "我手机", "我的手机", "我电话", "我的电话", "登错", "登记错", "留的号码", "留的电话", "系统里", "登记的电话", "登记的手机", "登记的号",
                "登记的房", "登记的地址", "登记的名", "登记的车", "登记的信息", "登记信息",
            ])
        }
    }

    /// Nothing but exact forms, landmarks, things of which nothing is said, politeness and 我家/我住.
    func isBare(_ reading: MessageReading) -> Bool {
        let named = [SlotName.place, .object].flatMap { slot in
            product.slots.lexical[slot].map { Array(reading.spans[$0]) } ?? []
        }
        let known =
            reading.exactRanges + reading.landmarks + named + reading.quantities.map(\.range)
        guard !known.isEmpty || reading.text.codes.allSatisfy(CodeClass.isDigit) else { return false }
        var covered = [Bool](repeating: false, count: reading.text.count)
        for range in known + Array(reading.spans[product.acts.fillers]) {
            for position in range { covered[position] = true }
        }
        var cursor = TextCursor(reading.text.codes)
        if cursor.acceptAny(ClauseDecider.headings) {
            for position in 0..<cursor.position { covered[position] = true }
        }
        if !reading.dates.isEmpty || !reading.times.isEmpty { cover(presences: &covered, reading) }
        for side in ClauseDecider.sides(reading) {
            for position in side { covered[position] = true }
        }
        for position in covered.indices where !covered[position] {
            let code = reading.text.codes[position]
            // "2号垃圾亭", "厨房的水管".
            if !CodeClass.isMark(code) && !CodeClass.isDigit(code) && code != "-" && code != "的"
                && code != "号"
            {
                return false
            }
        }
        return true
    }

    /// 4栋旁边, 6栋和7栋中间: on which side of an address, which tells no more than where.
    static func sides(_ reading: MessageReading) -> [Range<Int>] {
        reading.addresses.compactMap { address in
            var cursor = TextCursor(reading.text.codes, at: address.range.upperBound)
            guard
                cursor.acceptAny([
                    "旁边", "边上", "附近", "对面", "门口", "门前", "后面", "前面", "楼下", "这边", "那边", "这里", "那里",
                ])
            else { return nil }
            return address.range.upperBound..<cursor.position
        }
    }

    /// What stands before a value and says what it is.
    private static let headings: [StaticString] = [
        "我家住在", "我家住", "我家在", "我家是", "我家", "我住在", "我住", "我是", "我在", "住在", "住", "地址是", "地址", "就在", "在",
        "是", "我的联系电话是", "我的联系电话", "我的手机号码是", "我的手机号是", "我的手机号", "我的电话是", "我的电话", "我电话是", "我电话", "我手机号是",
        "我手机号", "我手机", "联系电话是", "联系电话", "联系方式是", "联系方式", "手机号码是", "手机号码", "手机号是", "手机号", "手机是", "手机", "电话号码是",
        "电话号码", "电话是", "电话", "号码是", "号码", "我的车牌是", "我的车牌", "车牌号是", "车牌号", "车牌是", "车牌",
    ]
    /// 这周末两天都在, 周三到周五在家等师傅: when somebody is there, the longest words first.
    private static let presences: [StaticString] = [
        "等师傅上门", "等师傅来", "等师傅", "等你们来", "等你们", "家里有人", "家里都有人", "有人在家", "都有空", "都有人", "都在家", "都可以", "都方便",
        "两天都", "三天都", "全天都", "整天都", "两天", "全天", "整天", "在家里", "在家", "有空", "有人", "方便", "可以", "都在", "都行", "我都",
        "家里", "我", "在", "行", "都", "吧", "到", "至", "和", "跟", "、", "从",
    ]

    private func cover(presences covered: inout [Bool], _ reading: MessageReading) {
        var position = 0
        while position < covered.count {
            var cursor = TextCursor(reading.text.codes, at: position)
            if !covered[position], cursor.acceptAny(ClauseDecider.presences) {
                for index in position..<cursor.position { covered[index] = true }
            }
            position = max(position + 1, cursor.position)
        }
    }
}
