import LinliModel

extension Headings {
    /// By field, or by type and field where a type means something else by the same code.
    static let codes: [String: [String: String]] = [
        "state": states, "nextClock": clocks, "TicketClockState.kind": clocks,
        "ReportClocks.clock": clocks, "TicketHistoryEntry.kind": events,
        "TicketLine.state": tickets, "ExportedTicket.state": tickets,
        "TicketDetail.answer": answers, "ExportedTicket.answer": answers,
        "TicketClockState.state": timings, "WhistleState.state": timings, "WhistleState.resultState": timings,
        "Need.state": needs, "RegisterLine.state": states.merging(needs) { $1 },
        "ExportedEntry.state": states.merging(needs) { $1 },
        "Redemption.state": ["held": "待领取", "collected": "已领取", "cancelled": "已取消", "expired": "已过期"],
        "PointsClaim.state": ["pending": "待审核", "approved": "已通过", "rejected": "未通过"],
        "AgendaItem.state": ["open": "待议", "decided": "已决定", "dropped": "不再议"],
        "PostApplication.state": [
            "open": "待定", "accepted": "已通过", "declined": "未通过", "withdrawn": "已撤回", "appointed": "已上岗",
        ],
        "AgendaItem.itemClass": ["big": "大事", "important": "要事", "urgent": "急事"],
        "PointsEntry.kind": [
            "earn": "获得", "hold": "冻结", "capture": "兑付", "release": "解冻", "reverse": "冲正", "expire": "过期",
        ],
        "PointsTransfer.kind": [
            "earn": "获得", "hold": "冻结", "capture": "兑付", "release": "解冻", "reverse": "冲正", "expire": "过期",
        ],
        "ChannelCheck.name": ["settings": "设置", "token": "令牌", "pull": "收取", "address": "地址"],
        "OutboxItem.state": [
            "queued": "待发", "sending": "发送中", "accepted": "已送达平台", "refused": "平台拒收", "dead": "需人工",
            "dropped": "已放弃", "window_closed": "窗口已关",
        ],
        "kind": [
            "knock": "敲门", "drop_in": "串门", "at_door": "上门", "service_day": "便民服务日", "other": "活动",
        ],
        "relation": ["owner": "业主", "tenant": "租户", "family": "家人"],
        "proof": ["claimed": "自称", "code": "验证码", "staff": "工作人员核实"],
        "mediation": [
            "offered": "已提议", "refused": "不同意", "consented": "已同意", "under_way": "调解中", "agreed": "已达成",
            "failed": "未达成",
        ],
        "actor": ["resident": "居民", "system": "系统"],
        "origin": [
            "resident": "居民", "staff": "工作人员", "reception": "接访", "handoff": "转人工", "forwarded": "转办",
        ],
    ]

    private static let states = [
        "open": "开放", "cancelled": "已取消", "held": "已举行", "booked": "已预约", "attended": "已到",
        "absent": "未到", "waiting": "候补", "planned": "计划中", "done": "已完成", "dropped": "已取消",
        "proposed": "待审核", "listed": "在列", "declined": "未列入", "removed": "已移除", "taken": "已认领",
        "under_way": "实施中", "given_up": "已退回", "skipped": "停一次", "delivered": "已送达",
        "no_answer": "无人应门", "called": "已召集", "missed": "未召开",
    ]

    private static let tickets = Dictionary(
        uniqueKeysWithValues: TicketState.allCases.map { ($0.rawValue, $0.chinese) })

    /// Every answer to a result that has no mark.
    private static let answers: [String: String] = {
        var words: [String: String] = [:]
        for solved in [nil, true, false] {
            for satisfied in [nil, true, false] {
                let answer = ResultAnswer(saysSolved: solved, saysSatisfied: satisfied)
                words[answer.code] = answer.chinese
            }
        }
        words[""] = nil
        return words
    }()

    private static let needs = Dictionary(
        uniqueKeysWithValues: NeedState.allCases.map { ($0.rawValue, $0.chinese) })

    private static let clocks = [
        "first_response": "首次响应", "accept": "接单", "resolve": "办结", "dispatch": "派单", "arrive": "到场",
        "progress": "进展", "follow_up": "回访",
    ]

    private static let timings = [
        "in_time": "按时", "late": "迟", "overdue": "已超时", "waiting": "等待", "running": "计时中", "met": "已完成",
        "breached": "已超时", "stopped": "已停",
    ]

    private static let events = [
        "submit": "点单", "dispatch": "派单", "accept": "接单", "arrive": "到场", "resolve": "办结", "rate": "评价",
        "suspend": "挂起", "resume": "恢复", "escalate": "升级", "reopen": "重开", "cancel": "撤单",
        "decline": "不受理", "assign": "指派", "note": "备注", "reply": "回复", "urge": "催办", "complete": "补充",
        "breach": "超时", "reveal": "查看报事人", "whistle": "吹哨", "acknowledge": "知悉", "snooze": "暂缓",
        "contain": "控制", "merge": "并单", "split": "拆单", "archive": "归档", "agenda": "列入议程",
        "decision": "会议决定", "mediation": "调解", "late": "环节超时", "follow_up": "回访", "warn": "预警",
        "ring": "催叫", "unreachable": "联系不上", "report_in": "报到", "picture": "照片",
        "whistle_result": "吹哨结果", "score": "互评", "return": "退单", "suspend_ask": "申请挂起",
        "concerns": "涉及人员",
    ]
}
