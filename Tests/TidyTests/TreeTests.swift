import Foundation
import Testing

/// The law of style, held against the whole tree. Every offence is named with its place.
@Suite("The tree keeps the style")
struct TreeTests {
    private let tree = Checkout.current

    private var manifest: Manifest { Manifest(tree.text("Package.swift") ?? "") }

    @Test("The tree was found")
    func treeIsThere() {
        #expect(tree.swift.count > 100)
        #expect(manifest.targets.count > 20)
        #expect(manifest.targets.contains { $0.name == "LinliModel" && $0.dependencies.isEmpty })
    }

    @Test("A target imports only what it declares")
    func imports() {
        for target in manifest.targets {
            let files = tree.files(under: target.path).filter(\.isSwift)
            expectNone(files.flatMap { ImportRules.undeclared($0, of: target) })
        }
    }

    @Test("A room declares nothing that it does not import")
    func unusedDependencies() {
        for target in manifest.targets where target.path.hasPrefix("Sources/") && target.name != "linli" {
            expectNone(ImportRules.unused(target, tree.files(under: target.path).filter(\.isSwift)))
        }
    }

    @Test("Every folder of sources is a target")
    func foldersAreTargets() {
        let folders = Set(tree.files(under: "Sources").compactMap { $0.folders.dropFirst().first })
        expectNone(
            folders.filter { !manifest.modules.contains(String($0)) }.map {
                Offence(path: "Sources/\($0)", line: 1, what: "no target of Package.swift")
            })
    }

    @Test("Arrows only go down")
    func floors() { expectNone(Floors.offences(manifest)) }

    @Test("Files are short")
    func files() { expectNone(tree.swift.flatMap(ShapeRules.longFile)) }

    @Test("Lines are short")
    func lines() { expectNone(tree.swift.flatMap(ShapeRules.longLines)) }

    @Test("Functions are short")
    func functions() { expectNone(tree.swift.flatMap(ShapeRules.longFunctions)) }

    @Test("Only the output room prints")
    func printing() {
        expectNone(
            (tree.files(under: "Sources") + tree.files(under: "Tests")).filter(\.isSwift)
                .flatMap(WordRules.printing))
    }

    @Test("What switches a guarantee off says why")
    func reasons() { expectNone(tree.swift.flatMap(WordRules.unreasoned)) }

    @Test("No error is dropped without a word")
    func dropping() {
        expectNone(tree.files(under: "Sources").filter(\.isSwift).flatMap(WordRules.dropping))
    }

    @Test("Nothing is left unfinished")
    func unfinished() { expectNone(tree.files.flatMap(WordRules.unfinished)) }

    @Test("No test sleeps")
    func sleeping() { expectNone(tree.files(under: "Tests").filter(\.isSwift).flatMap(WordRules.sleeping)) }

    @Test("No path of one machine")
    func machinePaths() { expectNone(tree.files.flatMap(WordRules.machinePath)) }

    @Test("No drawers")
    func drawers() {
        expectNone(tree.files.flatMap(NameRules.drawers))
        expectNone(tree.swift.flatMap(NameRules.drawerTypes))
        expectNone(NameRules.crowded(tree.files))
    }

    @Test("No type is named like a module")
    func typeNames() {
        let modules = manifest.modules
        expectNone(tree.swift.flatMap { NameRules.likeModule($0, modules) })
    }

    @Test("Limits carry their unit, and something keeps them")
    func limits() throws {
        let file = try #require(tree.files.first { $0.path == "Sources/LinliModel/Limits.swift" })
        expectNone(NameRules.limitsWithoutUnit(file))
        expectNone(NameRules.unusedLimits(file, in: tree.swift))
    }

    @Test("A regular expression is compiled once")
    func patterns() {
        expectNone(tree.files(under: "Sources").filter(\.isSwift).flatMap(WordRules.compiledAgain))
    }

    @Test("Workers and tables open with their promise")
    func promises() {
        expectNone(tree.files(under: "Sources/LinliEngine").flatMap(PromiseRules.workers))
        expectNone(tree.files(under: "Sources/LinliStore").filter(\.isSwift).flatMap(PromiseRules.tables))
    }

    @Test("Migrations are append-only")
    func migrations() { expectNone(MigrationRules.offences(tree.files(under: MigrationRules.folder))) }

    @Test("The pages keep their promises")
    func pages() {
        expectNone(PageRules.readme("README.md", tree.text("README.md")))
        expectNone(PageRules.readme("README.zh-CN.md", tree.text("README.zh-CN.md")))
        expectNone(PageRules.changelog(tree.text("CHANGELOG.md")))
        let rooms = manifest.targets.filter { $0.path.hasPrefix("Sources/") }.map(\.name)
        expectNone(PageRules.architecture(tree.text("Docs/Architecture.md"), rooms: rooms))
        expectNone(PageRules.decisions(tree.files(under: "Docs/Decisions").map(\.path)))
        let known = Set(tree.files.map(\.path))
        expectNone(
            tree.files.filter { $0.path.hasSuffix(".md") }.flatMap { PageRules.brokenLinks($0, known) })
    }
}
