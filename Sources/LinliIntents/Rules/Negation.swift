/// Words that void a danger: they deny it, fear it, tell of it as past, or say what else it is. Whatever
/// stands here can hide a real one, so each is tried with real ones (`HiddenDangerTests`,
/// `EmergencyTests`).
enum Negation {
    /// 没人受伤, 没有冒烟, 不是漏水; but not 有没有人受伤.
    static func stands(before start: Int, in codes: [UInt32]) -> Bool {
        let cursor = TextCursor(codes, at: start)
        guard cursor.follows(["没有人", "没有", "没人", "没", "无人", "不是", "并非", "未", "无"]) else { return false }
        return !cursor.follows(["有没有人", "有没有", "有没", "是不是", "有没人"])
    }

    /// 没有人困在里头, 里面没人被关着: the words of one verb of which somebody says that it befell nobody.
    static func embraces(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        (max(0, span.lowerBound - nearest)..<span.lowerBound).contains { start in
            var cursor = TextCursor(codes, at: start)
            guard cursor.acceptAny(["困在", "困着", "被困", "关在", "关着", "被关", "卡在", "锁在", "压在", "压着", "压住"]) else {
                return false
            }
            let isWhom = cursor.position == span.lowerBound && codes[span.lowerBound] == "人"
            return (isWhom || cursor.position > span.lowerBound) && stands(before: start, in: codes)
        }
    }

    private static let nearest = 3

    /// 差点受伤, 怕被困, 会不会着火: nearly, feared or asked, is not yet. 会不会是着火了 is a guess at what happens now.
    static func isFeared(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        let cursor = TextCursor(codes, at: span.lowerBound)
        if cursor.follows([
            "差点", "差点儿", "险些", "差一点", "万一", "担心", "怕", "怕会", "差点就", "差点被", "差一点就", "差一点被", "免得",
            "省得", "以免", "避免", "防止", "谨防", "迟早要", "迟早会", "迟早得", "早晚要", "早晚会", "早晚得",
        ]) {
            return true
        }
        if asksOfWhatMightBe(span, in: codes) { return true }
        return cursor.follows(["会不会", "会不会突然", "会不会就", "会不会引起", "会不会引发", "容易引起", "容易引发", "会不会要"])
            && cursor.seesAny(["着火", "起火", "失火", "火灾", "自燃", "烧起", "爆炸", "触电", "漏电", "电到"])
            && !TextCursor(codes, at: span.upperBound).seesAny(["了", "啦", "咯"])
    }

    /// 真烧起来怎么办; 天台门锁着，着火往哪跑. 着火了怎么办, 楼上真的着火怎么跑 and 家里着火往哪跑 ask of what is, and so does who
    /// says where he is.
    private static func asksOfWhatMightBe(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        guard TextCursor(codes, at: span.upperBound).seesAny(wayOut) else { return false }
        func says(_ words: [StaticString]) -> Bool {
            near(span, codes).contains { TextCursor(codes, at: $0).seesAny(words) }
        }
        let isSupposed =
            TextCursor(codes, at: span.lowerBound).follows(["真", "真要", "真要是"]) || says(supposing)
        return isSupposed && !says(ongoing) && !near(span, codes).contains { CodeClass.isDigit(codes[$0]) }
    }

    private static let wayOut: [StaticString] = [
        "往哪跑", "往哪逃", "往哪儿跑", "怎么跑", "怎么逃", "咋跑", "跑哪", "逃哪", "怎么办", "咋办", "咋整", "谁负责",
    ]
    private static let supposing: [StaticString] = [
        "锁着", "锁了", "锁死", "堵着", "堵了", "堵死", "封着", "封了", "要是", "如果", "假如", "一旦", "真要",
    ]
    private static let ongoing: [StaticString] = [
        "烟", "救", "快", "呛", "困", "热", "现在", "正在", "已经", "火大", "火很", "楼下", "楼上", "隔壁", "家里", "我家", "厨房", "我在",
        "我们在", "人在", "在家", "在里",
    ]

