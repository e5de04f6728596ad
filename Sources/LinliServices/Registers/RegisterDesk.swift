import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// All registers in one form, so that it is seen at a glance who owes what until when (`domain.md` A23).
package struct RegisterDesk: Sendable {
    package enum Register: String, Sendable, CaseIterable {
        case needs, projects, resources, visits, activities

        /// The right to read it.
        fileprivate var right: String {
            switch self {
            case .needs, .projects: "need.list"
            case .resources: "resource.list"
            case .visits: "visit.list"
            case .activities: "activity.list"
            }
        }
    }

    private let scope: EstateScope
    private let activities: ActivityRegister

    package init(settings: Settings, notifier: Notifier) {
        scope = EstateScope(settings: settings)
        activities = ActivityRegister(settings: settings, notifier: notifier)
    }

    /// Rows that are open, by due time; with `onlyOverdue` those whose due time has passed.
    package func list(
        _ name: String, estate: String?, onlyOverdue: Bool, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<RegisterLine>> {
        guard let register = Register(rawValue: name) else {
            let known = Register.allCases.map(\.rawValue).joined(separator: "、")
            return .refused(
                Refusal(
                    .notFound, "register.unknown", "没有清单 \(name)。", hint: "可选：\(known)。")
            )
        }
        let late = onlyOverdue ? call.now : nil
        let area = try scope.area(call)
        return try scope.page(register.right, of: estate, rows: rows, call) {
            estate, rows throws(SQLError) -> [Placed] in
            switch register {
            case .needs:
                return try call.tx.needs.list(
                    estate: estate, in: area, states: NeedState.allCases.filter(\.isOpen), overdueAt: late,
                    rows: rows
                ).map {
                    Placed(
                        line($0.id.number, $0.title, $0.owner, $0.dueAt, $0.state.chinese, at: call.now), $0)
                }
            case .projects:
                return try call.tx.projects.list(
                    estate: estate, in: area, onlyRunning: true, overdueAt: late, rows: rows
                ).map {
                    Placed(
                        line(
                            $0.project.need.number, $0.title, $0.project.claimant, $0.project.dueAt,
                            $0.project.state == .underWay ? "实施" : "已接手", at: call.now), $0.project)
                }
            case .visits:
                return try call.tx.visits.list(
                    estate: estate, in: area, onlyPlanned: true, overdueAt: late, rows: rows
                ).map {
                    Placed(line($0.id.number, $0.kind.chinese, $0.owner, $0.dueAt, "未完成", at: call.now), $0)
                }
            case .activities:
                return try call.tx.activities.list(
                    estate: estate, onlyPlanned: true, overdueAt: late, rows: rows
                ).map { ($0, activities.finishBy($0)) }.filter { onlyOverdue ? $1 < call.now : true }.map {
                    Placed(line($0.id.number, $0.name, $0.owner, $1, "未办结", at: call.now), $0)
                }
            case .resources:
                return try call.tx.resources.list(
                    estate: estate, states: ResourceRow.State.allCases.filter(\.isOpen), overdueAt: late,
                    rows: rows
                ).map {
                    Placed(
                        line(
                            $0.id.number, $0.name, $0.owner, $0.dueAt,
                            $0.state == .listed ? "在册" : "待联系", at: call.now), $0)
                }
            }
        } view: {
            $0.line
        }
    }

    /// A line, and where its row stands in the list.
    private struct Placed: InOrder {
        let line: RegisterLine
        let position: RowPosition

        init(_ line: RegisterLine, _ row: some InOrder) {
            self.line = line
            position = row.position
        }
    }

    private func line(
        _ number: String, _ title: String, _ owner: String, _ due: Instant, _ state: String, at now: Instant
    ) -> RegisterLine {
        RegisterLine(
            number: number, title: title, owner: owner, due: due.civil.date.description, state: state,
            overdueDays: due.daysLate(at: now))
    }
}
