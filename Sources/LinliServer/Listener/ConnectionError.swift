import NIOCore
import NIOHTTP1

/// Tells errors of the connection (cut off, malformed) from errors of a route.
enum ConnectionError {
    static func isOne(_ error: any Error) -> Bool {
        error is HTTPParserError || error is ChannelError || error is IOError || error is CancellationError
    }
}
