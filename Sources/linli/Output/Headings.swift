/// What the fields and codes of the admin API are called where people read them: the one table of these
/// words. Machines read `--json`, whose keys and codes stay as they are.
enum Headings {
    /// `dueAt` of any answer, or what that type calls it. English where nobody has named it.
    static func title(_ field: String, of type: String, beside fields: Set<String> = []) -> String {
        guard let name = special["\(type).\(field)"] ?? names[field] else { return spelled(field) }
        return isCode(field, beside: fields) ? name + "码" : name
    }

    /// `held` of a session is another thing than `held` of a redemption. A code whose name stands beside it
    /// in the same answer stays a code: it is what commands take.
    static func value(_ code: String, in field: String, of type: String, beside fields: Set<String>) -> String
    {
        guard !isCode(field, beside: fields) else { return code }
        return codes["\(type).\(field)"]?[code] ?? codes[field]?[code] ?? code
    }

    static let yes = "是"
    static let no = "否"

    private static func isCode(_ field: String, beside fields: Set<String>) -> Bool {
        fields.contains(field + "Name")
    }

    /// `dueAt` reads "due at".
    private static func spelled(_ name: String) -> String {
        name.reduce(into: "") { title, character in
            title += character.isUppercase ? " \(character.lowercased())" : String(character)
        }
    }

    // MARK: Fields

    /// Where a type means something else by a name that many have.
    private static let special: [String: String] = [
        "AuditEntry.at": "时间", "ChannelLine.name": "渠道", "EstateBuilding.code": "楼栋",
        "EstateBuilding.units": "单元数", "EstateDetail.buildings": "楼栋", "EstateDetail.service": "物业电话",
        "ExpiredPoints.name": "姓名", "ExportedEntry.dueAt": "到期", "PointsBalance.name": "姓名",
        "PointsClaim.name": "姓名", "PointsRank.name": "姓名", "PointsRule.number": "序号",
        "PointsRule.category": "类", "Reception.leader": "接访人", "ReceptionBooking.name": "姓名",
        "ReceptionTopic.number": "序号", "Redemption.name": "姓名", "ResidentExport.name": "姓名",
        "ResidentLine.name": "姓名", "RevealedReporter.name": "姓名", "SeatWait.name": "姓名",
        "SeatWait.place": "位次", "Team.free": "空闲人数", "Team.leader": "队长", "Handover.to": "接手",
        "PostApplication.name": "岗位", "PostApplication.post": "岗位编号", "Signup.name": "姓名",
        "StaffAccount.name": "账号",
        "TicketDetail.answer": "回访答复", "ExportedTicket.answer": "回访答复",
        "TicketReporter.name": "姓名", "Visit.name": "走访", "WhistleState.state": "报到",
        "DutyEntry.from": "起", "DutyEntry.until": "止", "TranscriptLine.from": "谁",
        "ActivityItem.taken": "已报", "PointsExpiry.total": "合计", "PointsVerification.total": "合计",
        "ChannelTrial.checks": "检查", "ChannelCheck.name": "检查",
        "RetentionCount.kind": "设置", "RetentionCount.name": "数据", "TicketHold.since": "保全自",
        "Erasure.homes": "住处", "Erasure.visits": "走访", "MealLine.time": "时间",
    ]

