import LinliModel

/// Finds where the ladder leads to nobody: levels without a post, hours of the first level without
/// anybody, and days on which leave takes the last post of a level away.
///
/// Gaps are no mistakes of the files: the daemon starts with them and raises its own alarm when it reaches
/// nobody. `linli config check` says them beforehand.
struct RosterGaps {
    let settings: Settings
    /// Leave that is over is no gap any more.
    let today: CivilDate

    func find() -> [Finding] {
        settings.estates.values.sorted { $0.code < $1.code }.flatMap { estate in
            // An estate without a roster is staffed by accounts alone, which the settings do not know.
            estate.roster.isEmpty ? [] : gaps(of: estate)
        }
    }

    private func gaps(of estate: Estate) -> [Finding] {
        var found: [Finding] = []
        let place = estate.isDemo ? "demo/estate.yaml" : "estates/\(estate.code).yaml"
        func report(_ message: String) {
            found.append(
                Finding(
                    file: "\(settings.directory)/\(place)", line: estate.rosterLine, message: message))
        }
        for rung in settings.ladder.rungs {
            let posts = estate.roster.filter { rung.roles.contains($0.role) }
            let roles = rung.roles.map(\.rawValue).joined(separator: ", ")
            if posts.isEmpty {
                report("a gap: nobody works on \(rung.level.rawValue) (\(roles)); add a post to the roster")
            } else if rung.level == .l1 {
                for gap in Self.uncovered(posts.map(\.windows)) {
                    report("a gap: from \(gap) nobody of L1 is on duty \(Self.days(posts)); add a post")
                }
            }
            found += leaveGaps(rung, posts, estate)
        }
        for message in placeGaps(estate) + bodyGaps(estate) { report(message) }
        return found
    }

    // MARK: Places and bodies

    /// Buildings in no grid, and grids that a role with posts by grid leaves out.
    private func placeGaps(_ estate: Estate) -> [String] {
        guard !estate.grids.isEmpty else { return [] }
        var found = estate.buildings.filter { estate.grid(ofBuilding: $0.code) == nil }.map {
            "a gap: building \($0.code) lies in no grid; add it to one"
        }
        for role in Role.allCases {
            let posts = estate.roster.filter { $0.role == role && $0.building == nil }
            guard posts.contains(where: { $0.grid != nil }), !posts.contains(where: { $0.grid == nil }) else {
                continue
            }
            for grid in estate.grids where !posts.contains(where: { $0.grid == grid.code }) {
                found.append(
                    "a gap: no \(role.rawValue) works in grid \(grid.code); add a post to the roster")
            }
        }
        return found
    }

    /// Nobody who would stand in for a missing company or committee (`domain.md` F05, B10).
    private func bodyGaps(_ estate: Estate) -> [String] {
        guard !estate.bodies.isEmpty else { return [] }
        var found: [String] = []
        if [.company, .community].allSatisfy({ estate.body($0) == nil }) {
            found.append(
                "a gap: neither a company nor the community stands in bodies; name who takes requests")
        }
        let committees: [Estate.Body.Kind] = [
            .committee, .residentsBoard, .environmentCommittee, .community,
        ]
        if committees.allSatisfy({ estate.body($0) == nil }) {
            found.append("a gap: nobody stands in for the committee; name a body that does")
        }
        return found
    }

    // MARK: Hours

    private static func days(_ posts: [Estate.Duty]) -> String {
        posts.contains { $0.windows.days == .daily } ? "every day" : "on working days"
    }

    /// Stretches of the day that no window covers, as `02:00-06:00`. Windows of working days count for
    /// nothing here, unless there are no others: a burst pipe knows no weekend.
    static func uncovered(_ windows: [ServiceWindows]) -> [String] {
        let daily = windows.filter { $0.days == .daily }
        var isCovered = [Bool](repeating: false, count: 1440)
        for window in (daily.isEmpty ? windows : daily).flatMap(\.windows) {
            for minute in window.opens..<window.closes { isCovered[minute % 1440] = true }
        }
        var gaps: [String] = []
        var start: Int?
        for minute in 0...1440 {
            let isOpen = minute < 1440 && !isCovered[minute]
            if isOpen, start == nil { start = minute }
            if !isOpen, let first = start {
                gaps.append("\(ClockFace.full(first)) to \(ClockFace.full(minute))")
                start = nil
            }
        }
        return gaps
    }

    // MARK: Leave

    /// Days on which every post of the level is on leave and nobody stands in.
    private func leaveGaps(
        _ rung: Ladder.Rung, _ posts: [Estate.Duty], _ estate: Estate
    ) -> [Finding] {
        let mine = settings.leave.filter { leave in
            leave.estate == estate.code && leave.until >= today
                && posts.contains { $0.code == leave.post }
        }
        return mine.compactMap { leave in
            guard leave.standIn == nil else { return nil }
            let days = days(of: leave).filter { date in
                posts.allSatisfy { post in
                    mine.contains { $0.post == post.code && $0.covers(date) && $0.standIn == nil }
                }
            }
            guard let first = days.first, let last = days.last else { return nil }
            let when = first == last ? "on \(first)" : "from \(first) to \(last)"
            return Finding(
                file: "\(settings.directory)/leave.yaml", line: leave.line,
                message:
                    "a gap: \(when) leave takes everybody of \(rung.level.rawValue) away; name a stand_in")
        }
    }

    private func days(of leave: Leave) -> [CivilDate] {
        var days: [CivilDate] = []
        var date = max(leave.from, today)
        while date <= leave.until, days.count < Limits.leaveDays {
            days.append(date)
            date = date.adding(days: 1)
        }
        return days
    }
}

extension Settings {
    /// Where the ladder leads to nobody, each with file and line; leave that ended before `today` is left
    /// out.
    package func gaps(from today: CivilDate) -> [Finding] {
        RosterGaps(settings: self, today: today).find().sorted()
    }
}
