import Glibc

/// The bytes of one connection on their way to a whole HTTP/1.1 message with a `Content-Length`.
struct MessageBuffer {
    enum Reading {
        /// Nothing more for now.
        case waiting
        case closed
    }

    private var bytes = [UInt8](repeating: 0, count: 16 * 1024)
    private var filled = 0

    /// Takes what the socket has.
    mutating func fill(from descriptor: Int32) -> Reading {
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { room in
                recv(descriptor, room.baseAddress?.advanced(by: filled), room.count - filled, 0)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return .waiting }
            guard count > 0 else { return .closed }
            filled += count
            // One read is enough as a rule: another one would only hear that there is no more.
            if filled < bytes.count { return .waiting }
        }
        // Longer than anything that is exchanged here.
        return .closed
    }

    /// Hands out the first whole message, if it is there, and forgets it.
    mutating func take<Result>(
        _ read: (_ head: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        guard let (head, total) = bytes.withUnsafeBytes({ Self.measure($0.prefix(filled)) }) else {
            return nil
        }
        let result = bytes.withUnsafeBytes { all in
            read(
                UnsafeRawBufferPointer(rebasing: all[..<head]),
                UnsafeRawBufferPointer(rebasing: all[head..<total]))
        }
        let rest = filled - total
        if rest > 0 { bytes.withUnsafeMutableBytes { $0.copyBytes(from: Array($0[total..<(total + rest)])) } }
        filled = rest
        return result
    }

    mutating func clear() {
        filled = 0
    }

    /// The length of the head and of the whole message; nil while some of it is missing.
    private static func measure(_ bytes: Slice<UnsafeRawBufferPointer>) -> (head: Int, total: Int)? {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        var lineStart = 0
        var length = 0
        var index = 0
        while index + 1 < bytes.count {
            guard bytes[index] == 0x0D, bytes[index + 1] == 0x0A else {
                index += 1
                continue
            }
            if index == lineStart {
                let head = index + 2
                return head + length <= bytes.count ? (head, head + length) : nil
            }
            length = contentLength(bytes, lineStart, index) ?? length
            index += 2
            lineStart = index
        }
        return nil
    }

    private static let name = Array("content-length:".utf8)

    private static func contentLength(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int? {
        guard end - start > name.count, bytes[start] | 0x20 == name[0] else { return nil }
        for offset in 1..<name.count where bytes[start + offset] | 0x20 != name[offset] | 0x20 { return nil }
        var value = 0
        for byte in bytes[(start + name.count)..<end] where (0x30...0x39).contains(byte) {
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
