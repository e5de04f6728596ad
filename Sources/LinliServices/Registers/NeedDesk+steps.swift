import Foundation
import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// The steps of a project as staff plan and reach them (`domain.md` I07, B08).
///
/// Promise: everybody who has wished for it or follows it hears of a step in its commit; a step that was
/// reached is reached once.
extension NeedDesk {
    /// What is done to a step of the project.
    struct StepChange: Sendable {
        var name: String
        /// Planned for the end of this day; nil where it is reached now.
        var due: Instant?
        var photo = ""
    }

    func planStep(
        _ act: NeedAct, _ request: NeedAction, of need: NeedID, _ call: DeskCall
    ) throws(SQLError) -> Ruling<StepChange> {
        if let refusal = Refusal.short(request.title ?? "", "title") { return .refused(refusal) }
        let name = request.title ?? ""
        let known = try call.tx.milestones.of(need)
        guard known.count < Limits.projectStepRows || known.contains(where: { $0.name == name }) else {
            return .refused(
                Refusal(
                    .conflict, "project.steps", "该项目已有 \(known.count) 个节点，不能再多。",
                    hint: "请填其中一个：改计划，或者记完成。"))
        }
        if act == .plan {
            return CivilDate.readDue(request.due ?? "", "due", at: call.now)
                .map { StepChange(name: name, due: $0.lastMoment) }
        }
        guard let photo = request.photo, !photo.isEmpty else { return .done(StepChange(name: name)) }
        guard photo.count <= Limits.mediaCharacters, let address = URL(string: photo),
            address.scheme == "https", address.host?.isEmpty == false
        else {
            return .refused(
                Refusal(
                    .invalid, "photo.invalid", "照片不是居民打得开的网址。",
                    hint: "请写成 https://example.org/site.jpg。"))
        }
        return .done(StepChange(name: name, photo: photo))
    }

    /// False where the step was reached before.
    func write(_ step: StepChange, of need: NeedID, _ call: DeskCall) throws(SQLError) -> Bool {
        guard let due = step.due else {
            return try call.tx.milestones.reach(need, step.name, photo: step.photo, at: call.now)
        }
        return try call.tx.milestones.plan(need, step.name, due: due)
    }

    /// What is told of it, with the step that comes next.
    func values(of step: StepChange, _ need: NeedID, _ call: DeskCall) throws(SQLError) -> [String: String] {
        var values = ["step": step.name, "photo": step.photo]
        if let due = step.due {
            values["until"] = due.civil.date.words
        } else if let next = try call.tx.milestones.of(need).first(where: { $0.reachedAt == nil }) {
            values["next"] = next.name
            values["next_day"] = next.dueAt?.civil.date.words
        }
        return values.filter { !$0.value.isEmpty }
    }

    func steps(of need: NeedID, _ call: DeskCall) throws(SQLError) -> [ProjectStep] {
        try call.tx.milestones.of(need).map {
            ProjectStep(
                name: $0.name, due: $0.dueAt?.civil.date.description,
                reached: $0.reachedAt?.civil.date.description, photo: $0.photo.isEmpty ? nil : $0.photo)
        }
    }
}