    /// 上次漏电那个师傅, 前阵子隔壁栋着火: told of a time that is over, at most `farthest` characters before in the same
    /// clause. What was mended or fitted then may burn now (去年修的电箱着火了).
    static func isPast(before start: Int, in codes: [UInt32]) -> Bool {
        for position in stride(from: start - 1, through: max(0, start - farthest), by: -1) {
            let cursor = TextCursor(codes, at: position)
            if CodeClass.isMark(codes[position]) || cursor.seesAny(works) { return false }
            if cursor.seesAny(pasts) || saysFormerly(cursor) { return true }
        }
        return false
    }

    /// Whether a message that tells of an earlier danger says that it goes on or has come back; 又快又好 does
    /// not.
    static func goesOn(_ codes: [UInt32]) -> Bool {
        codes.indices.contains { position in
            let cursor = TextCursor(codes, at: position)
            return cursor.seesAny(continuing) && !cursor.seesAny(praises)
        }
    }

    /// 隔壁失火，亏得保安来得快，谢谢: who gives thanks for quick help tells of what is over, unless something goes on or
    /// somebody is still to come (多亏门卫反应快拉了闸，谢谢他，请派人来). The end of these words: what is told behind them (谢谢，
    /// 亏得来得快，他流血不止) is not over. Nil where no thanks are given.
    static func thanksEnd(_ codes: [UInt32]) -> Int? {
        func end(_ words: [StaticString]) -> Int? {
            codes.indices.lazy.compactMap { start -> Int? in
                var cursor = TextCursor(codes, at: start)
                return cursor.acceptAny(words) ? cursor.position : nil
            }.max()
        }
        guard let luck = end(["幸亏", "多亏", "亏得", "好在", "幸好"]), let thanks = end(thankings),
            let help = end(ended) ?? (end(earlier) == nil ? nil : end(["赶到", "反应快", "及时"])),
            end(unended) == nil, !goesOn(codes)
        else { return nil }
        return max(luck, thanks, help)
    }

    /// Thanks for help, and behind them nothing but courtesy.
    static func isThanked(_ codes: [UInt32]) -> Bool {
        guard let end = thanksEnd(codes) else { return false }
        return codes[end...].split(whereSeparator: CodeClass.isMark).allSatisfy { clause in
            clause.count <= 3
                || clause.indices.contains {
                    let cursor = TextCursor(codes, at: $0)
                    return cursor.seesAny(courtesies)
                        || cursor.seesAny(["辛苦", "表扬", "放心", "真好", "你们", "大家", "师傅"])
                }
        }
    }

    private static let ended: [StaticString] = [
        "来得快", "来得及时", "来得早", "处理得快", "灭了", "扑灭", "救出来", "救下来", "救上来", "放出来", "没出事", "没出大事",
    ]
    private static let earlier: [StaticString] = [
        "昨", "前天", "前晚", "那天", "那晚", "那次", "上次", "上回", "上周", "上个月", "当时", "今早", "早上",
    ]
    private static let unended: [StaticString] = [
        "派人", "报警", "叫消防", "通知", "安排", "疏散", "出不来", "出不去", "在弄", "在路上", "正在", "没出来", "没灭", "没救", "没扑灭", "没放",
        "呛", "烟大", "烟很", "味", "快点", "赶快",
    ]
    private static let thankings: [StaticString] = ["谢谢", "感谢", "多谢", "谢了", "锦旗", "表扬", "点赞"]

    /// 以前, 很久以前, 我家以前; but neither 半小时以前 nor 睡觉以前, which is now or a moment ago.
    private static func saysFormerly(_ cursor: TextCursor) -> Bool {
        guard cursor.sees("以前") else { return false }
        return cursor.position == 0 || CodeClass.isMark(cursor.peek(-1)) || cursor.follows(formerly)
    }

    private static let formerly: [StaticString] = [
        "很久", "好久", "几年", "多年", "老早", "个月", "我", "我们", "咱们", "家", "这里", "这儿", "这边", "那里", "那边", "小区", "楼下",
        "楼上", "隔壁", "栋", "听说", "记得", "因为",
    ]
    private static let praises: [StaticString] = [
        "又快", "又好", "又干净", "又仔细", "又便宜", "又细心", "又耐心", "又专业", "又有礼",
    ]

