import LinliModel

/// Reads the fields of one entry of `Config/channels.yaml` and says what is wrong with them.
///
/// A finding names the field and where it stands; it never repeats a value, which may be a secret.
struct ChannelFields {
    let configuration: ChannelConfiguration

    init(_ configuration: ChannelConfiguration) {
        self.configuration = configuration
    }

    func finding(_ whatToDo: String) -> Finding {
        Finding(
            file: configuration.file, line: configuration.line,
            message: "channel \(configuration.name): \(whatToDo)")
    }

    /// Without the white space that comes along when a value is pasted or read from a file.
    func optional(_ name: String) -> String? {
        guard let field = configuration.fields[name] else { return nil }
        let trimmed = field.drop(while: \.isWhitespace)
        guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...last])
    }

    /// A value that stands in the file itself. No white space and no control characters inside.
    func identifier(_ name: String) throws(Finding) -> String {
        guard let value = optional(name) else { throw finding("set \(name)") }
        try checkPlain(value, name)
        return value
    }

    func flag(_ name: String) throws(Finding) -> Bool {
        switch optional(name) {
        case nil, "false": return false
        case "true": return true
        default: throw finding("\(name) must be true or false")
        }
    }

    func secret(_ name: String) throws(Finding) -> String {
        guard let value = optional(name) else { throw finding("set \(name) (env:NAME or file:PATH)") }
        try checkPlain(value, name)
        return value
    }

    private func checkPlain(_ value: String, _ name: String) throws(Finding) {
        let isPlain = value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, value.utf8.count <= 512 else {
            throw finding("\(name) must be one word of ASCII characters, at most 512")
        }
    }

    /// An address such as `https://api.weixin.qq.com`, without a slash at its end.
    func address(_ name: String, standard: String) throws(Finding) -> PlatformAddress {
        guard let text = optional(name) else { return PlatformAddress(text: standard, isConfigured: false) }
        return try checkedAddress(text, name)
    }

    func requiredAddress(_ name: String) throws(Finding) -> PlatformAddress {
        guard let text = optional(name) else { throw finding("set \(name) (https://…)") }
        return try checkedAddress(text, name)
    }

    private func checkedAddress(_ text: String, _ name: String) throws(Finding) -> PlatformAddress {
        guard PlatformAddress.isWellFormed(text) else {
            throw finding("\(name) must be an http or https address without user, query or fragment")
        }
        return PlatformAddress(text: text, isConfigured: true)
    }

    /// A misspelt name would otherwise be ignored without a word.
    func refuseOthers(than known: Set<String>) throws(Finding) {
        let unknown = configuration.fields.keys.filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else {
            throw finding(
                "\(unknown.joined(separator: ", ")) is not a field of kind \(configuration.kind.rawValue);"
                    + " it knows \(known.sorted().joined(separator: ", "))")
        }
    }
}
