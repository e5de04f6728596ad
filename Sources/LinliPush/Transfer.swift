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
        if line.starts(with: "HTTP/".utf8) {
            // Another head: the one before was a 1xx.
            headers.removeAll(keepingCapacity: true)
            isComplete = false
        } else if line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) {
            isComplete = true
        } else {
            keep(String(decoding: line, as: UTF8.self))
        }
    }

    private mutating func keep(_ line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        let name = line[..<colon].lowercased()
        let rest = line[line.index(after: colon)...]
        let value = String(rest.drop(while: \.isWhitespace).prefix { !$0.isNewline })
        headers[name] = headers[name].map { "\($0), \(value)" } ?? value
    }
}
