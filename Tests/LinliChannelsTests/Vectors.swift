import Foundation
import Testing

/// The vectors published by the platforms and their SDKs; each names its source in `Tests/Vectors`.
struct Vector {
    let inputs: [String: Any]
    let expected: [String: Any]

    func input(_ name: String) throws -> String { try #require(inputs[name] as? String) }
    func expectation(_ name: String) throws -> String { try #require(expected[name] as? String) }

    /// Never empty: a missing file or kind is a failure of the test that asks.
    static func all(_ kind: String, platform: String? = nil) throws -> [Vector] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Vectors/platforms.json"))
        let list = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        let vectors = list.compactMap { entry -> Vector? in
            guard entry["kind"] as? String == kind,
                platform == nil || entry["platform"] as? String == platform,
                let inputs = entry["inputs"] as? [String: Any],
                let expected = entry["expected"] as? [String: Any]
            else { return nil }
            return Vector(inputs: inputs, expected: expected)
        }
        try #require(!vectors.isEmpty)
        return vectors
    }
}
