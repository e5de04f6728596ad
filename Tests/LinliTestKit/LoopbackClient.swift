import Foundation

/// A client for 127.0.0.1 that sends exactly the bytes it is told, also those that no HTTP library would.
/// A connection and a thread a call.
package struct LoopbackClient: Sendable {
    package struct Answer: Sendable, Hashable {
        package let status: Int
        /// Names in lower case.
        package let headers: [String: String]
        package let body: String
    }

    /// No whole answer came: refused, reset, or silent for longer than the bound.
    package struct NoAnswer: Error {}

    package let port: UInt16

    package init(port: UInt16) {
        self.port = port
    }

    package func get(_ target: String, headers: [String: String] = [:]) async throws -> Answer {
        try await exchange(Self.request("GET", target, headers: headers, body: []))
    }

    package func post(
        _ target: String, headers: [String: String] = [:], body: [UInt8]
    ) async throws -> Answer {
        try await exchange(Self.request("POST", target, headers: headers, body: body))
    }

    package static func request(
        _ method: String, _ target: String, headers: [String: String] = [:], body: [UInt8]
    ) -> [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    /// Sends `bytes` and reads one answer.
    package func exchange(_ bytes: [UInt8], within seconds: Int = 30) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(with: Result { try blockingExchange(bytes, within: seconds) })
            }
            thread.start()
        }
    }

    private func blockingExchange(_ bytes: [UInt8], within seconds: Int) throws -> Answer {
        let descriptor = try Self.connected(to: port)
        defer { close(descriptor) }
        var bound = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // A server that has heard enough closes; its answer may still be there to be read.
            guard count > 0 else { break }
            sent += count
        }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            if let answer = Self.answer(received) { return answer }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { throw NoAnswer() }
            received.append(contentsOf: chunk[..<count])
        }
    }

    /// Sends `bytes` and reads until `mark` has come: for a stream, which has no end.
    package func read(
        _ bytes: [UInt8], until mark: String, within seconds: Int = 30
    ) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(with: Result { try blockingRead(bytes, until: mark, within: seconds) })
            }
            thread.start()
        }
    }

    private func blockingRead(_ bytes: [UInt8], until mark: String, within seconds: Int) throws -> String {
        let descriptor = try Self.connected(to: port)
        defer { close(descriptor) }
        var bound = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
        let sent = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard sent == bytes.count else { throw NoAnswer() }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while received.firstRange(of: Array(mark.utf8)) == nil {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { throw NoAnswer() }
            received.append(contentsOf: chunk[..<count])
        }
        return String(decoding: received, as: UTF8.self)
    }

    /// A connected socket of 127.0.0.1, blocking; the caller closes it.
    package static func connected(to port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            throw NoAnswer()
        }
        return descriptor
    }

    /// The answer, if all of it is there.
    private static func answer(_ bytes: [UInt8]) -> Answer? {
        guard let border = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let text = String(decoding: bytes[..<border.lowerBound], as: UTF8.self)
        let head = text.components(separatedBy: "\r\n")
        let words = head[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in head.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] =
                parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        let body = bytes[border.upperBound...].prefix(length)
        guard body.count == length else { return nil }
        return Answer(status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
    }
}