    /// Whether every clause tells of these words, of a place or of courtesy: a clause about anything else may
    /// tell of the danger.
    private static func tellsOnly(_ words: [StaticString], _ codes: [UInt32]) -> Bool {
        codes.split(whereSeparator: CodeClass.isMark).allSatisfy { clause in
            clause.count <= 2
                || clause.indices.contains {
                    let cursor = TextCursor(codes, at: $0)
                    return CodeClass.isDigit(codes[$0]) || cursor.seesAny(words) || cursor.seesAny(courtesies)
                }
        }
    }

    private static let courtesies: [StaticString] = [
        "谢", "麻烦", "帮忙", "你好", "您好", "怎么办", "联系", "物业", "尽快", "派人", "来看", "处理",
    ]

    /// 电梯卡住了，里头没有人困着, and nothing beside it; 机房有焦味 is more.
    static func tellsOnlyOfLift(_ codes: [UInt32]) -> Bool {
        tellsOnly(["电梯", "轿厢", "梯", "没人", "没有人", "没困", "无人", "门", "停", "卡", "按"], codes)
            && !codes.indices.contains {
                TextCursor(codes, at: $0).seesAny([
                    "烟", "焦", "糊", "火", "味", "烧", "炸", "掉下", "坠", "伤", "血", "晕", "摔", "疼", "痛", "压到", "砸",
                ])
            }
    }

    /// 楼上漏水到我家，敲门没人应: the water says why somebody knocks, and nobody is told to be behind the door.
    static func isClosedDoor(_ codes: [UInt32]) -> Bool {
        func says(_ words: [StaticString]) -> Bool {
            codes.indices.contains { TextCursor(codes, at: $0).seesAny(words) }
        }
        return says(leaks) && says(unanswered) && tellsOnly(leaks + unanswered, codes)
            && !says([
                "老人", "奶奶", "爷爷", "阿婆", "阿公", "阿嬷", "独居", "老太", "老头", "妈", "爸", "孩", "娃", "岁", "救", "电", "烟",
                "煤气", "燃气", "糊", "味", "两天", "三天", "几天", "没见", "呻吟", "哼", "叫", "声", "残疾", "病", "瘫", "摔", "酒",
                "红", "轮椅", "手术", "整夜", "一夜", "没看见", "没看到", "没露面", "老两口", "聋", "哑", "孕", "心脏", "住院", "想不开",
                "想死", "不想活",
                "热气", "咳", "砰",
            ])
    }

    private static let leaks: [StaticString] = [
        "漏水", "滴水", "渗水", "门缝流", "门缝里流", "水从门", "水流出来", "水淌", "漏下来", "滴下来", "渗下来", "往下漏", "往下滴", "漏到", "渗到",
        "流下来", "反水", "返水",
    ]
    private static let unanswered: [StaticString] = [
        "没人在", "没有人在", "没人应", "没有人应", "没人开", "没有人开", "敲不开", "敲门没人", "没人理", "不开门",
    ]

    /// 电梯里面有人在打扫, 轿厢里师傅在检修: somebody has his work or his bad habit there, and not one word of a lift that
    /// stands, of a call or of pain is said. 电梯里有人，维修电话打不通 tells of whom nobody helps.
    static func isBusyLift(_ codes: [UInt32]) -> Bool {
        let isBusy = codes.indices.contains { start in
            var cursor = TextCursor(codes, at: start)
            guard cursor.acceptAny(["电梯里", "轿厢里", "电梯轿厢"]) else { return false }
            let end = min(cursor.position + farthest, codes.count)
            return (cursor.position..<end).prefix { !CodeClass.isMark(codes[$0]) }.contains { place in
                let deed = TextCursor(codes, at: place)
                return deed.seesAny(deeds) || (deed.seesAny(services) && deed.follows(workers))
            }
        }
        return isBusy && !codes.indices.contains { TextCursor(codes, at: $0).seesAny(distress) }
    }

