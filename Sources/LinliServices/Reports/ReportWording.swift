import LinliAdmin
import LinliModel
import LinliStore

/// Figures with their names and formulas, as they are printed.
struct ReportWording {
    private let figures: CaseFigures
    private let wantsRows: Bool

    init(_ figures: CaseFigures, wantsRows: Bool) {
        self.figures = figures
        self.wantsRows = wantsRows
    }

    func figures(for kind: ReportDesk.Kind) -> [ReportFigure] {
        switch kind {
        case .rates: rates
        case .sla: [fiveMinutes] + counts
        case .levels: levels
        case .quarterly, .annual: rates + [fiveMinutes] + levels + counts + intakes
        case .fourGoals: fourGoals
        case .policy13415: [fiveMinutes]
        case .ranking, .meetings, .whistles: []
        }
    }

    /// 三率, each with what it is measured against, and the share of answers beside them.
    private var rates: [ReportFigure] {
        [
            share("response_rate", "响应率", figures.response, "按时首次人工响应 ÷ 应响应工单（不含不受理）"),
            share("solved_rate", "解决率", figures.solved, "居民答“已解决”（打3分及以上、说满意的在内） ÷ 已答复回访"),
            share(
                "satisfied_rate", "满意率", figures.satisfied,
                "满意与基本满意（3分及以上） ÷ 答了满意与否的（只说“已解决”的不计，没解决的算不满意）"),
            share("answer_rate", "回访答复率", figures.answered, "已答复回访 ÷ 已办结告知"),
        ]
    }

    private var fiveMinutes: ReportFigure {
        share("five_minute_rate", "五分钟人工响应", figures.fiveMinutes, "五分钟内首次人工响应 ÷ 应响应工单，自动回复不计")
    }

    private var levels: [ReportFigure] {
        [
            share("inside_estate", "小区内办结", figures.insideEstate, "在小区层级办结 ÷ 已办结告知"),
            share("inside_community", "社区内办结", figures.insideCommunity, "在社区及以下层级办结 ÷ 已办结告知"),
        ]
    }

    private var counts: [ReportFigure] {
        [
            count("received", "受理件数", figures.received),
            count("declined", "不受理转介", figures.declined),
            count("cancelled", "撤单", figures.cancelled),
            share("reopened", "重开", figures.reopened, "办结后重开 ÷ 已办结告知"),
            share("false_closure", "未到场办结", figures.falseClosures, "应到场而未到场即办结 ÷ 已办结告知"),
            share("ping_pong", "两次以上退回", figures.pingPong, "退回两次以上 ÷ 已办结告知"),
        ]
    }

    /// By which way matters came that nobody wrote in a chat; ways that nobody used are left out.
    private var intakes: [ReportFigure] {
        Intake.allCases.compactMap { intake in
            figures.intakes[intake].map {
                count("intake_\(intake.rawValue)", "渠道：\(intake.chinese)", .init(counted: $0))
            }
        }
    }

    /// 四有目标 (`domain.md` A05): 管理有精度、服务有温度、办事有速度、解决困难有力度.
    private var fourGoals: [ReportFigure] {
        [
            share("precision", "精度·首派即准", figures.firstDispatch, "首次派单后未退回、接单前未改派 ÷ 首次派单"),
            value(
                "warmth", "温度·满意度", figures.marks.map(\.ticket),
                figures.marks.isEmpty
                    ? nil : Self.mean(figures.marks.map(\.mark)), "分", "居民评分的平均（1至5分），未答复不计"),
            value(
                "speed", "速度·首次人工响应", figures.responses.map(\.ticket),
                Self.median(figures.responses.map(\.seconds)), "秒", "从受理到首次人工响应的中位数"),
            share("strength", "力度·办结", figures.settled, "已办结 ÷ 期内到期应办结"),
        ]
    }

    /// With one decimal, halves away from zero.
    static func mean(_ numbers: [Int]) -> Double {
        let sum = numbers.reduce(0, +)
        return Double((sum * 20 + numbers.count) / (numbers.count * 2)) / 10
    }

    /// Of an even number the mean of the two in the middle; nil of none.
    static func median(_ numbers: [Int]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        let upper = sorted[sorted.count / 2]
        return sorted.count % 2 == 1
            ? Double(upper) : Double(sorted[sorted.count / 2 - 1] + upper) / 2
    }

    private func value(
        _ code: String, _ name: String, _ tickets: [String], _ value: Double?, _ unit: String,
        _ formula: String
    ) -> ReportFigure {
        ReportFigure(
            code: code, name: name, numerator: tickets.count, denominator: nil, percent: nil,
            formula: formula, counted: wantsRows ? tickets.sorted() : nil, value: value, unit: unit)
    }

    /// Overall first, then the groups by name.
    var clocks: [ReportClocks] {
        let keys = figures.lateness.keys.sorted {
            ($0.group != "all" ? $0.group : "", Self.place(of: $0.clock)) < (
                $1.group != "all" ? $1.group : "", Self.place(of: $1.clock)
            )
        }
        return keys.map { key in
            let group = figures.lateness[key] ?? CaseFigures.Lateness()
            return ReportClocks(
                clock: key.clock, group: key.group, due: group.inTime + group.late.count,
                inTime: group.inTime, late: group.late.count, lateP50: group.percentile(50),
                lateP90: group.percentile(90), lateP99: group.percentile(99),
                counted: wantsRows ? group.tickets.counted.sorted() : nil,
                others: wantsRows ? group.tickets.others.sorted() : nil)
        }
    }

    /// As a ticket goes: the clocks of its beginning, then the steps.
    private static let order = ClockKind.allCases.map(\.rawValue) + WorkStep.allCases.map(\.rawValue)

    private static func place(of clock: String) -> Int { order.firstIndex(of: clock) ?? order.count }

    private func share(
        _ code: String, _ name: String, _ share: CaseFigures.Share, _ formula: String
    ) -> ReportFigure {
        ReportFigure(
            code: code, name: name, numerator: share.counted.count, denominator: share.total,
            percent: share.percent, formula: formula, counted: wantsRows ? share.counted.sorted() : nil,
            others: wantsRows ? share.others.sorted() : nil)
    }

    private func count(_ code: String, _ name: String, _ share: CaseFigures.Share) -> ReportFigure {
        ReportFigure(
            code: code, name: name, numerator: share.counted.count, denominator: nil, percent: nil,
            formula: "件数", counted: wantsRows ? share.counted.sorted() : nil)
    }
}

extension CaseFigures.Share {
    var total: Int { counted.count + others.count }

    /// With one decimal, halves away from zero; nil where there is nothing to divide by.
    var percent: Double? {
        guard total > 0 else { return nil }
        let tenths = (counted.count * 2000 + total) / (total * 2)
        return Double(tenths) / 10
    }
}
