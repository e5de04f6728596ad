/// Turns an answer of the admin API into lines for people, by the names that the type gives its fields.
enum Presenter {
    /// One row an item; `columns` are names of properties, all plain ones where empty. No wider than so many
    /// places where somebody sits before it.
    static func table<Item>(_ items: [Item], columns: [String], within places: Int? = nil) -> [String] {
        guard let first = items.first else { return [] }
        let plain = fields(first).filter { isPlain($0.value) }.map(\.name)
        let wanted = columns.isEmpty ? plain : columns
        let rows = items.map { item in
            let cells = Dictionary(fields(item).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
            return wanted.map { cells[$0].map(shown) ?? "" }
        }
        let titles = fields(first).reduce(into: [:]) { $0[$1.name] = $1.title }
        return Table(titles: wanted.map { titles[$0] ?? $0 }, rows: rows).lines(within: places)
    }

    /// Name and value a line; lists of messages as tables below.
    static func detail(_ item: Any, indent: String = "") -> [String] {
        let all = fields(item).filter { !text($0.value).isEmpty || isList($0.value) }
        let width = all.map { DisplayWidth.of($0.title) }.max() ?? 0
        var lines: [String] = []
        for field in all {
            let name = field.title
            let label = indent + name + String(repeating: " ", count: width - DisplayWidth.of(name) + 2)
            if let list = messages(field.value) {
                guard !list.isEmpty else { continue }
                lines.append(indent + name)
                lines += rows(of: list).map { indent + "  " + $0 }
            } else if let inner = message(field.value) {
                lines.append(indent + name)
                lines += detail(inner, indent: indent + "  ")
            } else {
                lines.append(label + Table.oneLine(shown(field)))
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
        let rows = list.map { item in fields(item).map(shown) }
        return Table(titles: fields(first).map(\.title), rows: rows).lines
    }

    // MARK: Looking into values

    private struct Field {
        let name: String
        let value: Any
        let type: String
        /// The names of all fields of its answer.
        let beside: Set<String>

        var title: String { Headings.title(name, of: type, beside: beside) }
    }

    /// Optional values are opened; what is nil is left out by its empty text.
    private static func fields(_ item: Any) -> [Field] {
        let children = Mirror(reflecting: item).children
        let type = String(describing: type(of: item))
        let names = Set(children.compactMap(\.label))
        return children.compactMap { child in
            child.label.map { Field(name: $0, value: opened(child.value) ?? "", type: type, beside: names) }
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

    /// A code of ours as people call it, everything else as it is.
    private static func shown(_ field: Field) -> String {
        guard let code = field.value as? String else { return text(field.value) }
        let word = Headings.value(code, in: field.name, of: field.type, beside: field.beside)
        return word == code ? text(code) : word
    }

    private static func text(_ value: Any) -> String {
        if let flag = value as? Bool { return flag ? Headings.yes : Headings.no }
        if isList(value) {
            let items = Mirror(reflecting: value).children.map(\.value)
            return items.map { item in
                message(item) == nil ? text(item) : fields(item).map(shown).joined(separator: " ")
            }.joined(separator: ", ")
        }
        if message(value) != nil { return fields(value).map(shown).joined(separator: " ") }
        return time("\(value)")
    }

    /// `2026-03-18T10:00:00+08:00` without seconds and offset: everything here is at +08:00.
    private static func time(_ text: String) -> String {
        guard text.hasSuffix("+08:00"), text.count >= 25, text.dropFirst(10).first == "T" else {
            return text
        }
        return String(text.prefix(16)).replacing("T", with: " ")
    }
}
