import LinliModel
import Yams

/// A table of keys that remembers which of them were asked for: what is left at `finish` is a finding.
final class Table {
    struct Entry {
        let key: String
        let keyItem: Item
        let value: Item
    }

    let item: Item
    let entries: [Entry]
    private var known: Set<String> = []

    init(_ mapping: Node.Mapping, at item: Item) {
        self.item = item
        entries = mapping.compactMap { key, value in
            let keyItem = Item(node: key, file: item.file, log: item.log)
            guard let name = keyItem.text else { return nil }
            return Entry(
                key: name, keyItem: keyItem, value: Item(node: value, file: item.file, log: item.log))
        }
    }

    /// The value of a key that may be missing.
    func optional(_ key: String) -> Item? {
        known.insert(key)
        return entries.first { $0.key == key }?.value
    }

    /// The value of a key that must be there; its absence is a finding at the table's first line.
    func required(_ key: String) -> Item? {
        let value = optional(key)
        if value == nil { item.report("the key \(key) is missing; add it") }
        return value
    }

    /// Reads and reports: the list under `key`, empty where it is missing.
    func items(_ key: String) -> [Item] {
        required(key)?.items ?? []
    }

    /// Every key that nobody asked for is a finding.
    func finish() {
        for entry in entries where !known.contains(entry.key) {
            let names = known.sorted().joined(separator: ", ")
            entry.keyItem.report("unknown key \(entry.key); known here: \(names)")
        }
    }
}
