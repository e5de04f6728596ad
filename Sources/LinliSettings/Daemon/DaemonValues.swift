import LinliModel

/// The daemon's settings as checked words: the file, the environment over it, the defaults under it.
struct DaemonValues {
    private var values: [String: String] = [:]

    func optional(_ key: String) -> String? { values[key] ?? SettingKey.named(key)?.standard }
    func text(_ key: String) -> String { optional(key) ?? "" }
    func number(_ key: String) -> Int { optional(key).flatMap { Int($0) } ?? 0 }

    static func read(_ item: Item?, environment: [String: String], log: FindingLog) -> DaemonValues {
        var result = DaemonValues()
        if let table = item?.table { result.readTable(table, prefix: "", environment: environment) }
        for key in SettingKey.all {
            guard let word = environment[key.variable], !word.isEmpty else { continue }
            result.readVariable(key, word: word, environment: environment, log: log)
        }
        return result
    }

    /// Keys may be nested (`http: {port: 8080}`) or written with dots (`http.port: 8080`).
    private mutating func readTable(_ table: Table, prefix: String, environment: [String: String]) {
        for entry in table.entries {
            let name = prefix + entry.key
            if let key = SettingKey.named(name) {
                if values[name] != nil {
                    entry.keyItem.report("the setting \(name) stands here twice; keep one")
                }
                readItem(key, entry.value, environment: environment)
            } else if case .mapping = entry.value.node,
                SettingKey.all.contains(where: { $0.key.hasPrefix(name + ".") })
            {
                if let inner = entry.value.table {
                    readTable(inner, prefix: name + ".", environment: environment)
                }
            } else {
                let known = SettingKey.all.map(\.key).filter { $0.hasPrefix(prefix) }.joined(
                    separator: ", ")
                entry.keyItem.report("unknown setting \(name); known here: \(known)")
            }
        }
    }

    private mutating func readItem(_ key: SettingKey, _ item: Item, environment: [String: String]) {
        if case .origins = key.kind {
            guard let words = item.texts else { return }
            if let problem = words.lazy.compactMap({ Self.problem($0, key.kind) }).first {
                return item.report("\(key.key): \(problem)")
            }
            values[key.key] = words.joined(separator: ",")
            return
        }
        let isReference = item.node.string.flatMap { SecretReference($0) } != nil
        let word = key.isSecret ? item.reference(key.key, environment: environment) : item.text
        guard let word else { return }
        if key.isSecret, !isReference, Self.holdsPassword(word) {
            return item.report("\(key.key) holds a password; write env:NAME or file:PATH")
        }
        if let problem = Self.problem(word, key.kind) { return item.report("\(key.key): \(problem)") }
        values[key.key] = word
    }

    private mutating func readVariable(
        _ key: SettingKey, word: String, environment: [String: String], log: FindingLog
    ) {
        var value = word
        if key.isSecret, let reference = SecretReference(word) {
            switch reference.resolve(environment: environment) {
            case .success(let secret): value = secret
            case .failure(let failure):
                return log.report("environment", 0, "\(key.variable): \(failure.sentence)")
            }
        }
        if let problem = Self.problem(value, key.kind) {
            return log.report("environment", 0, "\(key.variable): \(problem)")
        }
        values[key.key] = value
    }

    /// What is expected instead, or nil where the word is right. It never repeats the word: it may be secret.
    private static func problem(_ word: String, _ kind: SettingKey.Kind) -> String? {
        switch kind {
        case .text:
            return word.contains("\0") ? "a text without NUL is expected" : nil
        case .number(let range):
            let isRight = Int(word).map(range.contains) ?? false
            return isRight
                ? nil : "a whole number from \(range.lowerBound) to \(range.upperBound) is expected"
        case .choice(let choices):
            return choices.contains(word) ? nil : "one of \(choices.joined(separator: ", ")) is expected"
        case .store:
            let isRight = ["sqlite:", "postgres://", "postgresql://"].contains {
                word.hasPrefix($0) && word.count > $0.count
            }
            return isRight ? nil : "sqlite:PATH or postgres://… is expected"
        case .address:
            return isAddress(word) ? nil : "an address like https://example.org is expected"
        case .origins:
            let isRight = origins(word).allSatisfy {
                isAddress($0) && $0.count(where: { $0 == "/" }) == 2
            }
            return isRight ? nil : "origins like http://10.0.0.5:8090 without a path are expected"
        }
    }

    static func isAddress(_ word: String) -> Bool {
        let hasScheme = ["http://", "https://"].contains { word.hasPrefix($0) && word.count > $0.count }
        return hasScheme && word.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
    }

    static func origins(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
    }

    /// True for `scheme://user:password@host` and for `password=` in a query.
    private static func holdsPassword(_ word: String) -> Bool {
        guard let scheme = word.firstRange(of: "://") else { return false }
        let rest = word[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if let at = authority.lastIndex(of: "@"), authority[..<at].contains(":") { return true }
        return rest.contains("password=")
    }
}
