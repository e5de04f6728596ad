import Foundation
import LinliModel
import Yams

/// A YAML file as the settings read it: one document, bounded in size, without aliases.
///
/// Aliases are refused before the parser sees them: a few lines of nested aliases would otherwise
/// expand to gigabytes. The parser itself bounds nesting (1,000 levels) and refuses a key given
/// twice; every failure becomes one finding with its line.
///
/// Every scalar is read as the text that stands there: what it should be, its reader knows. Guessing types
/// would cost seven regular expressions a key, and the megabytes of the library behind them.
enum YamlFile {
    /// The root value, or nil after a finding was reported.
    static func read(_ path: String, log: FindingLog) -> Item? {
        guard let text = text(of: path, log: log) else { return nil }
        return parse(text, file: path, log: log)
    }

    /// The whole file as text; missing, oversized and non-UTF-8 files are findings.
    static func text(of path: String, log: FindingLog) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            log.report(path, 0, "the file is missing or cannot be read; create it or correct its rights")
            return nil
        }
        defer { handle.closeFile() }
        let data: Data
        do {
            data = try handle.read(upToCount: Limits.settingsFileBytes + 1) ?? Data()
        } catch {
            log.report(
                path, 0, "the file cannot be read; it must be a regular file that this user may read")
            return nil
        }
        guard data.count <= Limits.settingsFileBytes else {
            log.report(path, 0, "the file is longer than \(Limits.settingsFileBytes) bytes; split it")
            return nil
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            log.report(path, 0, "the file is not UTF-8; save it as UTF-8")
            return nil
        }
        return text
    }

    static func parse(_ text: String, file: String, log: FindingLog) -> Item? {
        if let line = lineOfAlias(in: text) {
            log.report(file, line, "aliases (*name) are not read; write the value out")
            return nil
        }
        do {
            let parser = try Parser(yaml: text, resolver: .basic)
            guard let node = try parser.singleRoot() else {
                log.report(file, 0, "the file is empty; write its keys")
                return nil
            }
            return Item(node: node, file: file, log: log)
        } catch {
            report(error, file: file, log: log)
            return nil
        }
    }

    /// The first line on which a word begins with `*` in a text where some word begins with `&`: an alias
    /// and its anchor, or words that look like them. Deliberately coarse, comments and quotes included,
    /// because it stands before the parser; an alias without an anchor is the parser's own error.
    private static func lineOfAlias(in text: String) -> Int? {
        var line = 1
        var aliasLine: Int?
        var hasAnchor = false
        var isAtWordStart = true
        for scalar in text.unicodeScalars {
            if isAtWordStart, scalar == "*" { aliasLine = aliasLine ?? line }
            if isAtWordStart, scalar == "&" { hasAnchor = true }
            if scalar == "\n" { line += 1 }
            isAtWordStart = isWordBorder(scalar)
        }
        return hasAnchor ? aliasLine : nil
    }

    /// Blanks, everything that YAML 1.1 takes for a line break or a byte order mark, and the indicators
    /// after which a value may begin.
    private static func isWordBorder(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}": true
        case "[", "]", "{", "}", ",", ":", "-", "?", "\"", "'": true
        default: false
        }
    }

    private static func report(_ error: any Error, file: String, log: FindingLog) {
        guard let error = error as? YamlError else {
            return log.report(file, 0, "the file is not readable YAML; check its indentation and quotes")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            log.report(file, mark.line, "not YAML (\(problem)); check indentation and quotes here")
        case .composer(_, let problem, let mark, _):
            log.report(file, mark.line, "not one plain YAML document (\(problem)); keep one document")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.joined(separator: ", ")
            log.report(file, context.mark.line, "the key \(keys) stands here twice; keep one")
        case .reader(let problem, _, _, _):
            log.report(file, 0, "the file holds characters that YAML forbids (\(problem)); remove them")
        default:
            log.report(file, 0, "the file is not readable YAML; check its indentation and quotes")
        }
    }
}
