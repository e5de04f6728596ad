/// Counts with their measure words: two packs, ten points, five people, eighty years old.
struct QuantityReader {
    enum Kind: Sendable {
        case qty, points, score, headcount, age
    }

    struct Reading: Sendable {
        let kind: Kind
        let range: Range<Int>
        let value: Int
    }

    let codes: [UInt32]

    func read(taken: [Range<Int>]) -> [Reading] {
        var readings: [Reading] = []
        var position = 0
        while position < codes.count {
            if let range = taken.first(where: { $0.contains(position) }) {
                position = range.upperBound
            } else if let reading = party(at: position) {
                readings.append(reading)
                position = reading.range.upperBound
            } else if CodeSet.numerals.contains(codes[position]),
                let reading = reading(at: position, isAfter: taken.contains { $0.upperBound == position })
            {
                if let last = readings.last, areOneParty(last, reading) {
                    readings[readings.count - 1] = Reading(
                        kind: .headcount, range: last.range.lowerBound..<reading.range.upperBound,
                        value: last.value + reading.value)
                } else {
                    readings.append(reading)
                }
                position = reading.range.upperBound
            } else {
                position += 1
            }
        }
        return readings.filter { !isScale($0) && !isRate($0, readings) && !isWorth($0) }
    }

    /// 1分能抵几块钱: what one is worth, and none that anybody has.
    private func isWorth(_ reading: Reading) -> Bool {
        guard reading.kind == .points, reading.value == 1 else { return false }
        return TextCursor(codes, at: reading.range.upperBound).seesAny([
            "能抵", "可以抵", "抵多少", "抵几", "值多少", "值几", "换多少", "换几", "等于", "能换多少", "能换几", "是几块", "是多少钱",
        ])
    }

    /// 一回1分，该记4分: what one time is worth, where the whole is told.
    private func isRate(_ reading: Reading, _ readings: [Reading]) -> Bool {
        reading.kind == .points && readings.contains { $0.kind == .points && $0.range != reading.range }
            && TextCursor(codes, at: reading.range.lowerBound).follows([
                "一次", "一回", "每次", "每回", "一趟", "一小时", "一个小时", "一张", "1次", "1回",
            ])
    }

    private static let pairs: [StaticString] = [
        "我们俩", "咱们俩", "我俩", "咱俩", "俩人", "夫妻俩", "两口子", "母女俩", "母子俩", "父子俩", "父女俩", "娘俩", "爷俩", "姐妹俩",
        "兄弟俩", "他们俩",
    ]
    private static let threes: [StaticString] = ["我们仨", "咱们仨", "我仨", "仨人", "三口人", "一家三口", "两大一小", "一大两小"]
    private static let relatives: [StaticString] = [
        "老公", "老婆", "爱人", "老头子", "老太婆", "老头", "老汉", "丈母娘", "岳母", "岳父", "侄", "嫂", "媳妇", "老伴", "闺女", "女儿", "儿子",
        "孩子", "娃", "孙子", "孙女", "外孙", "妈", "爸", "奶奶", "爷爷",
        "外婆", "外公", "婆婆", "公公", "姐", "妹", "哥", "弟", "朋友", "同事", "邻居", "闺蜜",
    ]
    private static let ones: [StaticString] = [
        "加我一个", "算我一个", "算上我一个", "报我一个", "带我一个", "带上我一个", "记我一个", "留我一个", "加我一位", "算我一位", "算上我一位", "报我一位",
        "记我一位",
    ]
    private static let parties = CodeSet("我咱俩夫两母父娘爷姐兄他仨三一加算报带".codes)

