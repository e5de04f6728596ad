import Glibc
import NIOCore

/// A listener cannot begin at its address: not retryable by itself, exit code 3. Says which setting changes
/// the address.
package struct ListenerFailure: Error, CustomStringConvertible, Equatable {
    package let description: String

    /// - Parameter setting: `http` or `admin`: the group of settings that the address stands in.
    /// - Returns: Nil where the error is about something else.
    init?(_ error: IOError, setting: String, host: String, port: Int) {
        let variable = "LINLI_\(setting.uppercased())"
        switch error.errnoCode {
        case EADDRINUSE:
            description = """
                Port \(port) on \(host) is taken by another program; set \(setting).port \
                (\(variable)_PORT) to a free one, or end the other program.
                """
        case EACCES, EPERM:
            description = """
                Port \(port) on \(host) may not be used by this user; set \(setting).port \
                (\(variable)_PORT) to one above 1023.
                """
        case EADDRNOTAVAIL:
            description = """
                \(host) is no address of this machine; set \(setting).host (\(variable)_HOST) to one that is.
                """
        default: return nil
        }
    }
}
