import LinliModel

/// A staff member makes a chat his own with the code of `linli staff bind`.
extension Turn {
    /// "12345678", "绑定 12345678", "绑定工号 12345678": so plain that it is taken in the middle of anything, and
    /// what was asked is asked again behind it. A code must not end up in a ticket as a place.
    mutating func bindWithCode(_ understood: Understood) -> Bool {
        guard understood.text.mentions("绑定") || understood.isBareCode, let code = understood.code else {
            return false
        }
        if !understood.namesStaff { state.heldCode = code }
        if case .offerHome(let address) = state.flow, !understood.namesStaff {
            // The home that he has just said is the one that the code is for.
            enter(nil)
            commands.append(.claimHome(address, .owner))
            return true
        }
        commands.append(understood.namesStaff ? .bindStaff(code: code) : .proveHome(code: code))
        state.isAside = state.flow.map { !$0.isHome } ?? false
        return true
    }

    mutating func askStaffCode() {
        say("staff_chat.ask_code")
        acts.append(.clarify)
    }

    mutating func tell(staff outcome: Outcome) {
        switch outcome {
        case .staffBound(let account, let roles):
            say("staff_chat.bound", ["account": account, "roles": roles.joined(separator: "、")])
            acts.append(.bindOK)
        case .staffCodeWrong(let left):
            if left > 0 {
                say("staff_chat.code_wrong", ["left": "\(left)"])
            } else {
                say("staff_chat.closed")
            }
            acts.append(.refuse)
        default:
            break
        }
    }
}

extension Understood {
    /// "工号" is a staff account; nobody calls his home so.
    var namesStaff: Bool { text.mentions("工号") }

    /// Digits and spaces only; `code` says whether they are eight.
    var isBareCode: Bool { text.allSatisfy { $0.isNumber || $0.isWhitespace } }
}

extension Flow {
    /// A home is being bound: its code is what was asked for.
    var isHome: Bool {
        switch self {
        case .homeAddress, .homeCode, .offerHome: true
        default: false
        }
    }
}
