import Testing

/// Every rule is shown something that breaks it and something that does not.
@Suite("The rules can fail")
struct RuleTests {
    private func file(_ text: String, _ path: String = "Sources/LinliModel/A.swift") -> Checkout.File {
        Checkout.File(path: path, text: text)
    }

    // MARK: Shape

    @Test("500 lines pass, 501 do not")
    func files() {
        let lines = String(repeating: "\n", count: ShapeRules.fileLines)
        #expect(ShapeRules.longFile(file(lines)).isEmpty)
        #expect(ShapeRules.longFile(file(lines + "x")).count == 1)
    }

    @Test("110 characters pass, 111 do not; a Chinese character is one")
    func lines() {
        let line = String(repeating: "字", count: ShapeRules.lineCharacters)
        #expect(ShapeRules.longLines(file("\n" + line)).isEmpty)
        #expect(ShapeRules.longLines(file("\n" + line + "x")).map(\.line) == [2])
    }

    @Test("Functions are measured from their name to their closing brace")
    func functions() {
        let source = """
            protocol Door { func open(); init(); var isOpen: Bool { get } }
            struct House {
                init(
                    a: Int = { 3 }()
                ) {
                    self.init(b: "}")
                }
                func f<T>(_ t: T) throws(Never)
                    -> [T] where T: Hashable { /* } */
                    []
                }
                subscript(i: Int) -> Int { i }
                static func == (a: Self, b: Self) -> Bool { true }
            }
            """
        #expect(
            ShapeRules.functions(SwiftTokens(source)) == [
                .init(name: "init", line: 3, lines: 5), .init(name: "func f", line: 8, lines: 4),
                .init(name: "subscript", line: 12, lines: 1), .init(name: "func =", line: 13, lines: 1),
            ])
    }

    @Test("70 lines pass, 71 do not")
    func longFunctions() {
        func source(_ lines: Int) -> String {
            "func f() {\n" + String(repeating: "\n", count: lines - 2) + "}"
        }
        #expect(ShapeRules.longFunctions(file(source(ShapeRules.functionLines))).isEmpty)
        #expect(ShapeRules.longFunctions(file(source(ShapeRules.functionLines + 1))).count == 1)
    }

    // MARK: Words

    @Test("Printing is found where it is a call, and only outside the output room")
    func printing() {
        let source = "print(1)\nlog.print(1)\nlet print = 2 // print(3)\ndump(x)\nfunc print(_ a: Int) {}"
        #expect(WordRules.printing(file(source)).map(\.line) == [1, 4])
        #expect(WordRules.printing(file(source, "Sources/linli/Output/Console.swift")).isEmpty)
    }

    @Test(
        arguments: [
            "let a = try! b()", "fatalError(\"no\")", "nonisolated(unsafe) var a = 1",
            "final class A: @unchecked Sendable {",
        ])
    func reasons(_ line: String) {
        #expect(WordRules.unreasoned(file("\(line)\nlet b = 1")).map(\.line) == [1])
        #expect(WordRules.unreasoned(file(line)).count == 1)
        #expect(WordRules.unreasoned(file("\(line)\n    // Because of x.")).isEmpty)
        #expect(WordRules.unreasoned(file("// \(line)\nlet b = 1")).isEmpty)
    }

    @Test("A plain try and a negation are no escape")
    func noEscape() {
        #expect(
            WordRules.unreasoned(file("let a = try !b()\nlet c = try d()\nnonisolated let e = 1")).isEmpty)
    }

    @Test("An error that is dropped is found; one that is thrown on or caught is not")
    func dropping() {
        #expect(WordRules.dropping(file("let a = 1\nlet b = try? c()")).map(\.line) == [2])
        #expect(WordRules.dropping(file("let a = try b() ? c : d // try? e")).isEmpty)
    }

    @Test("Marks of unfinished work are found as words", arguments: WordRules.marks)
    func unfinished(_ mark: String) {
        #expect(WordRules.unfinished(file("a\n// \(mark): later", "Docs/A.md")).map(\.line) == [2])
        #expect(WordRules.unfinished(file("let a\(mark)b = 1 // \(mark.lowercased())")).isEmpty)
    }

    @Test("Sleeping is found")
    func sleeping() {
        let source = """
            try await Task.sleep(for: .seconds(1))
            usleep(3)
            Thread.sleep(forTimeInterval: 1)
            sleep(1)
            await clock.sleep(.seconds(1))
            func sleep(_ span: TimeSpan) async {}
            // Task.sleep
            """
        #expect(WordRules.sleeping(file(source)).map(\.line) == [1, 2, 3, 4])
    }

    @Test("Regular expressions that are compiled again and again are found")
    func patterns() {
        let source = #"""
            contains(/a|b/)
            let pattern = /a/
            firstMatch(
                of: /^a$/)
            private static let a = Pattern(/a/)
            private static let b = Pattern(
                #/a/#)
            let path = "x: /a/b"
            let ratio = a / b // a: /b/
            """#
        #expect(WordRules.compiledAgain(file(source)).map(\.line) == [1, 2, 4])
    }

    @Test("Paths of one machine are found", arguments: WordRules.machinePaths)
    func machinePaths(_ path: String) {
        #expect(WordRules.machinePath(file("a \(path)b", "Docs/A.md")).count == 1)
        #expect(WordRules.machinePath(file("\(path)b", "Makefile")).count == 1)
        #expect(WordRules.machinePath(file("a\(path)b and $(CURDIR)\(path.dropLast(1))", "Makefile")).isEmpty)
        #expect(WordRules.machinePath(file(path, ".gitignore")).isEmpty)
    }

    // MARK: Names

    @Test("Drawers are found as folders and as types")
    func drawers() {
        #expect(NameRules.drawers(file("", "Sources/LinliModel/Utils/A.swift")).count == 1)
        #expect(NameRules.drawers(file("", "Sources/LinliModel/Metrics/Core.swift")).isEmpty)
        #expect(NameRules.drawerTypes(file("enum Helpers {}")).count == 1)
    }

    @Test("A crowded folder is found, migrations apart")
    func crowded() {
        let many = (0...NameRules.filesPerFolder).map { file("", "Sources/LinliModel/A\($0).swift") }
        #expect(NameRules.crowded(many).map(\.path) == ["Sources/LinliModel"])
        #expect(NameRules.crowded(Array(many.dropLast())).isEmpty)
        let folder = MigrationRules.folder
        let migrations = (0...NameRules.filesPerFolder).map { file("", "\(folder)/M\($0).swift") }
        #expect(NameRules.crowded(migrations).isEmpty)
    }

    @Test("A type named like a module is found")
    func likeModule() {
        let source =
            "struct LinliModel {}\nlet a = LinliModel.self\nextension LinliModel.B {}\nclass func f() {}"
        #expect(NameRules.likeModule(file(source), ["LinliModel"]).map(\.line) == [1])
    }

    @Test("A limit without a unit is found")
    func limits() {
        let source = "static let bodyBytes = 1\nstatic let big = 2\nstatic let waitSeconds: Int64 = 3"
        #expect(NameRules.limitsWithoutUnit(file(source)).map(\.line) == [2])
    }

    @Test("A limit that nothing names is found")
    func unusedLimits() {
        let limits = file("static let oldRows = 1\nstatic let pageRows = 2", "Limits.swift")
        let user = file("// Limits.oldRows\nlet rows = Limits.pageRows")
        #expect(NameRules.unusedLimits(limits, in: [limits, user]).map(\.line) == [1])
    }

    // MARK: Promises

    @Test("A worker without its promise is found")
    func workers() {
        let promise = "/// Sends what stands in the outbox.\n/// Promise: whatever happens, once.\n"
        let source = "package struct Sender: Sendable, Service {}"
        #expect(PromiseRules.workers(file(source)).count == 1)
        #expect(PromiseRules.workers(file("/// Sends.\n" + source)).count == 1)
        #expect(PromiseRules.workers(file(promise + "@frozen\n" + source)).isEmpty)
        #expect(PromiseRules.workers(file("struct Pace: Sendable {}")).isEmpty)
    }

    @Test("A table without its promise is found")
    func tables() {
        #expect(PromiseRules.tables(file("package struct InboxTable {}")).count == 1)
        #expect(PromiseRules.tables(file("extension InboxTable {}\nstruct InboxRow {}")).isEmpty)
    }

    // MARK: Migrations

    private func step(_ number: Int, _ version: Int, _ constant: String) -> Checkout.File {
        file(
            "enum Schema { static let \(constant) = Migration(version: \(version), name: \"\") { _ in } }",
            "\(MigrationRules.folder)/M000\(number)\(constant).swift")
    }

    private func list(_ constants: String) -> Checkout.File {
        file("static let migrations: [Migration] = [\(constants)]", "\(MigrationRules.folder)/Schema.swift")
    }

    @Test("A sound list of migrations passes")
    func migrations() {
        #expect(MigrationRules.offences([step(1, 1, "a"), step(2, 2, "b"), list("a, b,")]).isEmpty)
    }

    @Test("A gap, a wrong version, a wrong order and a missing list are found")
    func wrongMigrations() {
        #expect(MigrationRules.offences([step(1, 1, "a"), step(3, 3, "b"), list("a, b")]).count == 1)
        #expect(MigrationRules.offences([step(1, 2, "a"), list("a")]).count == 1)
        #expect(MigrationRules.offences([step(1, 1, "a"), step(2, 2, "b"), list("b, a")]).count == 1)
        #expect(MigrationRules.offences([step(1, 1, "a"), step(2, 2, "b"), list("a")]).count == 1)
        #expect(MigrationRules.offences([step(1, 1, "a")]).count == 1)
    }

    @Test("A step that takes away without a word of it is found")
    func silentMigration() {
        func step(_ more: String) -> Checkout.File {
            file(
                "static let a = Migration(version: 3, name: \"\"\(more)) { \"DROP TABLE a\" }",
                "\(MigrationRules.folder)/M0003A.swift")
        }
        #expect(MigrationRules.silent(step(""), since: 3).count == 1)
        #expect(MigrationRules.silent(step(""), since: 4).isEmpty)
        #expect(MigrationRules.silent(step(", compatibleFrom: 2"), since: 3).isEmpty)
    }

    // MARK: Pages

    @Test("Pages that keep nothing are found")
    func pages() {
        #expect(PageRules.readme("README.md", "make run and make test").isEmpty)
        #expect(PageRules.readme("README.md", "make run").count == 1)
        #expect(PageRules.readme("README.md", nil).count == 1)
        #expect(PageRules.changelog("# Changes\n## 0.1\n- The path, because.\n").isEmpty)
        #expect(PageRules.changelog("# Changes\n## 0.2\n## 0.1\n- a\n").count == 1)
        #expect(PageRules.changelog(nil).count == 1)
        #expect(PageRules.architecture("LinliModel", rooms: ["LinliModel", "LinliSQL"]).count == 1)
        #expect(PageRules.decisions(["D/0001-a.md", "D/0002-b.md"]).isEmpty)
        #expect(PageRules.decisions(["D/0001-a.md", "D/0003-b.md"]).count == 1)
    }

    @Test("A link that leads nowhere is found")
    func links() {
        let page = file(
            "[a](../B.md) [b](https://x.org) [c](#d) [e](F/G.md#h) [i](J)\n`[k](L)`\n```\n[m](N)\n```",
            "Docs/A.md")
        let known: Set<String> = ["B.md", "Docs/F/G.md"]
        #expect(PageRules.brokenLinks(page, known).map(\.what) == ["the link J leads nowhere"])
        #expect(PageRules.brokenLinks(page, known.union(["Docs/J/K.md"])).isEmpty)
    }
}
