import Foundation
import LinliModel

/// Where a secret lies: `env:NAME` or `file:PATH`. The secret itself never stands in a settings file.
package enum SecretReference: Sendable, Hashable {
    case environment(String)
    case file(String)

    /// Nil where the text is no reference.
    package init?(_ text: String) {
        if text.hasPrefix("env:"), text.count > 4 {
            self = .environment(String(text.dropFirst(4)))
        } else if text.hasPrefix("file:"), text.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else {
            return nil
        }
    }

    /// The secret, or the sentence that says what to do. Neither sentence contains the secret.
    package func resolve(environment: [String: String]) -> Result<String, Failure> {
        switch self {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                return .failure(Failure("the environment variable \(name) is not set; set it"))
            }
            return .success(value)
        case .file(let path):
            guard let handle = FileHandle(forReadingAtPath: path) else {
                return .failure(
                    Failure("the file \(path) is missing or unreadable; create it with mode 0600"))
            }
            defer { handle.closeFile() }
            return Self.secret(in: handle, path: path)
        }
    }

    package struct Failure: Error {
        package let sentence: String
        init(_ sentence: String) { self.sentence = sentence }
    }

    /// The content without the line end at its end.
    private static func secret(in handle: FileHandle, path: String) -> Result<String, Failure> {
        let data: Data
        do {
            data = try handle.read(upToCount: Limits.secretFileBytes + 1) ?? Data()
        } catch {
            return .failure(Failure("the file \(path) cannot be read; it must be a regular file"))
        }
        guard data.count <= Limits.secretFileBytes, let text = String(bytes: data, encoding: .utf8) else {
            return .failure(Failure("the file \(path) is no short UTF-8 text; write only the secret"))
        }
        var rest = text[...]
        while let last = rest.last, last.isNewline { rest = rest.dropLast() }
        guard !rest.isEmpty else {
            return .failure(Failure("the file \(path) is empty; write the secret"))
        }
        return .success(String(rest))
    }
}

extension Item {
    /// A field that must be a reference; `field` names it in the finding ("channel oa: app_secret").
    func secret(_ field: String, environment: [String: String]) -> String? {
        guard let text else { return nil }
        guard let reference = SecretReference(text) else {
            report("\(field) is a secret and may not stand here; write env:NAME or file:PATH")
            return nil
        }
        return resolve(reference, field, environment: environment)
    }

    /// A field that may be a reference and may stand here as it is.
    func reference(_ field: String, environment: [String: String]) -> String? {
        guard let text else { return nil }
        guard let reference = SecretReference(text) else { return text }
        return resolve(reference, field, environment: environment)
    }

    private func resolve(
        _ reference: SecretReference, _ field: String, environment: [String: String]
    ) -> String? {
        switch reference.resolve(environment: environment) {
        case .success(let value): return value
        case .failure(let failure):
            report("\(field): \(failure.sentence)")
            return nil
        }
    }
}
