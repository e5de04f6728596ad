import HTTPTypes

/// Which methods a path takes, so that another one gets 405 with `Allow` instead of 404.
///
/// A path ends in `/*` where it stands for everything below it. A path that is not in the table is left to
/// the router.
struct MethodTable: Sendable {
    private var exact: [String: [HTTPRequest.Method]] = [:]
    private var below: [(prefix: String, methods: [HTTPRequest.Method])] = []

    init(_ paths: [(path: String, methods: [HTTPRequest.Method])]) {
        for (path, methods) in paths {
            if path.hasSuffix("/*") {
                below.append((prefix: String(path.dropLast()), methods: methods))
            } else {
                exact[path] = methods
            }
        }
    }

    /// - Returns: The methods of the path where `method` is not one of them, else nil.
    func allowed(at path: String, besides method: HTTPRequest.Method) -> [HTTPRequest.Method]? {
        let known = exact[path] ?? below.first { path.hasPrefix($0.prefix) }?.methods
        guard let known, !known.contains(method) else { return nil }
        return known
    }
}
