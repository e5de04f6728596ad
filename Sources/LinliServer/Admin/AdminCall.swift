import LinliModel
import LinliServices

/// One request as a route's act sees it: inside its transaction, decoded, with who asks.
struct AdminCall {
    let desk: DeskCall
    let parameters: [String: String]
    let query: [(name: String, value: String)]

    /// A part of the path. Every route names its own, so a missing one is empty and finds nothing.
    func part(_ name: String) -> String { parameters[name] ?? "" }

    /// A part of the path that is a number; what is none finds nothing.
    func number(_ name: String) -> Int64 { Int64(part(name)) ?? -1 }

    func text(_ name: String) -> String? {
        query.last { $0.name == name }?.value
    }

    /// Repeated or separated by commas.
    func texts(_ name: String) -> [String] {
        query.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
    }

    func flag(_ name: String) -> Bool { ["", "1", "true", "yes"].contains(text(name) ?? "no") }

    var limit: Int { text("limit").flatMap { Int($0) } ?? Limits.adminListRows }

    /// Which rows of a list; `after` is what the page before has named.
    var rows: RowPage { RowPage(asked: limit, after: text("after")) }

    /// Nil where the request names a page that there can be. Tickets go on behind a number, other lists
    /// as `RowPage` says.
    func wrongPage(of route: AdminRoute) -> LinliServices.Refusal? {
        if let after = text("after"), !RowPage.canBegin(after: after), route.path != "/tickets" {
            return LinliServices.Refusal(
                .invalid, "after.invalid", "\(after) 后面没有这一页。",
                hint: "请填上一页末尾给出的值。")
        }
        if let limit = text("limit"), (Int(limit) ?? 0) < 1 {
            return LinliServices.Refusal(
                .invalid, "limit.invalid", "一页至少一行。",
                hint: "请填 1 到 \(Limits.adminPageRows) 之间的数字。")
        }
        return nil
    }
}
