import NIOCore
import NIOPosix

/// A client that says exactly what it is told, byte for byte, over a socket on loopback.
struct Wire {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread = ByteBuffer()
    private var isAtEnd = false

    /// One answer as it came.
    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    struct ConnectionEnded: Error {}

    /// Connects, runs `body`, disconnects. A reset by the server counts as the end of the connection.
    static func connected<Result: Sendable>(
        to port: Int, _ body: sending (inout Wire) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var wire = Wire(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&wire)
        }
    }

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Everything until the server closes.
    mutating func readToEnd() async -> String {
        while await fill() {}
        return String(buffer: unread)
    }

    /// The next answer with a `Content-Length`.
    mutating func readAnswer() async throws -> Answer {
        let head = try await read(until: "\r\n\r\n")
        let lines = head.split(separator: "\r\n")
        let status = Int(lines.first?.split(separator: " ").dropFirst().first ?? "") ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].drop { $0 == " " }.description : ""
        }
        let length = Int(headers["content-length"] ?? "") ?? 0
        while unread.readableBytes < length {
            guard await fill() else { throw ConnectionEnded() }
        }
        return Answer(status: status, headers: headers, body: unread.readString(length: length) ?? "")
    }

    /// Everything up to and without `mark`.
    mutating func read(until mark: String) async throws -> String {
        while true {
            let seen = String(buffer: unread)
            if let found = seen.firstRange(of: mark) {
                let text = String(seen[..<found.lowerBound])
                unread.moveReaderIndex(forwardBy: (text + mark).utf8.count)
                return text
            }
            guard await fill() else { throw ConnectionEnded() }
        }
    }

    private mutating func fill() async -> Bool {
        guard !isAtEnd else { return false }
        do {
            if var part = try await inbound.next(isolation: #isolation) {
                unread.writeBuffer(&part)
                return true
            }
        } catch {
            // A reset: the server closed while we were sending.
        }
        isAtEnd = true
        return false
    }
}