    /// How many come, said without a number: 我们俩, 我和我妈, 我们仨.
    private func party(at start: Int) -> Reading? {
        guard Self.parties.contains(codes[start]) else { return nil }
        var cursor = TextCursor(codes, at: start)
        if cursor.acceptAny(Self.ones) {
            return Reading(kind: .headcount, range: start..<cursor.position, value: 1)
        }
        if cursor.acceptAny(Self.threes) {
            return Reading(kind: .headcount, range: start..<cursor.position, value: 3)
        }
        if let held = twoHeld(cursor) { return held }
        // 换俩牙膏: two of a thing.
        if cursor.sees("俩"), cursor.follows(["换", "兑", "领", "要", "来", "订", "买", "拿"]) {
            var thing = TextCursor(codes, at: start + 1)
            // 换大米，来俩: of what was named before.
            let isNamed = thing.isAtEnd && codes[..<start].contains { $0 == "换" || $0 == "兑" }
            guard !thing.acceptAny(Self.people + ["人", "位"]), isNamed || CodeClass.isHan(thing.peek()) else {
                return nil
            }
            return Reading(kind: .qty, range: start..<(start + 1), value: 2)
        }
        if let others = others(cursor) {
            // 困住俩娃 leaves out who tells it; 我跟俩娃, 带俩娃 do not.
            let comesAlong = codes[start] == "我" || cursor.follows(["带", "带着", "跟", "和", "同", "陪"])
            return Reading(
                kind: .headcount, range: start..<others.end, value: others.count + (comesAlong ? 1 : 0))
        }
        let isPair =
            cursor.acceptAny(Self.pairs)
            || (cursor.accept("我") && cursor.acceptAny(["和", "跟", "带着", "带", "同"])
                && (kin(&cursor) || neighbour(&cursor)))
        // 我跟邻居讲好了 tells who settled something, 两口子天天吵 who is loud.
        _ = cursor.acceptAny(["天天", "每天", "整天", "半夜", "经常", "老是", "又在", "在", "又"])
        guard !cursor.seesAny(["讲", "说", "吵", "商量", "谈", "和好", "闹", "打架", "沟通", "协商"]) else { return nil }
        guard isPair else { return nil }
        // 我跟我老公带一个娃: and who comes along with the two.
        var along = cursor
        _ = along.acceptAny(["还", "再"])
        if along.acceptAny(["带着", "带上", "带", "领着"]) {
            let count = along.accept("俩") ? 2 : along.number()?.value ?? 0
            _ = along.accept("个")
            if (1...9).contains(count), along.acceptAny(Self.people) {
                return Reading(kind: .headcount, range: start..<along.position, value: 2 + count)
            }
        }
        return Reading(kind: .headcount, range: start..<cursor.position, value: 2)
    }

    /// 我和另外两个代表: how many come with the writer, and where the words end.
    private func others(_ cursor: TextCursor) -> (count: Int, end: Int)? {
        var cursor = cursor
        guard cursor.accept("我"), cursor.acceptAny(["和另外", "跟另外", "带另外", "和其他", "跟其他", "带", "带着", "和", "跟"]),
            let number = cursor.number(), (1...50).contains(number.value), cursor.acceptAny(["个", "位", "名"])
        else { return few(cursor) }
        let end = cursor.position
        return cursor.acceptAny(Self.people)
            || codes[max(0, end - 6)..<end].contains { $0 == "另" } ? (number.value, cursor.position) : nil
    }

    /// 俩娃, 仨孩子 behind 我跟.
    private func few(_ cursor: TextCursor) -> (count: Int, end: Int)? {
        var cursor = cursor
        let count = cursor.accept("俩") ? 2 : cursor.accept("仨") ? 3 : 0
        return count > 0 && cursor.acceptAny(Self.people) ? (count, cursor.position) : nil
    }

    /// 两个大人一个小的, 大人两个小孩一个: old and young come together.
    private func areOneParty(_ first: Reading, _ second: Reading) -> Bool {
        guard first.kind == .headcount, second.kind == .headcount,
            second.range.lowerBound - first.range.upperBound <= 3
        else { return false }
        let words = Array(
            codes[
                max(0, first.range.lowerBound - 3)..<min(codes.count, second.range.upperBound + 3)])
        func says(_ ages: [StaticString]) -> Bool {
            words.indices.contains { TextCursor(words, at: $0).seesAny(ages) }
        }
        return says(["大人", "大的", "老人"]) && says(["小孩", "小的", "孩子", "小朋友", "娃"])
    }

    private func kin(_ cursor: inout TextCursor) -> Bool {
        _ = cursor.acceptAny(["我家", "我"])
        return cursor.acceptAny(Self.relatives)
    }

    /// 我阿嬷跟我妹卡在电梯里: two of a family, and not who tells it.
    private func twoHeld(_ cursor: TextCursor) -> Reading? {
        var trial = cursor
        func one(_ cursor: inout TextCursor) -> Bool {
            _ = cursor.acceptAny(["我家", "我"])
            return cursor.acceptAny(["阿嬷", "阿公", "阿婆", "阿爸", "阿妈"] + Self.relatives)
        }
        guard trial.sees("我"), one(&trial), trial.acceptAny(["和", "跟", "同", "与"]), one(&trial) else {
            return nil
        }
        _ = trial.acceptAny(["两个人", "两个", "俩", "都", "被"])
        guard trial.seesAny(["卡在", "困在", "关在", "被困", "被关", "困住", "卡住", "锁在", "还在电梯", "在电梯里"]) else {
            return nil
        }
        return Reading(kind: .headcount, range: cursor.position..<trial.position, value: 2)
    }

