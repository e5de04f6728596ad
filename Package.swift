// swift-tools-version:6.2
import PackageDescription

#if canImport(Glibc)
    import Glibc
#endif

// The floors of the house (Docs/Architecture.md): an arrow may only go down, and rooms on one
// floor never import each other. TidyTests compares every `import` with what is declared here.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
]

/// `LinliIntents` trains its model at the first start: optimised in debug builds too, that takes
/// two seconds instead of twenty, in every test process and in `linli chat` from a debug build.
let trained: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// What an operator calls now and then, or the daemon once at its start, is built small: what is not needed
/// for speed only takes memory.
let small: [SwiftSetting] = strict + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// Addresses that are set right at the start take a hundredth of the space: 1.4 MiB of the daemon in memory.
/// C libraries understand this since glibc 2.36.
let packed: [LinkerSetting] = {
    #if canImport(Glibc)
        var name = [CChar](repeating: 0, count: 64)
        _ = confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count)  // "glibc 2.36"
        let digits = name.prefix { $0 != 0 }.map { Character(Unicode.Scalar(UInt8(bitPattern: $0))) }
        let version = String(digits).split { !$0.isNumber }.compactMap { Int($0) }
        if version.lexicographicallyPrecedes([2, 36]) { return [] }
        let relative = ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
        return [.unsafeFlags(relative, .when(configuration: .release))]
    #else
        return []
    #endif
}()

func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], linker: [LinkerSetting]? = nil,
    settings: [SwiftSetting] = strict
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings, linkerSettings: linker)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "linli",
    products: [.executable(name: "linli", targets: ["linli"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Basement: C
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CPostgres", linkerSettings: [.linkedLibrary("pq")]),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),

        // Basement: what floor 0 stands on
        room("LinliDigest"),

        // Floor 0
        room("LinliModel"),
        room("LinliSQL", ["LinliDigest"]),

        // Floor 1
        room("LinliSettings", ["LinliModel", yams], settings: small),
        room("LinliAdmin", settings: small),
        room("LinliChannels", ["LinliModel", crypto, cryptoExtras]),
        room("LinliStore", ["LinliModel", "LinliSQL"]),
        room("LinliIntents", ["LinliDigest", "LinliModel", yams], settings: trained),
        room("LinliDialogue", ["LinliDigest", "LinliModel"]),
        room("LinliPush", ["LinliModel", "CCurl"]),
        room("LinliSQLite", ["LinliSQL", "CSQLite", grdb, grdbSQLite]),
        room("LinliPostgres", ["LinliSQL", "CPostgres"]),

        // Floor 2
        room(
            "LinliServices", ["LinliModel", "LinliSQL", "LinliStore", "LinliSettings", "LinliAdmin", crypto]),

        // Floor 3
        room(
            "LinliServer",
            [
                "LinliModel", "LinliSQL", "LinliStore", "LinliSettings", "LinliAdmin", "LinliChannels",
                "LinliServices", hummingbird, nio, nioHTTP, httpTypes, lifecycle, logging, crypto,
            ]),
        room(
            "LinliEngine",
            [
                "LinliModel", "LinliSQL", "LinliStore", "LinliSettings", "LinliChannels", "LinliIntents",
                "LinliDialogue", "LinliServices", lifecycle, logging,
            ]),

        // Floor 4
        .executableTarget(
            name: "linli",
            dependencies: [
                "LinliDigest", "LinliModel", "LinliSQL", "LinliSQLite", "LinliPostgres", "LinliStore",
                "LinliSettings", "LinliAdmin", "LinliChannels", "LinliIntents", "LinliDialogue", "LinliPush",
                "LinliServices", "LinliServer", "LinliEngine", argumentParser, lifecycle, unixSignals,
                logging,
            ],
            swiftSettings: small, linkerSettings: packed),

        // Measures the release binary from outside (`make bench`); nothing depends on it
        .target(name: "CEventPoll", path: "Benchmarks/CEventPoll"),
        .executableTarget(
            name: "linli-bench",
            dependencies: [
                "LinliModel", "LinliIntents", "LinliDialogue", "CCurl", "CEventPoll", grdbSQLite, crypto,
                cryptoExtras, hummingbird, logging,
                argumentParser,
            ],
            path: "Benchmarks/linli-bench", swiftSettings: strict),

        // Tests: the kit is shared, each room has its own suite
        .target(
            name: "LinliTestKit",
            dependencies: [
                "LinliModel", "LinliSQL", "LinliSQLite", "LinliPostgres", "CPostgres", "LinliStore",
                "LinliSettings", "LinliIntents", hummingbird, crypto, cryptoExtras,
            ],
            path: "Tests/LinliTestKit", swiftSettings: strict),
        tests("LinliDigestTests", ["LinliDigest"]),
        tests("LinliModelTests", ["LinliModel"]),
        tests(
            "LinliSQLTests",
            ["LinliSQL", "LinliSQLite", "LinliPostgres", "LinliModel", "LinliTestKit", grdbSQLite]),
        tests("LinliSettingsTests", ["LinliSettings", "LinliModel"]),
        tests(
            "LinliChannelsTests",
            ["LinliChannels", "LinliModel", "LinliTestKit", crypto, cryptoExtras]),
        tests("LinliPushTests", ["LinliPush", "LinliChannels", "LinliModel", "LinliTestKit", hummingbird]),
        tests("LinliIntentsTests", ["LinliIntents", "LinliModel", "LinliTestKit"]),
        tests("LinliStoreTests", ["LinliStore", "LinliSQL", "LinliModel", "LinliTestKit"]),
        tests("LinliDialogueTests", ["LinliDialogue", "LinliModel", "LinliTestKit"]),
        tests(
            "LinliServicesTests",
            [
                "LinliServices", "LinliAdmin", "LinliStore", "LinliSQL", "LinliSettings", "LinliModel",
                "LinliTestKit",
            ]),
        tests(
            "LinliEngineTests",
            [
                "LinliEngine", "LinliChannels", "LinliDialogue", "LinliServices", "LinliStore", "LinliSQL",
                "LinliSettings", "LinliModel", "LinliTestKit", lifecycle, logging,
            ]),
        tests(
            "LinliServerTests",
            [
                "LinliServer", "LinliAdmin", "LinliChannels", "LinliModel", "LinliServices", "LinliSettings",
                "LinliSQL", "LinliStore", "LinliTestKit", hummingbird, nio, nioPosix, lifecycle, logging,
            ]),
        tests(
            "CommandTests",
            [
                "linli", "LinliAdmin", "LinliDialogue", "LinliEngine", "LinliIntents", "LinliModel",
                "LinliServices", "LinliSettings", "LinliSQL", "LinliSQLite", "LinliStore", "LinliTestKit",
                argumentParser,
            ]),
        tests("EndToEndTests", ["LinliModel", "LinliTestKit", hummingbird, crypto, cryptoExtras]),
        tests("TidyTests", []),
    ]
)
