import LinliModel

/// Having one's blood pressure taken and the nurse (`domain.md` H02): a day on which that is to be had, else
/// an order. No medical advice is given here by anybody.
extension Turn {
    mutating func speakOfMedical(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.requests.count == 1, !understood.main.isEmergency else {
            return false
        }
        let (main, text) = (understood.main, understood.text)
        if text.asksMedicalAdvice {
            say("medical.no_advice")
            acts.append(.refuse)
            return true
        }
        let mayAsk = [.orderService, .infoQuery, .outOfScope].contains(main.intent)
        guard mayAsk, main.category == Self.medical || text.wantsNurse, !text.mentionsAny(policy.activities)
        else { return false }
        // 她血糖高，不要甜的 right behind her lunch: for the cook.
        if speaksOfMeals, text.illnessForMeal != nil, !text.wantsNurse { return false }
        commands.append(
            .activity(.find(words: text + String.clinic, people: main.people, asks: true)))
        return true
    }

    static let medical = "care.medical"

    /// No day has it: somebody comes or calls. False where the words are about something else.
    mutating func orderMedical(_ words: String) -> Bool {
        guard words.hasSuffix(String.clinic) else { return false }
        commands.append(
            .openTicket(
                TicketDraft(
                    category: Self.medical, urgency: .p3, text: String(words.dropLast(String.clinic.count)),
                    address: facts.homes.first(where: \.isProven)?.address ?? Address(),
                    intent: .orderService)))
        return true
    }
}

extension String {
    /// What the register of activities calls it.
    fileprivate static let clinic = "（量血压，义诊）"

    private static let nurses = ["护士", "量血压", "测血压", "量个血压", "量一下血压", "测血糖", "量血糖", "义诊", "健康检查"]
    private static let otherNurses = ["护士站", "投诉", "表扬", "血压计", "借", "积分", "护士小"]
    fileprivate var wantsNurse: Bool { mentionsAny(Self.nurses) && !mentionsAny(Self.otherNurses) }

    private static let body = ["血压", "血糖", "心跳", "药", "头晕", "胸口", "发烧", "体温", "血脂", "尿酸", "胰岛素", "心率"]
    private static let advice = [
        "要不要吃", "要吃什么", "吃什么药", "吃啥药", "能不能吃", "可以吃", "该吃", "怎么吃", "停药", "正常吗", "高不高", "算高", "要紧吗",
        "严重吗", "要不要去医院", "要看医生", "怎么办", "吃几", "加量", "减量", "要不要打针", "偏高", "偏低",
    ]
    private static let otherMatters = [
        "灭鼠", "老鼠", "打药", "农药", "蟑螂", "喷药", "火药", "药店", "代买", "买药", "取药", "过期", "扔", "除草",
    ]
    /// 血压160要不要吃药.
    fileprivate var asksMedicalAdvice: Bool {
        mentionsAny(Self.body) && mentionsAny(Self.advice) && !mentionsAny(Self.otherMatters)
    }
}