    /// 我跟隔壁老王都想参加.
    private func neighbour(_ cursor: inout TextCursor) -> Bool {
        var trial = cursor
        _ = trial.acceptAny(["隔壁", "对门", "楼上", "楼下"])
        if trial.accept("老") || trial.accept("小") {
            guard CodeClass.isHan(trial.peek()) else { return false }
            trial.position += 1
        } else {
            if CodeClass.isHan(trial.peek()) { trial.position += 1 }
            guard trial.acceptAny(["阿姨", "大爷", "大妈", "叔叔", "大姐", "大哥", "奶奶", "爷爷", "婶"]) else { return false }
        }
        guard trial.seesAny(["都", "一起", "也想", "也要", "想", "要", "报名", "去", "参加", "两个"]) else { return false }
        cursor = trial
        return true
    }

    private static let measures: [StaticString] = [
        "提", "包", "瓶", "袋", "把", "箱", "桶", "盒", "卷", "份", "张", "个", "只", "套", "件", "壶", "台", "支",
        "本", "双", "顶", "副", "根", "辆", "样", "床", "餐", "盏", "板", "扇", "架",
    ]
    /// Counted with 个 they come or are looked after: 三个伙计, 两个老人.
    private static let people: [StaticString] = [
        "伙计", "孩子", "小孩", "娃", "大人", "老人", "同事", "朋友", "名额", "人名额", "学生", "囝仔", "阿姨", "男生", "女生", "女的",
        "男的", "小的", "大的", "小朋友", "大学生", "邻居", "同学", "志愿者", "位子", "座位", "席位", "业主", "住户", "代表", "家长",
        "队员", "党员", "老姐妹", "老伙伴", "老人家",
    ]
    /// 两三个人, 七八份 are no 23 and no 78: so many at most. Nil for any other number.
    private func about(_ number: NumberReader.Number, from start: Int) -> NumberReader.Number? {
        let (tens, ones) = number.value.quotientAndRemainder(dividingBy: 10)
        let isSpoken = codes[start..<number.end].allSatisfy { !CodeClass.isDigit($0) }
        guard number.end - start == 2, isSpoken, tens >= 1, ones == tens + 1, codes[start] != "十" else {
            return nil
        }
        return NumberReader.Number(digits: "\(ones)", value: ones, end: number.end, isSpoken: true)
    }

    /// `isAfter`: a date or an address ends right before (下周二两份).
    private func reading(at start: Int, isAfter: Bool) -> Reading? {
        var cursor = TextCursor(codes, at: start)
        guard
            start == 0 || isAfter || NumberReader.read(codes, at: start - 1) == nil || codes[start - 1] == "百"
        else {
            return nil
        }
        guard let said = cursor.number(), said.value <= 1_000_000 else { return nil }
        let number = about(said, from: start) ?? said
        let many = cursor.accept("多") || cursor.accept("来")
        if cursor.acceptAny(["周岁", "岁", " years old", " year old"]) {
            if many, isStranger(start) { return nil }
            return make(.age, start, cursor, number)
        }
        if let foreign = englishParty(cursor, number, start) { return foreign }
        if many { return nil }
        if isAge(start, cursor, number) { return make(.age, start, cursor, number) }
        if points(&cursor, from: start) { return make(.points, start, cursor, number) }
        if cursor.accept("颗星") || cursor.accept("星") { return make(.score, start, cursor, number) }
        // "一个人住" is alone, not a party of one.
        let alone = number.value == 1 && number.isSpoken
        let isPlace = TextCursor(codes, at: start).follows(["末", "后", "前", "第"])
        if !alone, !isPlace, cursor.acceptAny(["个人", "口人", "位", "名", "人"]), number.value < 1000,
            !cursor.sees("员")
        {
            return make(.headcount, start, cursor, number)
        }
        if alone, cursor.sees("个人") { return nil }
        var party = cursor
        if number.value < 100, party.accept("个") || party.accept("位"), joins(start, party) {
            return make(.headcount, start, party, number)
        }
        if cursor.sees("个") || cursor.sees("位"), areOthers(start, cursor, number) { return nil }
        party = cursor
        if party.acceptAny(["个", "位", "名"]), party.acceptAny(Self.people), number.value < 1000 {
            let isJoined = joinsWriter(start)
            return Reading(
                kind: .headcount, range: start..<party.position, value: number.value + (isJoined ? 1 : 0))
        }
        // 我们一家五口.
        let isFamily = cursor.sees("口") && TextCursor(codes, at: start).follows(["一家", "我们家", "全家", "我家"])
        if number.value < 20, isFamily || cursor.seesAny(["口都", "口全", "口报", "口去", "口一起", "口参加", "口想", "口要"]) {
            cursor.position += 1
            return make(.headcount, start, cursor, number)
        }
        if isPrice(start, number) { return nil }
        if cursor.acceptAny(Self.measures), number.value > 0, number.value < 1000,
            !TextCursor(codes, at: start).follows(["第"]),
            !cursor.seesAny(Self.spans), !isPicture(cursor)
        {
            return make(.qty, start, cursor, number)
        }
        // 宣传垃圾分类两次: how often something was done.
        if number.value < 100, !isPlace, cursor.accept("次"),
            cursor.isAtEnd || CodeClass.isMark(cursor.peek()),
            !TextCursor(codes, at: start).follows(["第", "这", "那", "头", "了", "过", "好"])
        {
            return make(.qty, start, cursor, number)
        }
        return nil
    }

