import LinliModel

/// What a short message does inside a running conversation: 好的, 不用了, 算了, 第二个, 不是3栋是5栋.
///
/// Promise: it says only what the words say. Whether a question was open is for the dialogue to know.
struct ActReader: Sendable {
    /// Act → symbol of its phrases (`Intents/lists/acts.yaml`); a message is an act only as a whole.
    let phrases: [(act: DialogueAct, symbol: Symbol)]
    let fillers: Symbol

    struct Reading: Sendable {
        var act: DialogueAct
        /// The number of a chosen option.
        var choice: String?
        /// For a correction: where the new value begins.
        var correctionStart: Int?
    }

    func read(_ reading: MessageReading) -> Reading? {
        let codes = reading.text.codes
        guard !codes.isEmpty, codes.count <= 40 else { return nil }
        if let start = correction(codes), isBare(reading, from: start) {
            return Reading(act: .correctSlot, correctionStart: start)
        }
        if let choice = choice(codes) { return Reading(act: .chooseOption, choice: choice) }
        for (act, symbol) in phrases where covers(reading, symbol) { return Reading(act: act) }
        return nil
    }

    /// Whether phrases of the group, fillers and marks leave nothing over.
    private func covers(_ reading: MessageReading, _ symbol: Symbol) -> Bool {
        let wanted = reading.spans[symbol]
        guard !wanted.isEmpty else { return false }
        let fillers = reading.spans[fillers]
        // One bit per place that can be reached: without a phrase of the group, and with one. A message of an
        // act has at most forty characters.
        var before: UInt64 = 1
        var after: UInt64 = 0
        for position in 0..<reading.text.count {
            let here: UInt64 = 1 << UInt64(position)
            guard (before | after) & here != 0 else { continue }
            func go(to end: Int, counts: Bool) {
                let there: UInt64 = 1 << UInt64(end)
                if counts { after |= there } else if before & here != 0 { before |= there }
                if after & here != 0 { after |= there }
            }
            if CodeClass.isMark(reading.text.codes[position]) { go(to: position + 1, counts: false) }
            for span in wanted where span.lowerBound == position { go(to: span.upperBound, counts: true) }
            for span in fillers where span.lowerBound == position { go(to: span.upperBound, counts: false) }
        }
        return after & (1 << UInt64(reading.text.count)) != 0
    }

    /// "不是3栋是5栋", "说错了,是502", "改成周五": where the new value begins.
    private func correction(_ codes: [UInt32]) -> Int? {
        for position in codes.indices {
            var cursor = TextCursor(codes, at: position)
            let startsOver = position == 0 && cursor.accept("不是")
            let admits =
                !startsOver && cursor.acceptAny(["说错了", "写错了", "打错了", "错了", "改成", "改为", "更正", "应该是"])
            guard startsOver || admits else { continue }
            // "把接访改成周五" moves a booking; a correction begins with its word or after a few of its own.
            guard startsOver else {
                let isBooking = codes[..<position].indices.contains {
                    TextCursor(codes, at: $0).seesAny(["接访", "接待", "座谈", "预约", "报名", "律师"])
                }
                guard position <= 5, !isBooking else { return nil }
                while cursor.position < codes.count, CodeClass.isMark(codes[cursor.position]) {
                    cursor.position += 1
                }
                _ = cursor.acceptAny(["应该是", "我是", "是", "要", "改成"])
                return cursor.position
            }
            for later in cursor.position..<codes.count {
                var next = TextCursor(codes, at: later)
                if next.acceptAny(["应该是", "而是", "是"]) { return next.position }
            }
        }
        return nil
    }

    /// From here on only what has a form of its own, politeness and marks: "不是5栋是6栋电梯停了" reports.
    private func isBare(_ reading: MessageReading, from start: Int) -> Bool {
        let exact = reading.exactRanges.filter { $0.lowerBound >= start }
        guard !exact.isEmpty else { return false }
        let known = exact + Array(reading.spans[fillers]) + reading.quantities.map(\.range)
        return (start..<reading.text.count).allSatisfy { position in
            CodeClass.isMark(reading.text.codes[position]) || reading.text.codes[position] == "的"
                || known.contains { $0.contains(position) }
        }
    }

    /// A bare "1", "第二个", "选3", "B".
    private func choice(_ codes: [UInt32]) -> String? {
        var cursor = TextCursor(codes)
        _ = cursor.acceptAny(["我选择", "我选", "选择", "选", "要", "就"])
        let ordinal = cursor.accept("第")
        guard let number = cursor.number(), (1...20).contains(number.value), number.digits.count <= 2 else {
            return nil
        }
        let signed = cursor.acceptAny(["个", "项", "条", "种", "场", "号选项"])
        _ = cursor.acceptAny(["吧", "好了", "就行", "就好"])
        cursor.skip([Unicode.Scalar("。").value, Unicode.Scalar(".").value, Unicode.Scalar("！").value])
        guard cursor.isAtEnd, !signed || ordinal || cursor.position <= 4,
            ordinal || !number.isSpoken || !signed
        else { return nil }
        return String(number.value)
    }
}
