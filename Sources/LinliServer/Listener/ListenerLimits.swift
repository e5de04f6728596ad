import LinliModel
import NIOCore

/// What one listener allows. The values are those of `Limits`; tests pass shorter ones.
package struct ListenerLimits: Sendable {
    /// From the accept of a connection to its first byte.
    package var firstByte: TimeAmount
    /// From the first byte of a request to its last, and again from the begin of the answer to its end.
    package var request: TimeAmount
    /// From the last byte of a request to the begin of the answer.
    package var answer: TimeAmount
    /// Between two requests on one connection.
    package var keepAlive: TimeAmount
    /// How long a refused client may go on sending into the void.
    package var linger: TimeAmount
    /// How long the reader of an event stream may take nothing.
    package var stall: TimeAmount
    package var connections: Int
    package var bodyBytesInFlight: Int
    package var headerBytes: Int
    package var headerFields: Int

    package static let publicListener = ListenerLimits(
        firstByte: .seconds(Int64(Limits.firstByteSeconds)),
        request: .seconds(Int64(Limits.requestDeadlineSeconds)),
        answer: .milliseconds(Int64(Limits.answerMilliseconds)),
        keepAlive: .seconds(Int64(Limits.keepAliveSeconds)),
        linger: .milliseconds(Int64(Limits.lingerMilliseconds)),
        stall: .seconds(Int64(Limits.streamStallSeconds)),
        connections: Limits.publicConnections,
        bodyBytesInFlight: Limits.bodyBytesInFlight,
        headerBytes: Limits.headerBytes,
        headerFields: Limits.headerFields)

    /// Staff wait longer for a report than a platform for its 200: here an answer has the whole deadline.
    package static let adminListener: ListenerLimits = {
        var limits = publicListener
        limits.answer = limits.request
        limits.connections = Limits.adminConnections
        return limits
    }()

    package init(
        firstByte: TimeAmount, request: TimeAmount, answer: TimeAmount, keepAlive: TimeAmount,
        linger: TimeAmount, stall: TimeAmount, connections: Int, bodyBytesInFlight: Int,
        headerBytes: Int, headerFields: Int
    ) {
        self.firstByte = firstByte
        self.request = request
        self.answer = answer
        self.keepAlive = keepAlive
        self.linger = linger
        self.stall = stall
        self.connections = connections
        self.bodyBytesInFlight = bodyBytesInFlight
        self.headerBytes = headerBytes
        self.headerFields = headerFields
    }
}