    private static let deeds: [StaticString] = [
        "打扫", "拖地", "扫地", "擦", "贴", "在修", "修电梯", "换灯", "换广告", "装广告", "装监控", "刷漆", "消毒", "搬东西", "搬家",
        "抽烟", "吸烟", "抽着烟", "遛狗", "吐痰", "尿", "发传单", "直播", "拍视频", "唱歌",
    ]
    /// Also what is called for: a deed only where somebody is at it.
    private static let services: [StaticString] = ["检修", "维修", "保养", "维保"]
    private static let workers: [StaticString] = ["在", "正在", "师傅", "工人", "人员", "有人", "做", "搞"]
    private static let distress: [StaticString] = [
        "困", "停", "出不", "没出", "卡", "不动", "动不", "喊", "叫", "救", "哭", "关", "黑", "开不", "不开", "掉", "坠", "铃", "拍门",
        "拍打", "压", "死", "胸", "呼吸", "没气", "断气", "不行了", "要生", "羊水", "有烟", "烟雾", "浓烟", "火",
        "砸", "晕", "倒", "血", "喘", "闷", "摔", "夹", "伤", "没反应", "打架", "打人", "刀", "追", "疼", "痛", "急", "冒烟", "着火",
        "求你", "点着", "着了", "燃", "烧", "缠", "锁在里", "锁里", "扎", "割", "划", "脸都", "脸色", "滑", "没动静", "不应", "没了声",
        "120", "119",
        "110", "怎么办", "吓", "抖", "晃", "半天", "发抖", "坐地", "躺", "蹲", "快来", "快点", "来人", "没人接", "没人来", "没人应", "不来",
        "没来", "没到", "联系不", "打不通", "不接",
    ]

    /// 我妈摔了在哼哼, 阿公躺在地上叫不醒: how somebody is.
    static func tellsOfSuffering(_ codes: [UInt32]) -> Bool {
        codes.indices.contains { TextCursor(codes, at: $0).seesAny(suffering) }
    }

    /// 被夹伤了, 腿在流血; not 没人受伤.
    static func tellsOfHurt(_ codes: [UInt32]) -> Bool {
        codes.indices.contains {
            TextCursor(codes, at: $0).seesAny(hurts) && !stands(before: $0, in: codes)
        }
    }

    private static let hurts: [StaticString] = [
        "夹伤", "砸伤", "压伤", "摔伤", "烧伤", "烫伤", "割伤", "撞伤", "扎伤", "受伤", "流血", "昏", "晕倒", "晕过",
    ]

    /// What stands beside a danger; to look at all of a long message for each would cost its square.
    private static func near(_ span: Range<Int>, _ codes: [UInt32]) -> Range<Int> {
        max(0, span.lowerBound - beside)..<min(codes.count, span.upperBound + beside)
    }

    /// In characters.
    private static let beside = 60

    private static let suffering: [StaticString] = [
        "哼哼", "在哼", "呻吟", "叫不醒", "叫不应", "喊不应", "喊不醒", "昏过", "昏倒", "昏迷", "晕倒", "晕过", "摔了在", "摔倒在", "爬不起来",
        "起不来",
        "倒在地", "倒地", "流血", "喘不", "抽搐", "吐血", "没反应了", "不省人事", "胸口",
    ]

    /// 卷帘门停了，车卡在里面出不来: a car, and nobody in it is told of.
    static func isStuckCar(_ codes: [UInt32]) -> Bool {
        let isCar = codes.indices.contains { start in
            var cursor = TextCursor(codes, at: start)
            guard cursor.acceptAny(["车子", "车辆", "汽车", "车"]) else { return false }
            _ = cursor.acceptAny(["被", "都", "还", "全"])
            return cursor.seesAny(["卡在里", "困在里", "堵在里", "关在里", "锁在里", "停在里", "在里面出不", "出不来", "出不去", "开不出"])
        }
        return isCar && !tellsOfPerson(codes[...])
    }

    /// 大树倒了压在车上: what fell hit a car (`span` says that it did), and nobody is told of.
    static func isOnCar(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        var cursor = TextCursor(codes, at: span.lowerBound)
        guard cursor.acceptAny(["压", "砸到", "砸中", "砸"]) else { return false }
        _ = cursor.acceptAny(["在", "到", "坏", "扁", "住", "中", "着"])
        _ = cursor.accept("了")
        let end = min(codes.count, cursor.position + farthest + 3)
        let isCar = (cursor.position..<max(cursor.position, end)).contains {
            TextCursor(codes, at: $0).seesAny(["车上", "车顶", "车窗", "车子", "的车", "汽车", "轿车", "车，", "车头", "车尾"])
                || (codes[$0] == "车" && $0 + 1 == codes.count)
        }
        return isCar && !tellsOfPerson(codes[near(span, codes)])
    }