    private static let names: [String: String] = [
        "acceptedAt": "接单时间", "account": "账户", "acknowledgedAt": "知悉时间", "acknowledgedBy": "知悉人",
        "act": "操作", "actor": "办理人", "acts": "权限", "added": "新增", "agenda": "议程",
        "alsoAffected": "同受影响", "announcedAt": "通知时间", "anonymous": "匿名", "answer": "答复",
        "answeredAt": "答复时间", "answerRate": "答复率", "application": "申请", "applications": "申请",
        "applyUntil": "报名截止",
        "approvals": "需批人数", "approvers": "审批人",
        "area": "范围", "arrivedAt": "到场时间", "asOf": "截至", "asOfDay": "截至", "at": "时间",
        "attachment": "附件", "attachments": "附件", "attempts": "次数", "attendee": "到场人",
        "available": "可用", "balance": "余额", "blownAt": "吹哨时间", "bodies": "单位", "booked": "已约",
        "bookingClosesAt": "预约截止", "bookings": "预约", "breachedAt": "超时时间", "before": "早于", "building": "楼栋",
        "buildings": "楼栋数", "calendar": "日历", "callerScore": "给吹哨方评分", "callback": "回调路径",
        "calls": "吹哨",
        "cap": "上限", "care": "重点关爱", "category": "类别", "categoryName": "类别", "channel": "渠道",
        "channelName": "渠道", "channels": "渠道", "checks": "巡查项", "claims": "申报", "clock": "时限",
        "classes": "类别", "clocks": "时限", "closesAt": "截止", "code": "代码", "conflicts": "冲突", "contact": "联系人",
        "counted": "计入", "createdAt": "登记时间", "day": "日期", "days": "保存天数", "decidedAt": "处理时间",
        "decision": "决定",
        "denominator": "分母", "department": "部门", "deputy": "代理", "detail": "说明", "diet": "饮食",
        "disabled": "停用",
        "done": "完成日期", "duties": "值班", "donated": "居民提供", "dryRun": "试运行", "due": "到期", "dueAt": "到期",
        "eater": "用餐人",
        "endedAt": "解除", "endsAt": "结束", "entries": "登记", "erasedAt": "已删除", "estate": "小区",
        "events": "经过", "evidence": "凭据", "expiresAt": "有效期至", "falseClosure": "虚假办结",
        "figures": "指标", "findings": "问题", "firstApprover": "一审人", "followers": "关注人数",
        "formula": "算法", "free": "空缺", "from": "从", "grids": "网格", "group": "分组", "held": "冻结",
        "heldTickets": "保全工单", "hint": "怎么办",
        "history": "经过", "hold": "保全",
        "holders": "任职", "home": "住处", "homes": "住处", "hours": "时段", "id": "编号", "identities": "身份",
        "inTime": "按时",
        "isDemo": "演示", "isLead": "牵头", "item": "项目", "itemClass": "分级", "items": "项目",
        "kind": "种类", "known": "已有", "label": "标签", "landmarks": "地点", "late": "超时",
        "lateP50": "超时p50秒", "lateP90": "超时p90秒", "lateP99": "超时p99秒", "leader": "主持人",
        "leads": "牵头", "ledger": "流水", "leftOut": "略去", "level": "层级", "levelName": "层级",
        "lines": "对话", "matter": "事由", "mediation": "调解", "meeting": "会议", "members": "成员", "memo": "事项",
        "mergedInto": "并入", "messages": "消息", "metAt": "完成时间", "milestones": "节点", "minutes": "纪要",
        "mismatches": "不符", "missing": "缺", "monthly": "每月", "name": "名称", "named": "点名", "needs": "需求",
        "nextClock": "下一时限", "nextDue": "到期", "note": "备注", "notBefore": "最早发送", "number": "编号",
        "numerator": "分子", "offers": "资源", "office": "办公室", "ok": "正常", "onBehalf": "代约",
        "open": "可回复", "openTickets": "未结工单", "origin": "来源", "others": "未计入", "outcome": "结果",
        "overdue": "超时", "overdueDays": "超期天数", "owner": "责任人", "parties": "双方", "partyMember": "党员",
        "partyMemberSince": "党员登记", "people": "人数",
        "percent": "百分比", "period": "期次", "photo": "照片", "place": "地点", "places": "名额", "platformId": "平台编号",
        "points": "积分", "post": "岗位", "posted": "过账合计", "posts": "岗位", "present": "到会", "proof": "核实",
        "provider": "提供方",
        "provisional": "暂定", "pseudonymisedAt": "去标识时间",
        "publishedAt": "公布时间", "purpose": "用途", "quantity": "数量",
        "quarter": "季度", "rank": "名次", "ranking": "排名", "rating": "评价", "reached": "完成",
        "reason": "原因", "receivedAt": "受理时间", "recipient": "收件人", "reference": "凭证号",
        "relation": "关系", "remaining": "剩余条数", "remindOn": "提醒", "reportInDue": "应报到",
        "reportInInTime": "按时报到", "reportedAt": "报到时间", "reporter": "报事人", "resident": "居民编号",
        "residents": "居民", "resolvedAt": "办结时间", "responseRate": "响应率", "result": "结果",
        "resultAt": "结果时间", "resultDue": "应出结果", "resultDueAt": "结果到期", "resultInTime": "按时出结果",
        "resultState": "结果情况", "resumeAt": "恢复时间", "revokedAt": "作废时间", "reward": "奖品",
        "rewardName": "奖品", "rings": "催叫次数", "role": "角色", "roleName": "角色", "roles": "角色",
        "rooms": "户数", "rows": "条数", "satisfiedRate": "满意率", "score": "评分", "scored": "已评", "seat": "座位",
        "seatMinutes": "每位分钟", "seats": "名额", "secret": "密钥", "service": "服务", "session": "场次",
        "side": "一方", "signups": "报名", "since": "自", "snoozedUntil": "暂缓至", "solvedRate": "解决率",
        "staff": "工作人员", "startedAt": "发布", "startsAt": "开始", "state": "状态", "stateName": "状态",
        "stock": "库存", "stored": "已入库", "submitBy": "最迟报送", "suspensionAsked": "申请挂起",
        "taken": "已用", "taker": "经办人", "takes": "承接", "target": "对象", "teams": "队伍", "text": "内容",
        "ticket": "工单",
        "tickets": "工单", "time": "时间", "title": "标题", "to": "至", "token": "令牌", "toldAt": "通知时间",
        "topics": "话题", "total": "合计", "unit": "单位", "units": "单元", "until": "至", "urgency": "紧急",
        "value": "值", "visits": "走访", "voices": "意见", "votesAgainst": "反对", "votesFor": "赞成",
        "waiting": "候补", "watch": "督办", "whistles": "吹哨", "why": "事由", "wish": "约的时间",
        "wishes": "提出人数", "words": "原话",
    ]
}
