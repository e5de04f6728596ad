import LinliModel

/// Who comes in his stead, as staff want to know it when they call him up: 父亲张德福（82岁）. Kinship stands first.
struct AttendeeWords: Equatable {
    var name: String?
    var age: Int?

    /// What the words say of him beside his kinship.
    init(_ text: String) {
        name = text.nameBesideKin ?? text.bareName
        age = text.ageInYears
    }

    /// The kinship with what is known now; what is not said stays.
    func added(to attendee: String) -> String {
        var kin = attendee
        var known: String?
        if let open = attendee.firstIndex(of: "（") {
            kin = String(attendee[..<open])
            known = String(attendee[open...])
        }
        if let name, !kin.mentions(name) { kin += name }
        return kin + (age.map { "（\($0)岁）" } ?? known ?? "")
    }
}

extension Turn {
    /// 张德福，82岁，腿脚不好, while a seat for his father is being booked: who he is, and no order of anything.
    mutating func nameAttendee(_ understood: Understood) -> Bool {
        let text = understood.text
        if case .sessionMatter(let offer, var purpose) = state.flow, text.sendsInstead,
            let attendee = text.attendee
        {
            purpose.attendee = attendee
            enter(.sessionMatter(offer, purpose))
            say("reception.attendee", ["attendee": attendee])
            acts.append(.ack)
            askSessionMatter(offer, purpose)
            return true
        }
        guard text.isOnlyOfPerson, !understood.requests.contains(where: \.isEmergency) else { return false }
        let words = AttendeeWords(text)
        guard words.name != nil || words.age != nil else { return false }
        switch state.flow {
        case .chooseSession(let offers, var purpose):
            guard let attendee = purpose.attendee, !offers.isEmpty else { return false }
            purpose.attendee = words.added(to: attendee)
            say("reception.attendee", ["attendee": purpose.attendee ?? ""])
            acts.append(.ack)
            repeatOffer(offers, purpose)
        case .sessionMatter(let offer, var purpose):
            guard let attendee = purpose.attendee else { return false }
            purpose.attendee = words.added(to: attendee)
            enter(.sessionMatter(offer, purpose))
            acts.append(.ack)
            askSessionMatter(offer, purpose)
        default: return false
        }
        return true
    }
}

extension String {
    private static let surnames = Set(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
            + "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤庄翁柯洪连涂阮简詹施赖游"
    )
    private static let kin = [
        "我爸爸", "我妈妈", "老父亲", "老母亲", "我父亲", "我母亲", "我爸", "我妈", "父亲", "母亲", "爷爷", "奶奶", "外公", "外婆", "岳父", "岳母",
        "公公",
        "婆婆", "我老公", "我老婆", "我爱人", "他", "她",
    ]
    private static let calling = ["名字叫", "名字是", "姓名是", "姓名", "名叫", "叫做", "叫", "名字"]
    private static let notNames = Set("约报登预挂要想去来说反谈老今明后也和跟有是的在年")

    private var isName: Bool {
        (2...3).contains(count) && first.map { Self.surnames.contains($0) } ?? false
            && allSatisfy { $0.isLetter && !$0.isASCII } && !contains { Self.notNames.contains($0) }
    }

    /// 王秀英 of 替我妈王秀英报接待日.
    fileprivate var nameBesideKin: String? {
        for word in Self.kin {
            guard let range = firstRange(of: word) else { continue }
            var rest = self[range.upperBound...]
            for call in Self.calling where rest.hasPrefix(call) { rest = rest.dropFirst(call.count) }
            for length in [3, 2] {
                let name = String(rest.prefix(length))
                if name.count == length, name.isName { return name }
            }
        }
        return nil
    }

    /// 张德福 of 张德福，82岁; 叫张德福.
    fileprivate var bareName: String? {
        wordRuns.lazy.compactMap { clause in
            var rest = Substring(clause)
            for call in Self.calling where rest.hasPrefix(call) { rest = rest.dropFirst(call.count) }
            return String(rest).isName ? String(rest) : nil
        }.first
    }

    private static let ageInDigits = Pattern(
        /([5-9][0-9]|10[0-9])(?:周?岁|多岁|了|$)/, needs: ["10", "5", "6", "7", "8", "9"])
    private static let ageInNumerals = Pattern(/([五六七八九])十([一二三四五六七八九])?(?:周?岁|了|$)/, needs: ["十"])

    /// 82岁, 八十二了: from fifty on, since the old come first.
    fileprivate var ageInYears: Int? {
        if let found = firstMatch(of: Self.ageInDigits) { return Int(found.output.1) }
        guard let found = firstMatch(of: Self.ageInNumerals),
            let tens = found.output.1.first.flatMap({ Numerals.values[$0] })
        else { return nil }
        let ones = found.output.2?.first.flatMap { Numerals.values[$0] } ?? 0
        return tens * 10 + ones
    }

    private static let goesAtEnd = Pattern(/(?:去|来|过去|过来|参加)(?:吧|行吗|可以吗|行不行|好吗)?$/, needs: ["去", "参加", "来"])
    private static let cannotCome = Pattern(
        /没空|没时间|去不了|来不了|走不开|不在|有事|上班|替我|代我|代替/,
        needs: ["上班", "不在", "代我", "代替", "去不了", "替我", "有事", "来不了", "没时间", "没空", "走不开"])

    /// 我周四没空，我老头去: who comes in his stead, and nothing of what for.
    fileprivate var sendsInstead: Bool {
        let words = letters
        return attendee != nil && words.count <= Limits.visitCharacters
            && words.contains(Self.goesAtEnd)
            && (words.contains(Self.cannotCome)
                || words.count <= Limits.pointingCharacters)
    }

    private static let ofPersons = ["腿脚", "耳朵", "眼睛", "坐轮椅", "走路", "年纪大", "身体", "听不清", "不方便", "不便", "住"]

    /// Every clause says who somebody is or how he is.
    fileprivate var isOnlyOfPerson: Bool {
        !wordRuns.isEmpty && count <= Limits.visitCharacters
            && wordRuns.allSatisfy { clause in
                clause.bareName != nil || clause.nameBesideKin != nil || clause.ageInYears != nil
                    || clause.mentionsAny(Self.ofPersons)
            }
    }
}
