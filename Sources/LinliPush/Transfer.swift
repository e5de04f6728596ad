import LinliModel

/// One request from its arrival until its answer. Touched by the loop's thread only, once it is queued.
final class Transfer {
    typealias Answer = Result<PushResponse, PushFailure>

    let number: UInt64
    let request: PushRequest
    private var continuation: CheckedContinuation<Answer, Never>?

    /// Set by the callbacks of libcurl.
    var head = ResponseHead()
    var body: [UInt8] = []
    var isTooLong = false
    var metForbiddenAddress = false
    /// How often libcurl was about to write the request.
    var starts = 0

    init(number: UInt64, request: PushRequest, continuation: CheckedContinuation<Answer, Never>) {
        self.number = number
        self.request = request
        self.continuation = continuation
    }

    /// The first answer counts; libcurl and a cancellation may both bring one.
    func finish(_ answer: Answer) {
        continuation?.resume(returning: answer)
        continuation = nil
    }
}

/// The head of an answer as its lines come in.
struct ResponseHead {
    private(set) var headers: [String: String] = [:]
    /// The empty line came. Without it a cut connection looks like a 200 with an empty body.
    private(set) var isComplete = false
    private(set) var bytes = 0

    mutating func take(_ line: UnsafeRawBufferPointer) {
        bytes += line.count
        if line.count > 5, line[0] == UInt8(ascii: "H"), line.starts(with: "HTTP/".utf8) {
            // Another head: the one before was a 1xx.
            headers.removeAll(keepingCapacity: true)
            isComplete = false
        } else if line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) {
            isComplete = true
        } else {
            keep(line)
        }
    }

    /// By bytes: this runs for every line of every answer.
    private mutating func keep(_ line: UnsafeRawBufferPointer) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        var start = colon + 1
        var end = line.count
        while start < end, Self.isSpace(line[start]) { start += 1 }
        while end > start, Self.isSpace(line[end - 1]) { end -= 1 }
        let lowered = line[..<colon].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let name = String(decoding: lowered, as: UTF8.self)
        let value = String(decoding: UnsafeRawBufferPointer(rebasing: line[start..<end]), as: UTF8.self)
        if let before = headers.updateValue(value, forKey: name) {
            headers[name] = "\(before), \(value)"
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }
}
