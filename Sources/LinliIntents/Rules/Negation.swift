/// Words that void a danger: they deny it, fear it, tell of it as past, or say what else it is. Whatever
/// stands here can hide a real one, so each is tried with real ones (`HiddenDangerTests`,
/// `EmergencyTests`).
enum Negation {
    /// 没人受伤, 没有冒烟, 不是漏水; but not 有没有人受伤.
    static func stands(before start: Int, in codes: [UInt32]) -> Bool {
        let cursor = TextCursor(codes, at: start)
        guard cursor.follows(["没有人", "没有", "没人", "没让火", "没让", "没", "无人", "不是", "并非", "未", "无"]) else {
            return false
        }
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

    static let nearest = 3

    /// 差点受伤, 怕被困, 会不会着火: nearly, feared or asked, is not yet. 会不会是着火了 is a guess at what happens now.
    static func isFeared(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        let cursor = TextCursor(codes, at: span.lowerBound)
        if cursor.follows([
            "差点", "差点儿", "险些", "差一点", "万一", "担心", "怕", "怕会", "差点就", "差点被", "差一点就", "差一点被", "免得",
            "省得", "以免", "避免", "防止", "谨防", "迟早要", "迟早会", "迟早得", "早晚要", "早晚会", "早晚得",
            "免得哪天", "省得哪天", "怕哪天", "怕以后", "担心哪天", "担心以后", "怕到时", "怕将来", "怕万一", "哪天",
        ]) {
            return true
        }
        // 加装电梯的话停电会不会把人关里面: asked of what is not built yet, or not so.
        if cursor.follows(["会不会把", "会不会把人", "会不会把我", "会不会被", "会不会"]),
            cursor.seesAny(["关", "困", "锁", "卡", "人困", "人关", "把人", "把我", "把孩子"]), isSupposed(codes)
        {
            return true
        }
        if asksOfWhatMightBe(span, in: codes) || isCallDeclined(span, in: codes) { return true }
        return cursor.follows(["会不会", "会不会突然", "会不会就", "会不会引起", "会不会引发", "容易引起", "容易引发", "会不会要"])
            && cursor.seesAny(["着火", "起火", "失火", "火灾", "自燃", "烧起", "爆炸", "触电", "漏电", "电到"])
            && !TextCursor(codes, at: span.upperBound).seesAny(["了", "啦", "咯"])
    }

    /// 加装了的话, 要是停电; not where a door is shut now or somebody calls.
    private static func isSupposed(_ codes: [UInt32]) -> Bool {
        func says(_ words: [StaticString]) -> Bool {
            codes.indices.contains { TextCursor(codes, at: $0).seesAny(words) }
        }
        return says(["的话", "如果", "要是", "万一", "假如", "加装", "以后"])
            && !says(["打不开", "停了", "不动", "快", "救", "出不", "现在", "我在", "在里", "里面有", "已经", "怎么还"])
    }

    /// 真烧起来怎么办; 天台门锁着，着火往哪跑. 着火了怎么办, 楼上真的着火怎么跑 and 家里着火往哪跑 ask of what is, and so does who
    /// says where he is.
    private static func asksOfWhatMightBe(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        var after = TextCursor(codes, at: span.upperBound)
        _ = after.acceptAny(["了都", "了", "都", "的话"])
        guard after.seesAny(wayOut) else { return false }
        func says(_ words: [StaticString]) -> Bool {
            near(span, codes).contains { TextCursor(codes, at: $0).seesAny(words) }
        }
        let isSupposed =
            TextCursor(codes, at: span.lowerBound).follows(["真", "真要", "真要是"]) || says(supposing)
        return isSupposed && !says(ongoing) && !near(span, codes).contains { CodeClass.isDigit(codes[$0]) }
    }

    private static let wayOut: [StaticString] = [
        "往哪跑", "往哪逃", "往哪儿跑", "往哪里跑", "往哪儿逃", "往哪里逃", "没地方跑", "没地方逃", "没处跑", "没处逃", "没路跑", "没路逃", "怎么跑",
        "怎么逃", "咋跑", "跑哪", "逃哪", "怎么办", "咋办", "咋整", "谁负责",
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

    /// 以前, 很久以前, 我家以前, 之前漏电那根; but neither 半小时以前 nor 睡觉以前, which is now or a moment ago.
    private static func saysFormerly(_ cursor: TextCursor) -> Bool {
        guard cursor.seesAny(["以前", "之前"]) else { return false }
        return cursor.position == 0 || CodeClass.isMark(cursor.peek(-1)) || cursor.follows(formerly)
    }

    private static let formerly: [StaticString] = [
        "很久", "好久", "几年", "多年", "老早", "个月", "我", "我们", "咱们", "家", "这里", "这儿", "这边", "那里", "那边", "小区", "楼下",
        "楼上", "隔壁", "栋", "听说", "记得", "因为", "阿嬷", "奶奶", "爷爷", "阿公", "外婆", "外公", "老人", "妈", "爸", "他", "她",
    ]
    private static let praises: [StaticString] = [
        "现在是要申请", "现在要申请", "现在想申请", "现在申请", "现在想问", "现在来问", "现在要办", "现在想办", "又快", "又好", "又干净", "又仔细", "又便宜",
        "又细心", "又耐心", "又专业", "又有礼",
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

    static let courtesies: [StaticString] = [
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
            guard cursor.acceptAny(["电梯里", "轿厢里", "电梯轿厢", "电梯正在", "电梯在"]) else {
                return isServiced(&cursor, codes)
            }
            let end = min(cursor.position + farthest, codes.count)
            return (cursor.position..<end).prefix { !CodeClass.isMark(codes[$0]) }.contains { place in
                let deed = TextCursor(codes, at: place)
                return deed.seesAny(deeds) || (deed.seesAny(services) && deed.follows(workers))
            }
        }
        return isBusy && !codes.indices.contains { TextCursor(codes, at: $0).seesAny(distress) }
    }

    /// 电梯保养要多久，师傅在里面.
    private static func isServiced(_ cursor: inout TextCursor, _ codes: [UInt32]) -> Bool {
        cursor.accept("电梯") && cursor.seesAny(services)
            && codes.indices.contains {
                TextCursor(codes, at: $0).seesAny(["师傅在里", "工人在里", "人员在里", "师傅还在里"])
            }
    }

    private static let deeds: [StaticString] = [
        "放了", "放着", "聊天", "干活", "乱画", "画画", "涂鸦", "刻字", "拖着", "推着", "拎着", "在焊", "打扫", "拖地", "扫地", "擦", "贴",
        "在修",
        "修电梯", "换灯", "换广告",
        "装广告", "装监控", "刷漆", "消毒", "搬东西", "搬家",
        "抽烟", "吸烟", "抽着烟", "遛狗", "吐痰", "尿", "发传单", "直播", "拍视频", "唱歌",
    ]
    /// Also what is called for: a deed only where somebody is at it.
    private static let services: [StaticString] = ["检修", "维修", "保养", "维保", "年检", "调试"]
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

    /// 门推不开, 车里有人出不来, 困在家里下不去: somebody cannot get out; in a message that tells of a danger.
    static func tellsOfHeld(_ codes: [UInt32]) -> Bool {
        func says(_ words: [StaticString]) -> Bool {
            codes.indices.contains {
                let cursor = TextCursor(codes, at: $0)
                return cursor.seesAny(words) && !cursor.follows(["没", "没人", "没有人", "没有", "不"])
            }
        }
        // 门反锁了，人在外头 is shut out; 电梯停了，老人都下不来 stays at home.
        if says(["人在外头", "人在外面", "在门外"]) { return false }
        return says(held) || (says(["下不来", "下不去"]) && !namesCabin(codes))
    }

    private static let held: [StaticString] = [
        "困", "关在", "里关了", "锁在", "里锁着", "反锁", "卡里", "卡在底下", "卡在下面", "卡在里", "出不来", "出不去", "推不开", "放我出", "没出来",
        "压着人", "压着个", "压着一", "压着两", "压着我", "压住了还", "夹着我", "卡在电梯门", "头卡在", "手卡在", "脚卡在", "腿卡在", "手夹在", "脚夹在",
        "抽不出", "拔不出", "拿不出来", "被压在", "没救出", "救出来", "人在里", "人还在里", "我在里", "妈在里",
        "爸在里", "子在里", "儿在里", "娃在里", "在里头敲", "在里头哭", "在里面喊",
        "掉进", "掉井", "掉到井", "压在下", "压在里", "扣押", "不上不下", "拍门", "逃不",
    ]

    /// 梯里, 轿厢: where somebody is held in a lift.
    static func namesCabin(_ codes: [UInt32]) -> Bool {
        codes.indices.contains {
            TextCursor(codes, at: $0).seesAny(["电梯", "轿厢", "梯里", "进梯", "台梯", "货梯", "客梯", "那部", "这部"])
        }
    }

    /// 他有个女儿在外地, 两个孩子在外面上学: where somebody's people live, and not one word of anything else.
    static func isOfKinElsewhere(_ codes: [UInt32]) -> Bool {
        func says(_ words: [StaticString]) -> Bool {
            codes.indices.contains { TextCursor(codes, at: $0).seesAny(words) }
        }
        return codes.count <= longestKin && says(kin) && says(elsewhere) && !says(distress)
            && !says(suffering)
            && !says(unanswered) && !says(held)
            && !says(["门", "电话", "联系", "失", "丢", "不见", "找", "回来", "敲", "病", "味"])
    }

    /// In characters: of a longer message some part may tell of something else.
    private static let longestKin = 20
    private static let kin: [StaticString] = [
        "女儿", "儿子", "孩子", "子女", "儿女", "孙子", "孙女", "妹妹", "弟弟", "哥哥", "姐姐", "老婆", "老公", "侄",
    ]
    private static let elsewhere: [StaticString] = [
        "在外地", "在外省", "在国外", "在老家", "在外面上学", "在外面读书", "在外面打工", "在外面上班", "外地工作", "外地上班", "外地读", "不在身边", "不在本地",
        "嫁到", "嫁在",
    ]

    /// 我妈摔了在哼哼, 阿公躺在地上叫不醒: how somebody is.
    static func tellsOfSuffering(_ codes: [UInt32]) -> Bool {
        codes.indices.contains { TextCursor(codes, at: $0).seesAny(suffering) }
    }

    /// 人都出来了，火窜到隔壁了: what goes on where nobody is.
    static func tellsOfBlaze(_ codes: [UInt32]) -> Bool {
        codes.indices.contains {
            TextCursor(codes, at: $0).seesAny([
                "火窜", "火蹿", "火还", "火往", "火越", "烧到", "还在烧", "越烧", "浓烟", "全是烟", "煤气", "燃气",
            ])
        }
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
            return cursor.seesAny([
                "卡在里", "困在里", "堵在里", "关在里", "锁在里", "停在里", "锁在车库", "锁在地库", "在里面出不", "出不来", "出不去", "开不出",
            ])
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

    /// 插座不冒火花了, 不冒烟不打火: what has stopped or is not so; 他不动了 and 叫不应 are no such words.
    static func hasStopped(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        let told = TextCursor(codes, at: span.lowerBound)
        guard told.seesAny(["冒", "漏", "烧", "闪", "滋", "打火"]), told.follows(["不再", "不"]),
            !told.follows(["是不", "会不", "要不", "能不", "还不", "怎么不", "来不", "管不", "说不"])
        else { return false }
        let end = min(codes.count, span.upperBound + nearest)
        return span.upperBound == codes.count
            || (span.upperBound..<end).contains {
                CodeClass.isMark(codes[$0]) || TextCursor(codes, at: $0).seesAny(["了", "啦", "不"])
            }
    }

    /// 煤气泄漏那天保安反应快: the day of a danger, and not the danger, unless it goes on.
    static func isOfThatDay(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        var cursor = TextCursor(codes, at: span.upperBound)
        _ = cursor.acceptAny(["漏", "露", "人", "了", "的"])
        return cursor.seesAny(["那天", "那次", "那回", "那晚", "那会"]) && !goesOn(codes)
    }

    /// 演被困电梯演得真像, 比煤气还冲, 跟煤气泄漏有一拼, 就像关在电梯里: played, or what something is held against. 味道就像煤气 is a guess
    /// at what it is.
    static func isLikened(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        let told = TextCursor(codes, at: span.lowerBound)
        if told.follows(["演", "扮演", "假装"]) || isReported(span, in: codes) || isFigure(span, in: codes) {
            return true
        }
        if told.seesAny(["关在", "困在", "被困", "被关", "卡在"]), told.follows(["像", "像被", "像是", "好比"]),
            !told.follows(["好像", "好像被", "好像是"])
        {
            return true
        }
        var after = TextCursor(codes, at: span.upperBound)
        _ = after.acceptAny(["漏", "露", "了", "味"])
        if told.follows(["比"]) {
            return (0..<nearest).contains { TextCursor(codes, at: span.upperBound + $0).seesAny(["还", "都"]) }
        }
        return after.seesAny(["有一拼", "有得一拼", "有的一拼"])
    }

    /// 快递被锁在里面, 车被关在地库: a thing is shut in, and nobody with it.
    static func isThingShut(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        guard TextCursor(codes, at: span.lowerBound).seesAny(["被锁", "被关", "被反锁", "被困", "困在", "关在", "锁在"])
        else { return false }
        var end = span.lowerBound
        while end > 0, TextCursor(codes, at: end - 1).seesAny(["都", "还", "全", "又", "也", "就", "给"]) {
            end -= 1
        }
        let cursor = TextCursor(codes, at: end)
        return cursor.follows(things) && !cursor.follows(["司机"])
    }

    private static let things: [StaticString] = [
        "车", "匙", "猫", "狗", "递", "裹", "服", "西", "杯", "伞", "卡", "球", "书", "货", "件", "饭", "药", "卖", "机", "李",
        "具",
        "鞋", "椅", "凳", "箱", "包", "品", "料", "花", "草", "号", "鸟", "广告", "牌", "报", "钱", "眼镜",
    ]

    /// 还有电钻, 打过电话, 修过电梯, 带电工来: 有电 is no current where another word begins with 电. 楼上有人跳绳: nobody jumps
    /// from there.
    static func isOtherWord(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        if codes[span.upperBound - 1] == "跳" {
            let next = TextCursor(codes, at: span.upperBound)
            if next.seesAny(["进", "到"]), CodeSet("河湖水江池塘井海".codes).contains(next.peek(1)) { return false }
            return next.seesAny([
                "绳", "舞", "操", "闸", "广", "来", "价", "过", "队", "槽", "蚤", "高", "远", "健", "皮筋", "格", "进", "跳",
                "一", "得",
                "到", "着", "蹦",
            ])
        }
        guard span.count == 2, TextCursor(codes, at: span.lowerBound).seesAny(["有电", "过电", "带电", "触电"])
        else { return false }
        return TextCursor(codes, at: span.upperBound).seesAny([
            "源", "缆", "力局", "业局", "网",
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
