import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Reads what an activity is to be.
extension ActivityDesk {
    struct Plan: Sendable {
        let activity: ActivityRow
        let items: [ActivityItemRow]
    }

    func read(_ request: OpenActivity, estate: String, _ call: DeskCall) throws(SQLError) -> Ruling<Plan> {
        guard let kind = ActivityKind(rawValue: request.kind) else {
            let known = ActivityKind.allCases.map(\.rawValue).joined(separator: "、")
            return .refused(
                Refusal(
                    .invalid, "kind.unknown", "没有 \(request.kind) 这一种。", hint: "可选：\(known)。"))
        }
        for (text, field) in [(request.name, "name"), (request.place, "place")] {
            if let refusal = Refusal.short(text, field) { return .refused(refusal) }
        }
        return try Instant.read(request.startsAt, "starts_at").then { starts throws(SQLError) in
            try Instant.read(request.endsAt, "ends_at").then { ends throws(SQLError) in
                let closes = request.closesAt.map { Instant.read($0, "closes_at") } ?? .done(starts)
                return try closes.then { closes throws(SQLError) in
                    guard call.now < closes, closes <= starts, starts < ends else {
                        return .refused(
                            Refusal(
                                .invalid, "times.invalid",
                                "报名截止要在现在和活动开始之间，活动开始要在结束之前。",
                                hint: "请再核对时间。"))
                    }
                    let activity = ActivityRow(
                        estate: estate, kind: kind, name: request.name, place: request.place,
                        startsAt: starts, endsAt: ends, closesAt: closes, monthly: request.monthly,
                        owner: register.owner)
                    return items(request.items, of: activity).map { Plan(activity: activity, items: $0) }
                }
            }
        }
    }

    private func items(
        _ requests: [OpenActivityItem], of activity: ActivityRow
    ) -> Ruling<[ActivityItemRow]> {
        guard (1...Limits.activityItems).contains(requests.count),
            Set(requests.map(\.name)).count == requests.count
        else {
            return .refused(
                Refusal(
                    .invalid, "items.invalid",
                    "一次活动有 1 到 \(Limits.activityItems) 个项目，名称不能相同。",
                    hint: "每个项目写成 理发=20。"))
        }
        var items: [ActivityItemRow] = []
        for request in requests {
            if let refusal = Refusal.short(request.name, "name") { return .refused(refusal) }
            let from = time(request.from, or: activity.startsAt, on: activity)
            let to = time(request.to, or: activity.endsAt, on: activity)
            guard let from, let to, from >= activity.startsAt, from < to, to <= activity.endsAt,
                (1...Limits.activitySeats).contains(request.seats)
            else {
                return .refused(
                    Refusal(
                        .invalid, "item.invalid",
                        "“\(request.name)”要有 1 到 \(Limits.activitySeats) 个名额，"
                            + "时间要在活动之内。",
                        hint: "请写成 理发=20 或 理发=20@09:30-10:30。"))
            }
            items.append(
                ActivityItemRow(name: request.name, seats: request.seats, startsAt: from, endsAt: to))
        }
        return .done(items)
    }

    /// Nil where the text is no time of the day.
    private func time(_ text: String?, or standard: Instant, on activity: ActivityRow) -> Instant? {
        guard let text else { return standard }
        return ServiceWindows.minute(text[...]).map { activity.startsAt.civil.date.at(minute: $0) }
    }
}
