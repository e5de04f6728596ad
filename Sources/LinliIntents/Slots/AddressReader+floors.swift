import LinliModel

/// Floors that are told by two of them, and the ones under the ground.
extension AddressReader {
    /// 8楼跟9楼中间, 6和7层当中, 从1楼黏到6楼: the second floor of the two. `cursor` stands behind the first number,
    /// which begins at `start`.
    func between(_ cursor: TextCursor, from start: Int) -> NumberReader.Number? {
        var trial = cursor
        let isFloor = trial.acceptAny(["楼", "层"])
        if trial.acceptAny(["跟", "和", "与", "同", "、"]), let last = trial.number(), last.value < 100 {
            let isSigned = trial.acceptAny(["楼", "层"])
            let end = trial.position
            _ = trial.accept("的")
            guard isFloor || isSigned, trial.seesAny(["中间", "之间", "当中", "半中", "中段"]) else { return nil }
            return NumberReader.Number(
                digits: last.digits, value: last.value, end: end, isSpoken: last.isSpoken)
        }
        // 卡在6楼7楼之间; 三楼四楼的灯: two that lie one above the other.
        var joined = trial
        let first = NumberReader.read(codes, at: start)?.value ?? 0
        if isFloor, let last = joined.number(), last.value < 100, joined.acceptAny(["楼", "层"]),
            joined.seesAny(["中间", "之间", "当中", "半中", "中段"])
                || (last.value == first + 1
                    && joined.seesAny(["楼道", "的", "都", "灯", "两层", "楼梯", "走廊", "也", "全"]))
        {
            return NumberReader.Number(
                digits: last.digits, value: last.value, end: joined.position, isSpoken: last.isSpoken)
        }
        // 三楼拐四楼那段, 3楼上4楼的扶手.
        var turned = trial
        if isFloor, turned.acceptAny(["拐", "上", "往", "到", "转"]), let last = turned.number(), last.value < 100,
            abs(last.value - first) == 1, turned.acceptAny(["楼", "层"])
        {
            return NumberReader.Number(
                digits: last.digits, value: last.value, end: turned.position, isSpoken: last.isSpoken)
        }
        guard isFloor, TextCursor(codes, at: start).follows(["从"]) else { return nil }
        for _ in 0..<3 {
            if trial.acceptAny(["到", "至"]) {
                guard let last = trial.number(), last.value < 100, trial.acceptAny(["楼", "层"]) else {
                    return nil
                }
                return NumberReader.Number(
                    digits: last.digits, value: last.value, end: trial.position, isSpoken: last.isSpoken)
            }
            guard CodeClass.isHan(trial.peek()) else { return nil }
            trial.position += 1
        }
        return nil
    }

    /// 五楼以上都是老人, 楼道灯坏三层, 往下掉了两层, 3楼那个键: how high, how many, how far, and what a key is for. `cursor`
    /// stands behind the floor, whose number begins at `start`.
    func namesNoFloor(_ cursor: TextCursor, from start: Int) -> Bool {
        if cursor.seesAny(["以上", "以下", "那个键", "的键", "那个按", "的按钮", "按钮", "按键", "这个键", "这个按"]) { return true }
        return cursor.peek(-1) == "层"
            && TextCursor(codes, at: start).follows([
                "坏", "坏了", "灭了", "黑了", "掉", "掉了", "降了", "坠了", "滑了", "往下掉", "溜了", "冲了",
            ])
    }

    /// 师傅爬七楼来的; who says it of himself lives there.
    func isClimb(_ cursor: TextCursor) -> Bool {
        cursor.follows(["爬", "爬上", "爬到"]) && !cursor.follows(["我爬", "我爬上", "我爬到", "要爬", "天天爬", "每天爬"])
    }

    /// 一到15楼就哐当响: no span of floors. `cursor` stands before 到.
    func asSoonAs(_ cursor: TextCursor) -> Bool {
        var trial = cursor
        guard trial.accept("到"), let floor = trial.number(), !floor.isSpoken || floor.value > 2,
            trial.acceptAny(["楼", "层"])
        else { return false }
        let isLift = codes[..<cursor.position].suffix(Self.said).contains { $0 == "梯" }
        return trial.seesAny(["就", "又", "便", "，就"]) || (isLift && trial.seesAny(["都", "总"]))
    }

    /// So far back a lift is named, in characters.
    private static let said = 20

    /// 地库负二没信号, 负二车库: the level without 层. `start`: where 负 stands.
    func isCellar(_ cursor: TextCursor, from start: Int) -> Bool {
        guard codes[start] == "负", !cursor.seesAny(["楼", "层"]) else { return false }
        return TextCursor(codes, at: start).follows(["地库", "车库", "地下", "停车场", "地下车库"])
            || cursor.seesAny(["车库", "地库", "停车场", "的车库"])
    }
}
