import LinliModel

/// Which role may do which act (`domain.md` 2.4).
///
/// Rights are what a role may do at all; scope (estate, grid, building) and conflicts of interest (nobody
/// approves his own) are checked where the act is done.
package struct RoleRights: Sendable {
    /// Where the rights of an account end inside its estate, where something is written for it.
    package enum Area: String, Sendable, CaseIterable {
        /// He sees what lies in no building too.
        case grid
        case building
    }

    package struct Rights: Sendable, Hashable {
        package var name: String
        package var acts: Set<String>
        /// Highest points of a claim that the role may approve; 0 for none.
        package var pointsUpTo: Int
        /// Nil for a role that has the whole estate always.
        package var area: Area?
    }

    package var byRole: [Role: Rights]

    package func may(_ role: Role, _ act: String) -> Bool {
        byRole[role]?.acts.contains(act) ?? false
    }

    /// Every act that rights can be given for: the staff commands of `interface.md`, and what they may see.
    package static let acts: [String: [String]] = [
        "ticket": [
            "list", "show", "open", "dispatch", "accept", "arrive", "resolve", "return", "suspend",
            "resume",
            "escalate", "whistle", "report_in", "merge", "split", "reopen", "cancel", "decline", "assign",
            "note", "reply", "rate", "reveal", "approve_suspension", "acknowledge", "snooze", "contain",
            "transcript", "mediate", "score", "hold",
        ],
        "points": [
            "balance", "ledger", "claim", "approve", "reject", "grant", "reverse", "expire", "verify",
            "rules",
            "ranking",
        ],
        "reward": ["list", "show", "stock", "redeem", "collect", "cancel", "settle"],
        "reception": [
            "list", "open", "book", "move", "cancel", "attend", "outcome", "waitlist", "export",
        ],
        "meeting": [
            "list", "show", "call", "hold", "publish", "cancel", "propose", "classify", "answer", "decide",
            "drop",
        ],
        "need": [
            "list", "show", "sort", "offer", "assign", "claim", "release", "begin", "progress", "plan",
            "reach",
            "postpone",
            "finish", "decline", "merge",
        ],
        "resource": ["list", "add", "enlist", "review", "decline", "remove", "membership"],
        "intake": ["add"],
        "inspection": ["list", "add"],
        "visit": ["list", "plan", "finish", "drop", "care"],
        "meal": ["list", "deliver", "no_answer"],
        "activity": ["list", "show", "open", "announce", "signup", "attend", "finish", "cancel"],
        "alert": ["list", "start", "end"],
        "estate": ["list", "show", "check", "import"],
        "resident": ["list", "show", "phone", "bind", "unbind", "verify", "erase", "export"],
        "staff": ["list", "add", "role", "roster", "token", "revoke", "bind", "praises", "leave"],
        "team": ["list", "add", "join", "leave", "send", "end"],
        "post": ["list", "open", "appoint", "vacate", "decide", "close"],
        "channel": ["list", "test", "window"],
        "outbox": ["list", "show", "retry", "drop"],
        "report": ["show", "export"],
        "audit": ["list", "show"],
        "retention": ["preview", "holds"],
        "message": ["explain", "body"],
    ]
}

extension RoleRights {
    static func read(_ item: Item) -> RoleRights? {
        guard let table = item.table else { return nil }
        let roles = table.required("roles")?.table
        table.finish()
        var byRole: [Role: Rights] = [:]
        for role in Role.allCases {
            byRole[role] = roles?.required(role.rawValue).flatMap(readRights)
        }
        roles?.finish()
        return RoleRights(byRole: byRole)
    }

    private static func readRights(_ item: Item) -> Rights? {
        guard let table = item.table else { return nil }
        let name = table.required("name")?.text
        let points = table.optional("points_up_to")?.integer(in: 0...10) ?? 0
        let area = table.optional("area")?.choice(Area.self)
        let may = table.required("may")?.table
        table.finish()
        var rights: Set<String> = []
        for group in may?.entries ?? [] {
            guard let known = acts[group.key] else {
                group.keyItem.report("there is no group of acts \(group.key)")
                continue
            }
            for act in group.value.items ?? [] {
                guard let text = act.text else { continue }
                if text != "all", !known.contains(text) {
                    act.report("there is no act \(group.key).\(text)")
                    continue
                }
                rights.formUnion((text == "all" ? known : [text]).map { "\(group.key).\($0)" })
            }
        }
        guard let name else { return nil }
        return Rights(name: name, acts: rights, pointsUpTo: points, area: area)
    }
}