    /// 一个半小时, 一个季度 are times.
    private static let spans: [StaticString] = [
        "月", "半", "小时", "星期", "礼拜", "季度", "学期", "周末", "世纪", "多月", "多小时", "钟", "晚上", "上午", "下午", "早上",
    ]

    /// 拍了三张灭火器的照片: what was sent to prove it.
    private func isPicture(_ cursor: TextCursor) -> Bool {
        guard cursor.peek(-1) == "张" else { return false }
        return (0...Self.picture).contains {
            TextCursor(codes, at: cursor.position + $0).seesAny(["照片", "相片", "图片", "截图", "图，", "图。"])
        }
    }

    /// Between a count of pictures and their name.
    private static let picture = 8

    /// 多少钱一台, 三百分一个: what one costs; 没一个好的 counts nothing.
    private func isPrice(_ start: Int, _ number: NumberReader.Number) -> Bool {
        number.value == 1
            && TextCursor(codes, at: start).follows([
                "钱", "分", "元", "块", "积分", "没", "没有", "哪", "每", "任何", "第", "同",
            ])
    }

    /// 劝走了两个乱停车的, 一个陌生男的, 我一个女的住, 我一个人带两个娃: told of, and nobody who comes.
    private func areOthers(_ start: Int, _ cursor: TextCursor, _ number: NumberReader.Number) -> Bool {
        let before = TextCursor(codes, at: start)
        if before.follows([
            "劝走", "劝走了", "劝退", "劝退了", "劝", "劝了", "劝阻", "劝阻了", "制止", "制止了", "赶走", "赶走了", "抓住", "抓到", "抓了",
            "一个人带", "一个人带着", "自己带", "独自带", "一个人看",
        ]) {
            return true
        }
        var person = cursor
        person.position += 1
        guard number.value == 1, !before.follows(["报", "报名", "算", "加", "再加", "带"]) else { return false }
        // 一个79岁的阿婆.
        if let age = NumberReader.read(codes, at: person.position), TextCursor(codes, at: age.end).sees("岁") {
            return true
        }
        let isElder = person.seesAny([
            "阿婆", "阿伯", "阿公", "阿嬷", "老太", "老头", "老大爷", "大爷", "大妈", "婆婆", "老奶奶", "老爷爷",
        ])
        return isElder || person.seesAny(["陌生", "男的", "女的", "男人", "女人", "男子", "女子"])
            || befalls(person, before)
    }

    /// 一个小孩掉进去了, 打一个学生: to whom it happens.
    private func befalls(_ person: TextCursor, _ before: TextCursor) -> Bool {
        var person = person
        guard person.acceptAny(Self.people) || person.acceptAny(["工人", "师傅", "行人", "路人"]) else {
            return false
        }
        return before.follows(["打", "围着打", "咬", "砸", "砸到", "砸中", "撞", "撞了", "撞到", "撞倒", "压住", "吓到"])
            || person.seesAny(["掉", "摔", "倒在", "倒地", "躺", "爬", "被", "趴"])
    }

    /// 我还想去，再带一个朋友: he comes himself.
    private func joinsWriter(_ start: Int) -> Bool {
        TextCursor(codes, at: start).follows(["再带", "还带", "还要带", "再带上", "另外带"])
            && codes[..<start].contains { $0 == "我" }
    }

