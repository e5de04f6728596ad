import Foundation
import Synchronization

/// A server on 127.0.0.1 that says byte for byte what a test wants, also what no HTTP server would say:
/// half a head, half a body, nothing. A thread a connection, no HTTP library.
package final class LoopbackServer: Sendable {
    package struct Request: Sendable {
        /// From 1, in the order of the connections' acceptance.
        package let connection: Int
        /// From 1, over all connections.
        package let number: Int
        /// Request line and header lines, without the empty one.
        package let head: [String]
        package let body: [UInt8]
    }

    package enum Reaction: Sendable {
        /// Keeps the connection open.
        case answer(String)
        /// Closes the connection behind it.
        case answerAndClose(String)
        /// Says nothing and keeps the connection open until the server stops.
        case hang
    }

    package let port: UInt16
    package let connections = Tally()
    package let requests = Tally()
    private let listener: Int32
    private let react: @Sendable (Request) -> Reaction
    private let open = Mutex<Set<Int32>>([])
    private let received = Mutex<[Request]>([])

    package var url: String { "http://127.0.0.1:\(port)" }
    package var seen: [Request] { received.withLock { $0 } }

    package struct CannotListen: Error {}

    package init(react: @escaping @Sendable (Request) -> Reaction) throws {
        self.react = react
        (listener, port) = try Self.listen()
        let thread = Thread { [self] in acceptAll() }
        thread.start()
    }

    /// A port on which nobody listens.
    package static func closedPort() throws -> UInt16 {
        let (descriptor, port) = try listen()
        close(descriptor)
        return port
    }

    private static func listen() throws -> (Int32, UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && Glibc.listen(descriptor, 512) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw CannotListen() }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        open.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }

    private func acceptAll() {
        var connection = 0
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            connection += 1
            let number = connection
            _ = open.withLock { $0.insert(descriptor) }
            connections.add()
            let thread = Thread { [self] in serve(descriptor, connection: number) }
            thread.start()
        }
        close(listener)
    }

    private func serve(_ descriptor: Int32, connection: Int) {
        var buffer: [UInt8] = []
        conversation: while let request = read(descriptor, &buffer, connection) {
            let reaction = react(request)
            requests.add()
            switch reaction {
            case .answer(let text): write(descriptor, text)
            case .answerAndClose(let text):
                write(descriptor, text)
                break conversation
            case .hang: _ = fill(descriptor, &buffer)
            }
        }
        _ = open.withLock { $0.remove(descriptor) }
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private func write(_ descriptor: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private func fill(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer.append(contentsOf: chunk[..<count])
        return true
    }

    /// The next request with its body by Content-Length; nil when the client is gone.
    private func read(_ descriptor: Int32, _ buffer: inout [UInt8], _ connection: Int) -> Request? {
        let mark = Array("\r\n\r\n".utf8)
        var border = buffer.firstRange(of: mark)
        while border == nil {
            guard fill(descriptor, &buffer) else { return nil }
            border = buffer.firstRange(of: mark)
        }
        guard let border else { return nil }
        let text = String(decoding: buffer[..<border.lowerBound], as: UTF8.self)
        let head = text.components(separatedBy: "\r\n")
        let lengths = head.compactMap { line in
            line.lowercased().hasPrefix("content-length:") ? Int(line.dropFirst(15).drop { $0 == " " }) : nil
        }
        let end = border.upperBound + (lengths.first ?? 0)
        while buffer.count < end {
            guard fill(descriptor, &buffer) else { return nil }
        }
        let body = Array(buffer[border.upperBound..<end])
        buffer.removeFirst(end)
        return received.withLock { received in
            let request = Request(connection: connection, number: received.count + 1, head: head, body: body)
            received.append(request)
            return request
        }
    }
}

extension LoopbackServer {
    /// A whole answer of status 200.
    package static func ok(_ body: String, headers: String = "") -> String {
        "HTTP/1.1 200 OK\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