    /// A word of anybody: 人 also in 没人, since a danger is looked past only where nobody is spoken of.
    private static func tellsOfPerson(_ codes: ArraySlice<UInt32>) -> Bool {
        let words = Array(codes)
        return words.indices.contains {
            TextCursor(words, at: $0).seesAny([
                "儿", "学生", "女", "妇", "婴", "他", "她", "哥", "姐", "弟", "妹", "油", "胳膊", "下面有", "下面好", "下面都", "下面是",
                "人", "孩", "娃", "宝", "司机", "师傅", "老", "妈", "爸", "爷", "奶", "救", "血", "伤", "喘", "闷", "热", "热死",
                "晕", "困我", "我在里",
                "我被", "我困", "我还在", "烟", "火", "电", "煤气", "哭", "喊", "叫",
            ])
        }
    }

    /// 还有电钻, 那边有电视: 有电 is no current where another word begins with 电.
    static func isOtherWord(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        guard span.count == 2, TextCursor(codes, at: span.lowerBound).sees("有电") else { return false }
        return TextCursor(codes, at: span.upperBound).seesAny([
            "视", "钻", "锯", "梯", "脑", "话", "扇", "焊", "饭", "磁", "子", "影", "吹风", "风扇", "动车", "动自", "动三", "动门",
            "瓶车", "工",
            "池", "费", "卡", "表", "箱", "器", "炉", "锅", "水壶",
        ])
    }

    /// 有电了, 终于来水了，谢谢, and nothing else: what was cut is back. 水龙头有电了 is a danger.
    static func isSupplyBack(_ codes: [UInt32]) -> Bool {
        var cursor = TextCursor(codes)
        while cursor.acceptAny(["终于", "家里", "我家", "现在", "已经", "都", "又", "好了", "，", "。", "！"]) {}
        guard cursor.acceptAny(["有电", "来电", "有水", "来水"]), cursor.acceptAny(["了", "啦", "咯"]) else {
            return false
        }
        while cursor.acceptAny(["谢谢", "感谢", "你们", "了", "啊", "呀", "，", "。", "！"]) {}
        return cursor.position == codes.count
    }

    /// 约周四接访，想说井盖老被偷: a state that is talked about with an official, and nothing that happens now.
    static func isTopic(_ codes: [UInt32]) -> Bool {
        func says(_ words: [StaticString]) -> Bool {
            codes.indices.contains { TextCursor(codes, at: $0).seesAny(words) }
        }
        return says(["接访", "接待日", "恳谈会", "座谈会", "见面会"])
            && says(["想说", "说说", "反映", "谈谈", "聊聊", "讲讲", "问问", "想问", "说一下", "讲一下", "提一提", "约", "登记", "报名"])
            && says([
                "老被", "老是", "总是", "总被", "老进", "老掉", "经常", "每次", "每回", "一下雨", "动不动",
            ])
            && !says(["现在", "正在", "刚才", "刚刚", "快来", "快点", "赶紧", "马上", "已经", "掉进", "救", "今天", "今早", "今晚", "又"])
    }

    private static let farthest = 9
    private static let pasts: [StaticString] = [
        "前阵子", "前段时间", "那阵子", "上个月", "上次", "上回", "那次", "那回", "前几个月", "前年", "去年",
    ]
    private static let works: [StaticString] = [
        "修", "换", "装", "报", "刚", "才", "新", "完", "过后", "以后", "之后", "到",
    ]
    private static let continuing: [StaticString] = [
        "还", "又", "现在", "今天", "今晚", "刚才", "仍", "一直", "再", "没人", "没修", "没处理", "没来", "没管", "没有人", "不管", "至今",
        "快来", "快点", "赶紧", "救", "越来越", "依旧", "照样",
    ]
}
