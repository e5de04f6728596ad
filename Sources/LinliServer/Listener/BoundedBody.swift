import Hummingbird
import HTTPTypes

/// Reads a body whole, but never more of it than its route allows.
enum BoundedBody {
    enum Reading {
        case bytes([UInt8])
        case tooLong
    }

    /// A declared length beyond `limit` is refused before a byte of the body is read; a body of unknown
    /// length is read until it passes the limit, and no further.
    /// - Throws: What the connection throws when it ends early.
    static func read(_ request: Request, upTo limit: Int) async throws -> Reading {
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        if let declared, declared > limit { return .tooLong }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(declared ?? 0)
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= limit else { return .tooLong }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return .bytes(bytes)
    }
}