    /// 满分10分我给3分, 10分制打3分, 10分我给3分: of how many, and no judgement.
    private func isScale(_ reading: Reading) -> Bool {
        guard reading.kind == .points || reading.kind == .score else { return false }
        let before = TextCursor(codes, at: reading.range.lowerBound)
        if before.follows(["满分", "满分是", "总分", "总分是"]) {
            return !before.follows(["打满分", "给满分", "评满分"])
        }
        var after = TextCursor(codes, at: reading.range.upperBound)
        if after.seesAny(["制", "满分", "为满分", "是满分"]) { return true }
        guard [5, 10, 100].contains(reading.value) else { return false }
        if CodeClass.isStop(after.peek()) { after.position += 1 }
        _ = after.acceptAny(["我只", "我就", "我最多", "我", "只能", "只", "就", "最多"])
        guard after.acceptAny(["给", "打", "评"]), let given = after.number() else { return false }
        return given.value <= reading.value && after.seesAny(["分", "颗星", "星"])
    }

    /// 报两个, 算我两个, 大人两个: people, though nobody says so.
    private func joins(_ start: Int, _ cursor: TextCursor) -> Bool {
        let before = TextCursor(codes, at: start)
        if before.follows(["大人", "小孩", "孩子", "老人", "小朋友"]) { return true }
        // 两个都不去了, 六个都上.
        if cursor.seesAny(["都不去", "都去", "都来", "都参加", "都上", "都要去", "都想去"]) { return true }
        // 留两个座; but not 两个座椅.
        let isSeat =
            cursor.seesAny(["座，", "座。", "座吧", "号，", "号。", "号吧"])
            || (cursor.seesAny(["座", "号"]) && cursor.peek(1) == 0)
        let ends =
            cursor.isAtEnd || CodeClass.isMark(cursor.peek()) || isSeat
            || cursor.seesAny(["吧", "名额", "位", "人", "报"])
        // 电梯关人，里面三个.
        if ends, before.follows(["里面", "里头", "里边", "困了", "关了", "困着", "关着"]) { return true }
        // 困人，4号梯，3个: alone in its clause where somebody is held.
        let isAlone = ends && (start == 0 || CodeClass.isMark(codes[start - 1]))
        if isAlone,
            codes[..<start].indices.contains(where: { TextCursor(codes, at: $0).seesAny(["困", "关在", "关人"]) })
        {
            return true
        }
        return ends
            && before.follows([
                "报", "报名", "算我", "算我们", "留", "再报", "我们", "来", "不，", "不对，", "错了，", "加上我是", "加上我", "连我是", "连我",
                "一共", "总共", "去", "要去",
            ])
    }

    /// 3 people, two kids: as foreigners write it.
    private func englishParty(_ cursor: TextCursor, _ number: NumberReader.Number, _ start: Int) -> Reading? {
        var cursor = cursor
        _ = cursor.accept(" ")
        guard number.value < 1000, cursor.acceptAny(["people", "persons", "person", "kids", "adults", "men"])
        else {
            return nil
        }
        return make(.headcount, start, cursor, number)
    }

    private static let spent: [StaticString] = [
        "攒够了", "攒够", "存够了", "存够", "攒到", "积分扣", "积分用", "积分花", "积分抵", "扣积分", "用积分", "分数扣",
    ]
    private static let adjectives: [StaticString] = [
        "满意", "感谢", "感激", "不满", "不便", "方便", "危险", "严重", "难", "臭", "糟", "差", "着急", "紧急", "恶劣", "吵", "影响", "漂亮",
        "干净", "及时", "专业", "贴心", "热心", "耐心", "认真", "负责", "辛苦", "抱歉", "生气", "愤怒", "害怕", "担心", "需要", "希望",
    ]

    /// 30分, 30积分, 30个积分; not 30分钟 and not 三点三十分.
    private func points(_ cursor: inout TextCursor, from start: Int) -> Bool {
        if cursor.acceptAny(["个积分", "积分"]) { return true }
        // 积分扣100.
        if TextCursor(codes, at: start).follows(Self.spent),
            cursor.isAtEnd || CodeClass.isMark(cursor.peek())
        {
            return true
        }
        // 十分满意 is very content.
        if cursor.follows(["十"]), cursor.sees("分"), !cursor.follows(["给十", "打十", "评十", "满分十"]) {
            var next = cursor
            next.position += 1
            if next.seesAny(Self.adjectives) { return false }
        }
        guard cursor.sees("分"), !cursor.seesAny(["分钟", "分之", "分钱"]) else { return false }
        return cursor.accept("分")
    }

    func make(_ kind: Kind, _ start: Int, _ cursor: TextCursor, _ number: NumberReader.Number)
        -> Reading
    {
        Reading(kind: kind, range: start..<cursor.position, value: number.value)
    }
}
