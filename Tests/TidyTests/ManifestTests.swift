import Testing

@Suite("The manifest is read")
struct ManifestTests {
    private let manifest = Manifest(
        """
        func room(_ name: String) -> Target { .target(name: name, dependencies: []) }
        let yams: Target.Dependency = .product(name: "Yams", package: "Yams") // a reader
        let package = Package(
            name: "house",
            products: [.executable(name: "house", targets: ["house"])],
            targets: [
                // room("Ghost", ["Ground"]),
                room("Ground"),
                room("First", ["Ground", yams]),
                room(
                    "Second",
                    [
                        "Ground", "First",
                        .product(name: "Crypto", package: "swift-crypto"),
                    ], linker: [.linkedLibrary("x")]),
                .executableTarget(name: "house", dependencies: ["Second"], path: "Elsewhere"),
                .target(name: "Bare"),
                tests("FirstTests", ["First"]),
                tests("NoTests", []),
            ])
        """)

    @Test("Every way to declare a target")
    func targets() {
        #expect(
            manifest.targets == [
                .init(name: "Ground", dependencies: [], path: "Sources/Ground", isTest: false),
                .init(name: "First", dependencies: ["Ground", "Yams"], path: "Sources/First", isTest: false),
                .init(
                    name: "Second", dependencies: ["Ground", "First", "Crypto"], path: "Sources/Second",
                    isTest: false),
                .init(name: "house", dependencies: ["Second"], path: "Elsewhere", isTest: false),
                .init(name: "Bare", dependencies: [], path: "Sources/Bare", isTest: false),
                .init(name: "FirstTests", dependencies: ["First"], path: "Tests/FirstTests", isTest: true),
                .init(name: "NoTests", dependencies: [], path: "Tests/NoTests", isTest: true),
            ])
    }

    @Test("Imports in all their forms")
    func imports() {
        let source = """
            import Foundation
            @testable import Second
            @preconcurrency package import First
            import struct Ground.Stone
            // import Ghost
            let text = "import Ghost"
            func f() { door.import(key) }
            """
        #expect(
            ImportRules.imports(SwiftTokens(source)) == [
                .init(module: "Foundation", line: 1), .init(module: "Second", line: 2),
                .init(module: "First", line: 3), .init(module: "Ground", line: 4),
            ])
    }

    @Test("An undeclared import and an unused dependency are found")
    func offences() {
        let first = manifest.targets[1]
        let file = Checkout.File(path: "Sources/First/A.swift", text: "import Ground\nimport Crypto\n")
        #expect(ImportRules.undeclared(file, of: first).map(\.line) == [2])
        #expect(
            ImportRules.unused(first, [file]).map(\.what) == ["First declares Yams and imports it nowhere"])
    }

    @Test("An arrow up, one sideways and a room without a floor are found")
    func floors() {
        let house = Manifest(
            """
            room("LinliModel", ["LinliStore"]),
            room("LinliStore", ["LinliModel", "LinliPush"]),
            room("LinliPush", ["LinliModel"]),
            room("Attic"),
            """)
        #expect(Floors.offences(house).map(\.what).count == 3)
        #expect(
            Floors.offences(Manifest("room(\"LinliModel\"), room(\"LinliStore\", [\"LinliModel\"])")).isEmpty)
    }
}
