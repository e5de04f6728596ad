/// The floors of the house, as in `Docs/Architecture.md`: an arrow only goes down, and rooms on one floor
/// never import each other.
enum Floors {
    static let rooms: [[String]] = [
        ["CCurl", "CPostgres", "CSQLite", "LinliDigest"],
        ["LinliModel", "LinliSQL"],
        [
            "LinliSettings", "LinliAdmin", "LinliChannels", "LinliStore", "LinliIntents", "LinliDialogue",
            "LinliPush", "LinliSQLite", "LinliPostgres",
        ],
        ["LinliServices"],
        ["LinliServer", "LinliEngine"],
        ["linli"],
    ]

    static func floor(of room: String) -> Int? {
        rooms.firstIndex { $0.contains(room) }
    }

    /// Arrows that go up or sideways, and rooms without a floor. Test targets stand outside the house.
    static func offences(_ manifest: Manifest) -> [Offence] {
        var found: [String] = []
        for target in manifest.targets where target.path.hasPrefix("Sources/") {
            guard let floor = floor(of: target.name) else {
                found.append(
                    "\(target.name) has no floor; give it one in Floors.swift and Docs/Architecture.md")
                continue
            }
            for dependency in target.dependencies where manifest.modules.contains(dependency) {
                guard let below = Self.floor(of: dependency), below < floor else {
                    found.append("\(target.name) stands on \(dependency), which is not below it")
                    continue
                }
            }
        }
        return found.map { Offence(path: "Package.swift", line: 1, what: $0) }
    }
}
