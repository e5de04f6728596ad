/// What a resident wants: the 20 intents of `domain.md` part 3 and "out of scope".
package enum Intent: String, Sendable, Codable, CaseIterable {
    case reportRepair = "report_repair"
    case reportHazard = "report_hazard"
    case complain
    case suggestNeed = "suggest_need"
    case orderService = "order_service"
    case activitySignup = "activity_signup"
    case queryStatus = "query_status"
    case urge
    case rateFeedback = "rate_feedback"
    case cancel
    case pointsQuery = "points_query"
    case pointsClaim = "points_claim"
    case redeem
    case receptionBook = "reception_book"
    case vote
    case disclosureQuery = "disclosure_query"
    case infoQuery = "info_query"
    case humanHandoff = "human_handoff"
    case privacyRequest = "privacy_request"
    case greetHelp = "greet_help"
    case outOfScope = "out_of_scope"

    /// What residents and staff call it.
    package var chinese: String {
        switch self {
        case .reportRepair: "报修"
        case .reportHazard: "上报隐患"
        case .complain: "投诉"
        case .suggestNeed: "提建议"
        case .orderService: "预订服务"
        case .activitySignup: "活动报名"
        case .queryStatus: "查进度"
        case .urge: "催办"
        case .rateFeedback: "评价"
        case .cancel: "撤销"
        case .pointsQuery: "查积分"
        case .pointsClaim: "申报积分"
        case .redeem: "兑换"
        case .receptionBook: "预约接访"
        case .vote: "业主表决"
        case .disclosureQuery: "查公示"
        case .infoQuery: "咨询"
        case .humanHandoff: "转人工"
        case .privacyRequest: "个人信息"
        case .greetHelp: "帮助"
        case .outOfScope: "其他"
        }
    }
}

/// Why a message is out of scope (`domain.md` part 3).
package enum OutOfScope: String, Sendable, Codable, CaseIterable {
    case chitchat, abuse, injection, empty, spam, misdirected
    case otherDomain = "other_domain"
}

/// How pressing a matter is (`domain.md` 2.2.1). `none` where no ticket clock applies.
package enum Urgency: String, Sendable, Codable, CaseIterable, Comparable {
    case p0 = "P0"
    case p1 = "P1"
    case p2 = "P2"
    case p3 = "P3"
    case none

    /// The more urgent is the smaller: `.p0 < .p1`.
    package static func < (left: Urgency, right: Urgency) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Urgency.allCases.firstIndex(of: self) ?? Urgency.allCases.count }
}

/// What a turn does inside a running conversation, beside the intents (`domain.md` part 3).
package enum DialogueAct: String, Sendable, Codable, CaseIterable {
    case provideSlot = "provide_slot"
    case correctSlot = "correct_slot"
    case confirm
    case deny
    case cancelFlow = "cancel_flow"
    case chooseOption = "choose_option"
    case thanks
}

/// Names of the slots (`domain.md` part 3). The raw values are the product's vocabulary.
package enum SlotName: String, Sendable, Codable, CaseIterable {
    case building, unit, floor, room, zone, date, time, period, qty, points, score, choice, phone, plate
    case headcount, age, trapped, injury, anonymous, satisfied, resolved, target, action, scope
    case object, symptom, place, matter, topic, motion, item, activity, reason, person, official, staff
    case diet, remark, since, wants
    case targetRoom = "target_room"
    case ticketNumber = "ticket_no"
    case ticketTail = "ticket_tail"
    case dateFrom = "date_from"
    case dateTo = "date_to"
    case timeText = "time_text"

    /// By its place and not by its name: slots are keys of many dictionaries of every message.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(withUnsafeBytes(of: self) { $0[0] })
    }
}

/// The value of a slot: a string, a whole number or a yes/no, as JSON writes them.
package enum SlotValue: Sendable, Hashable, Codable {
    case text(String)
    case integer(Int)
    case flag(Bool)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // JSON does not name the kind beforehand: not a flag and not a number is no error, not a text is.
        do {
            self = .flag(try container.decode(Bool.self))
            return
        } catch DecodingError.typeMismatch {}
        do {
            self = .integer(try container.decode(Int.self))
            return
        } catch DecodingError.typeMismatch {}
        self = .text(try container.decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .integer(let integer): try container.encode(integer)
        case .flag(let flag): try container.encode(flag)
        }
    }

    package var text: String {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .flag(let flag): flag ? "true" : "false"
        }
    }

    package var integer: Int? {
        switch self {
        case .integer(let integer): integer
        case .text(let text): Int(text)
        case .flag: nil
        }
    }

    package var isTrue: Bool { self == .flag(true) }
}

package typealias Slots = [SlotName: SlotValue]

/// One request found in a message.
package struct Request: Sendable, Equatable {
    package var intent: Intent
    package var category: String?
    package var urgency: Urgency
    package var slots: Slots
    package var subtype: OutOfScope?

    package init(
        intent: Intent, category: String? = nil, urgency: Urgency = .none, slots: Slots = [:],
        subtype: OutOfScope? = nil
    ) {
        self.intent = intent
        self.category = category
        self.urgency = urgency
        self.slots = slots
        self.subtype = subtype
    }
}

/// What was understood of one message: the main request, what else stood in it, and what else it
/// could have meant. `linli intent parse` prints this value (`interface.md`).
package struct IntentMatch: Sendable, Equatable {
    package struct Alternative: Sendable, Equatable {
        package var intent: Intent
        package var confidence: Double

        package init(intent: Intent, confidence: Double) {
            self.intent = intent
            self.confidence = confidence
        }
    }

    /// As the resident wrote it.
    package var text: String
    /// After normalising; what templates and slots saw.
    package var normalized: String
    package var main: Request
    package var also: [Request]
    /// What the words do inside a running conversation, where they can: "好的", "不是3栋是5栋".
    package var act: DialogueAct?
    /// 0 … 1.
    package var confidence: Double
    package var alternatives: [Alternative]
    /// Every day, week and list of days that the message names, in their order.
    package var days: [NamedDays]

    package init(
        text: String, normalized: String, main: Request, also: [Request] = [], act: DialogueAct? = nil,
        confidence: Double, alternatives: [Alternative] = [], days: [NamedDays] = []
    ) {
        self.days = days
        self.text = text
        self.normalized = normalized
        self.main = main
        self.also = also
        self.act = act
        self.confidence = confidence
        self.alternatives = alternatives
    }
}
