import Foundation
import Synchronization

/// The real binary as a child process: its lines, its signals, its end.
package final class LinliProcess: Sendable {
    package struct End: Sendable, Hashable {
        /// The exit code, or the signal's number.
        package let code: Int32
        package let isBySignal: Bool

        package init(code: Int32, isBySignal: Bool = false) {
            self.code = code
            self.isBySignal = isBySignal
        }
    }

    /// There is no binary to test. A test that did without would prove nothing, so it fails.
    package struct NoBinary: Error, CustomStringConvertible {
        let path: String
        package var description: String {
            "There is no linli at \(path): run `swift build --product linli` first, or set LINLI_BINARY."
        }
    }

    package let output = LineLog()
    package let errors = LineLog()
    private let process: Process
    private let ended = Tally()

    /// `LINLI_BINARY`, else the debug build of this checkout.
    package static var binary: String {
        get throws {
            let set = ProcessInfo.processInfo.environment["LINLI_BINARY"]
            let path = set ?? TemporaryStore.packageRoot + "/.build/debug/linli"
            guard FileManager.default.isExecutableFile(atPath: path) else { throw NoBinary(path: path) }
            return path
        }
    }

    /// Starts `linli` with these arguments and nothing but this environment. `limit` is the largest file in
    /// KiB that it may write: beyond it the disk looks full. `input` is all that it reads, no more than a
    /// pipe holds (64 KiB).
    package init(
        _ arguments: [String], environment: [String: String], directory: String,
        fileKilobytes limit: Int? = nil, input: String? = nil
    ) throws {
        let binary = try Self.binary
        process = Process()
        if let limit {
            // With the signal ignored the write fails, as it does on a full disk.
            let script = "trap '' XFSZ; ulimit -f \(limit); exec \"$0\" \"$@\""
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = ["-c", script, binary] + arguments
        } else {
            process.executableURL = URL(fileURLWithPath: binary)
            process.arguments = arguments
        }
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        let (out, err) = (Pipe(), Pipe())
        let source = input.map { _ in Pipe() }
        process.standardInput = source ?? FileHandle.nullDevice
        process.standardOutput = out
        process.standardError = err
        process.terminationHandler = { [ended] _ in ended.add() }
        try process.run()
        output.follow(out.fileHandleForReading)
        errors.follow(err.fileHandleForReading)
        if let source, let input {
            try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try source.fileHandleForWriting.close()
        }
    }

    package var identifier: Int32 { process.processIdentifier }

    package func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits for its end, and for the last line of both pipes.
    package func end(within seconds: Double = Patience.seconds) async throws -> End {
        try await ended.reaches(1, of: "end of linli", within: seconds)
        try await output.ended.reaches(1, of: "end of its output", within: seconds)
        try await errors.ended.reaches(1, of: "end of its errors", within: seconds)
        return End(code: process.terminationStatus, isBySignal: process.terminationReason == .uncaughtSignal)
    }

    /// `kill -9`, and waits until the kernel has taken it away with its locks.
    package func killAtOnce() async throws {
        signal(SIGKILL)
        _ = try await end()
    }
}
