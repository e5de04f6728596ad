import Foundation

/// A program under measurement: started, heard on its standard output, measured from outside, ended.
final class ChildProcess {
    /// When it was started.
    let startedAt: UInt64
    private(set) var port: UInt16 = 0
    private let process = Process()
    private let output = Pipe()

    /// Starts it and waits until it says "… listens on http://127.0.0.1:PORT".
    ///
    /// Its standard error goes to the end of `log`.
    init(_ program: String, _ arguments: [String], environment: [String: String], log: String) throws {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        let errors = FileHandle(forWritingAtPath: log) ?? .nullDevice
        errors.seekToEndOfFile()
        process.standardError = errors
        startedAt = MonotonicTime.now
        try process.run()
        port = try listeningPort(log: log)
    }

    deinit {
        kill()
    }

    private func listeningPort(log: String) throws -> UInt16 {
        let descriptor = output.fileHandleForReading.fileDescriptor
        let sign = "http://127.0.0.1:"
        var heard = ""
        let end = MonotonicTime.now + 30_000_000_000
        while MonotonicTime.now < end {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 100) > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = read(descriptor, &bytes, bytes.count)
            guard count > 0 else { break }
            heard += String(decoding: bytes[..<count], as: UTF8.self)
            guard let range = heard.range(of: sign), heard.hasSuffix("\n") else { continue }
            if let port = UInt16(heard[range.upperBound...].prefix { $0.isNumber }) { return port }
        }
        kill()
        let name = process.executableURL?.lastPathComponent ?? "the program"
        throw BenchError("\(name) did not begin to listen; see \(log)")
    }

    /// SIGKILL: nothing is tidied up. Returns when the process is gone.
    func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Resident memory in MiB now.
    var residentMebibytes: Double {
        let path = "/proc/\(process.processIdentifier)/status"
        // Nothing there: the process has ended, and holds nothing.
        guard let status = FileManager.default.contents(atPath: path) else { return 0 }
        let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
        let words = lines.first { $0.hasPrefix("VmRSS:") }?.split(whereSeparator: \.isWhitespace) ?? []
        return words.count > 1 ? (Double(words[1]) ?? 0) / 1_024 : 0
    }

    /// The body of a page of the program; nil where the answer is not 200.
    func page(_ path: String) -> String? {
        guard let socket = LoopbackSocket.connect(port: port) else { return nil }
        defer { close(socket) }
        let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        guard Array(request.utf8).withUnsafeBytes({ LoopbackSocket.send($0, to: socket) }) else { return nil }
        let answer = Self.readToEnd(socket)
        guard answer.hasPrefix("HTTP/1.1 200"), let head = answer.range(of: "\r\n\r\n") else { return nil }
        return String(answer[head.upperBound...])
    }

    /// Messages that a daemon has handled, by its own metrics.
    var turns: Int {
        let line = page("/metrics")?.split(separator: "\n").first { $0.hasPrefix("linli_turns_total ") }
        return line.flatMap { Double($0.split(separator: " ").last ?? "") }.map { Int($0) } ?? 0
    }

    private static func readToEnd(_ socket: Int32) -> String {
        var answer: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 5_000) > 0 else { break }
            let count = recv(socket, &bytes, bytes.count, 0)
            guard count > 0 else { break }
            answer.append(contentsOf: bytes[..<count])
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
