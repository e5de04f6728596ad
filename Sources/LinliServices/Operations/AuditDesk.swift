import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Who on the staff did what. Reading it leaves a row too.
package struct AuditDesk: Sendable {
    private let door: DeskDoor

    package init(settings: Settings) {
        door = DeskDoor(rights: settings.roles)
    }

    /// Newest first; `target` like `LL260318-0001`, `claim-3`, `resident-12`.
    package func list(
        target: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<AuditEntry>> {
        try door.pass("audit.list", target ?? "", call) { () throws(SQLError) in
            let found = try call.tx.audit.list(target: target, rows: rows.andOne)
            return .done(
                try Page(found, of: rows) {
                    AuditEntry(
                        at: $0.at.iso8601, staff: $0.staff, role: $0.role.rawValue, act: $0.act,
                        target: $0.target, detail: $0.detail)
                })
        }
    }
}
