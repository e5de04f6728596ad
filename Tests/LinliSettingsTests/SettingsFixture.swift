import Foundation
import LinliModel
import LinliSettings
import Testing

/// A private copy of the checkout's `Config/`, to be spoilt in one place and checked.
final class SettingsFixture {
    let directory: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "linli-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: URL(fileURLWithPath: CheckoutTests.directory), to: url)
        directory = url.path
    }

    deinit {
        // What is left behind lies in the system's temporary folder and harms nobody.
        try? FileManager.default.removeItem(atPath: directory)
    }

    func path(_ name: String) -> String { directory + "/" + name }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    func write(_ name: String, bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    /// Replaces the first `old` and answers the line on which it stood.
    @discardableResult
    func edit(_ name: String, _ old: String, _ new: String) throws -> Int {
        let text = try text(name)
        let range = try #require(text.range(of: old), "\(name) does not hold: \(old)")
        try write(name, text.replacingCharacters(in: range, with: new))
        return text[..<range.lowerBound].count { $0 == "\n" } + 1
    }

    func append(_ name: String, _ more: String) throws -> Int {
        let text = try text(name)
        try write(name, text + more)
        return text.count { $0 == "\n" } + 1
    }

    func check(_ environment: [String: String] = [:]) -> [Finding] {
        Settings.check(directory: directory, environment: environment)
    }

    func load(_ environment: [String: String] = [:]) throws -> Settings {
        try Settings.load(directory: directory, environment: environment)
    }
}

/// Exactly one finding, in this file, on this line, whose sentence holds these words.
func expectOne(
    _ findings: [Finding], file: String, line: Int, _ words: String...,
    at location: SourceLocation = #_sourceLocation
) {
    #expect(findings.count == 1, "\(findings)", sourceLocation: location)
    guard let finding = findings.first else { return }
    #expect(finding.file.hasSuffix(file), "\(finding)", sourceLocation: location)
    #expect(finding.line == line, "\(finding)", sourceLocation: location)
    for word in words { #expect(finding.message.contains(word), "\(finding)", sourceLocation: location) }
}
