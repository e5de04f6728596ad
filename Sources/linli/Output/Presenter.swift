/// Turns an answer of the admin API into lines for people, by the names that the type gives its fields.
enum Presenter {
    /// One row an item; `columns` are names of properties, all plain ones where empty.
    static func table<Item>(_ items: [Item], columns: [String]) -> [String] {
        guard let first = items.first else { return [] }
        let plain = fields(first).filter { isPlain($0.value) }.map(\.name)
        let wanted = columns.isEmpty ? plain : columns
        let rows = items.map { item in
            let values = Dictionary(fields(item).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            return wanted.map { values[$0].map(text) ?? "" }
        }
        return Table(titles: wanted.map(title), rows: rows).lines
    }

    /// Name and value a line; lists of messages as tables below.
    static func detail(_ item: Any, indent: String = "") -> [String] {
        let all = fields(item).filter { !text($0.value).isEmpty || isList($0.value) }
        let width = all.map { DisplayWidth.of(title($0.name)) }.max() ?? 0
        var lines: [String] = []
        for field in all {
            let name = title(field.name)
            let label = indent + name + String(repeating: " ", count: width - DisplayWidth.of(name) + 2)
            if let list = messages(field.value) {
                guard !list.isEmpty else { continue }
                lines.append(indent + name)
                lines += rows(of: list).map { indent + "  " + $0 }
            } else if let inner = message(field.value) {
                lines.append(indent + name)
                lines += detail(inner, indent: indent + "  ")
            } else {
                lines.append(label + Table.oneLine(text(field.value)))
            }
        }
        return lines
    }

    /// The value of the first field: what `-q` prints.
    static func identifier(_ item: Any) -> String {
        fields(item).first.map { text($0.value) } ?? ""
    }

    private static func rows(of list: [Any]) -> [String] {
        guard let first = list.first else { return [] }
        let names = fields(first).map(\.name)
        let rows = list.map { item in fields(item).map { text($0.value) } }
        return Table(titles: names.map(title), rows: rows).lines
    }

    // MARK: Looking into values

    private struct Field {
        let name: String
        let value: Any
    }

    /// Optional values are opened; what is nil is left out by its empty text.
    private static func fields(_ item: Any) -> [Field] {
        Mirror(reflecting: item).children.compactMap { child in
            child.label.map { Field(name: $0, value: opened(child.value) ?? "") }
        }
    }

    private static func opened(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return value }
        return mirror.children.first?.value
    }

    private static func isPlain(_ value: Any) -> Bool { message(value) == nil && !isList(value) }

    private static func isList(_ value: Any) -> Bool {
        Mirror(reflecting: value).displayStyle == .collection
    }

    private static func message(_ value: Any) -> Any? {
        Mirror(reflecting: value).displayStyle == .struct && !(value is String) && !(value is Int)
            && !(value is Int64) && !(value is Bool) ? value : nil
    }

    /// Nil where the value is no list of messages.
    private static func messages(_ value: Any) -> [Any]? {
        guard isList(value) else { return nil }
        let items = Mirror(reflecting: value).children.map(\.value)
        return items.allSatisfy { message($0) != nil } ? items : nil
    }

    private static func text(_ value: Any) -> String {
        if let flag = value as? Bool { return flag ? "yes" : "no" }
        if isList(value) {
            let items = Mirror(reflecting: value).children.map(\.value)
            return items.map { item in
                message(item) == nil
                    ? text(item) : fields(item).map { text($0.value) }.joined(separator: " ")
            }.joined(separator: ", ")
        }
        if message(value) != nil { return fields(value).map { text($0.value) }.joined(separator: " ") }
        return time("\(value)")
    }

    /// `2026-03-18T10:00:00+08:00` without seconds and offset: everything here is at +08:00.
    private static func time(_ text: String) -> String {
        guard text.hasSuffix("+08:00"), text.count >= 25, text.dropFirst(10).first == "T" else {
            return text
        }
        return String(text.prefix(16)).replacing("T", with: " ")
    }

    /// `dueAt` reads "due at".
    private static func title(_ name: String) -> String {
        name.reduce(into: "") { title, character in
            title += character.isUppercase ? " \(character.lowercased())" : String(character)
        }
    }
}
