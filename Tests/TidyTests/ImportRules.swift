/// What a file may import: what its target declares, and the system.
enum ImportRules {
    /// Parts of the toolchain, which no manifest names.
    static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "FoundationXML", "Synchronization", "Dispatch", "Glibc",
        "Testing",
    ]

    struct Import: Equatable {
        let module: String
        let line: Int
    }

    static func imports(_ code: SwiftTokens) -> [Import] {
        let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let heads: Set<String> = ["package", "public", "internal", "private", "fileprivate"]
        return code.tokens.indices.compactMap { index in
            let token = code.tokens[index]
            guard token.text == "import" else { return nil }
            if index > 0, code.tokens[index - 1].line == token.line {
                let isAttribute = code[index - 2] == "@"
                guard isAttribute || heads.contains(code[index - 1]) else { return nil }
            }
            var name = index + 1
            if kinds.contains(code[name]) { name += 1 }
            guard code.tokens.indices.contains(name), code.tokens[name].line == token.line else { return nil }
            return Import(module: code[name], line: token.line)
        }
    }

    /// Imports that the target does not declare.
    static func undeclared(_ file: Checkout.File, of target: Manifest.Target) -> [Offence] {
        let allowed = system.union(target.dependencies)
        return imports(file.code).filter { !allowed.contains($0.module) }.map {
            Offence(
                path: file.path, line: $0.line,
                what: "imports \($0.module), which \(target.name) does not declare in Package.swift")
        }
    }

    /// Dependencies that no file of the target imports.
    static func unused(_ target: Manifest.Target, _ files: [Checkout.File]) -> [Offence] {
        let imported = Set(files.flatMap { imports($0.code) }.map(\.module))
        return target.dependencies.filter { !imported.contains($0) }.map {
            Offence(
                path: "Package.swift", line: 1, what: "\(target.name) declares \($0) and imports it nowhere")
        }
    }
}
