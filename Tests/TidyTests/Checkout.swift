import Foundation

/// The files of this checkout, as the rules of style see them: sources, settings and pages, without what a
/// build or a running daemon left behind.
struct Checkout {
    /// A text file. `path` is relative to the checkout, with `/` between its parts.
    struct File {
        let path: String
        let text: String
        /// Both are made once, because every rule asks; the code is empty where the file is not Swift.
        let lines: [Substring]
        let code: SwiftTokens

        init(path: String, text: String) {
            self.path = path
            self.text = text
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            code = SwiftTokens(path.hasSuffix(".swift") ? text : "")
        }

        var folders: [Substring] { path.split(separator: "/").dropLast() }
        var name: Substring { path.split(separator: "/").last ?? "" }
        var isSwift: Bool { path.hasSuffix(".swift") }
    }

    let root: URL
    let files: [File]

    /// Read once: every rule looks at the same tree.
    static let current = Checkout(
        root: URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent())

    init(root: URL) {
        self.root = root
        files = Self.walk(root, prefix: "").sorted { $0.path < $1.path }
    }

    func text(_ path: String) -> String? {
        files.first { $0.path == path }?.text
    }

    func files(under folder: String) -> [File] {
        files.filter { $0.path.hasPrefix(folder + "/") }
    }

    var swift: [File] { files.filter(\.isSwift) }

    /// Not ours, or not tracked: what git keeps, what a build makes, what a daemon keeps.
    private static let left: Set<String> = [".git", ".build", ".swiftpm", "var", "Package.resolved"]

    private static func walk(_ folder: URL, prefix: String) -> [File] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            return []
        }
        var found: [File] = []
        for name in names where !left.contains(name) {
            let url = folder.appendingPathComponent(name)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                found += walk(url, prefix: prefix + name + "/")
            } else if let data = FileManager.default.contents(atPath: url.path),
                let text = String(bytes: data, encoding: .utf8)
            {
                found.append(File(path: prefix + name, text: text))
            }
        }
        return found
    }
}
