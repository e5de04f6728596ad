import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// One staff request inside its transaction: who asks, in which transaction, when.
package struct DeskCall {
    package let staff: StaffIdentity
    package let tx: Transaction
    package let now: Instant

    package init(staff: StaffIdentity, in tx: Transaction, at now: Instant) {
        self.staff = staff
        self.tx = tx
        self.now = now
    }
}

/// The door of every desk.
///
/// Promise: nothing is done that the role may not do (`Config/roles.yaml`), and every act leaves exactly one
/// audit row, done or refused. Audit rows hold codes and numbers, never what people wrote.
package struct DeskDoor: Sendable {
    let rights: RoleRights

    package init(rights: RoleRights) {
        self.rights = rights
    }

    /// Runs `body` where the role may do `act` (`ticket.accept`). A refusal must come before the first
    /// change: it is an answer and undoes nothing.
    package func pass<Value: Sendable>(
        _ act: String, _ target: String, _ call: DeskCall, detail: String = "",
        _ body: () throws(SQLError) -> Ruling<Value>
    ) throws(SQLError) -> Ruling<Value> {
        let ruling =
            rights.may(call.staff.role, act) ? try body() : .refused(forbidden(act, call.staff.role))
        var note = detail
        if case .refused(let refusal) = ruling { note = "refused: \(refusal.code)" }
        try call.tx.audit.add(call.staff, act: act, target: target, detail: note, at: call.now)
        return ruling
    }

    private func forbidden(_ act: String, _ role: Role) -> Refusal {
        let able = Role.allCases.filter { rights.may($0, act) }.map(\.rawValue).joined(separator: "、")
        let needed = able.isEmpty ? "没有角色可以办（Config/roles.yaml）。" : "可以办的角色：\(able)。"
        return Refusal(
            .forbidden, "role.forbidden", "角色 \(role.rawValue) 没有 \(act) 的权限。", hint: needed)
    }
}

extension StaffIdentity {
    /// Nil where the estate lies within the token's scope.
    func refusal(outside estate: String) -> Refusal? {
        guard let own = self.estate, own != estate else { return nil }
        return Refusal(
            .forbidden, "scope.forbidden", "这个令牌只能用于小区 \(own)。",
            hint: "请换 \(estate) 的令牌，或者所有小区的令牌。")
    }
}

extension Ruling {
    /// Goes on with what was found, or hands the refusal on.
    func then<Next: Sendable>(
        _ body: (Value) throws(SQLError) -> Ruling<Next>
    ) throws(SQLError) -> Ruling<Next> {
        switch self {
        case .done(let value): try body(value)
        case .refused(let refusal): .refused(refusal)
        }
    }

    package var value: Value? {
        if case .done(let value) = self { value } else { nil }
    }

    package var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}

extension Refusal {
    /// Nil where the words are there and not too long; `name` is the field's.
    static func words(_ text: String, _ name: String) -> Refusal? {
        if text.allSatisfy(\.isWhitespace) {
            return Refusal(
                .invalid, "\(name).missing", "没有填写 \(name)。", hint: "请写一句话。")
        }
        guard text.count > Limits.messageCharacters else { return nil }
        return Refusal(
            .invalid, "\(name).too_long",
            "\(name) 超过 \(Limits.messageCharacters) 字。",
            hint: "请写短一些。")
    }

    /// Nil where it is there and no longer than what everybody reads as a name.
    static func short(_ text: String, _ name: String) -> Refusal? {
        if let refusal = words(text, name) { return refusal }
        guard text.count > Limits.needTitleCharacters else { return nil }
        return Refusal(
            .invalid, "\(name).too_long",
            "\(name) 超过 \(Limits.needTitleCharacters) 字。", hint: "请写短一些。")
    }

    /// Nil where it may be the id or the address of a picture; `name` is the field's.
    static func reference(_ text: String, _ name: String) -> Refusal? {
        guard text.isEmpty || text.count > Limits.mediaCharacters || text.contains(where: \.isWhitespace)
        else { return nil }
        return Refusal(
            .invalid, "\(name).invalid", "\(name) 不是图片的编号或网址。",
            hint: "请填平台给的编号或网址，中间不要有空格。")
    }
}
