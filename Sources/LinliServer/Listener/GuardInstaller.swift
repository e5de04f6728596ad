import Logging
import NIOCore
import NIOHTTP1

/// Puts the guard where it belongs when Hummingbird has built a connection's pipeline.
///
/// Hummingbird adds handlers of ours only behind its own codec. The guard has to stand right behind the
/// decoder, where a request is still what came over the wire, and its watch before it, where bytes are
/// bytes. A connection that cannot be guarded is closed.
final class GuardInstaller: ChannelInboundHandler, RemovableChannelHandler {
    // Passes everything on unread: a handler must face one way or the other to be in a pipeline.
    typealias InboundIn = NIOAny

    private let load: ListenerLoad
    private let logger: Logger

    init(load: ListenerLoad, logger: Logger) {
        self.load = load
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let connectionGuard = ConnectionGuard(load: load)
            try pipeline.addHandler(connectionGuard, position: .after(decoder))
            let guardContext = try pipeline.context(handler: connectionGuard)
            try pipeline.addHandler(FirstByteWatch(connectionGuard, guardContext), position: .first)
        } catch {
            logger.error("connection without a guard closed", metadata: ["error": "\(error)"])
            context.close(promise: nil)
        }
    }
}

/// Tells the guard of bytes before they are parsed: a header that trickles in is not yet a request to the
/// decoder.
final class FirstByteWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connectionGuard: ConnectionGuard
    private let guardContext: ChannelHandlerContext

    init(_ connectionGuard: ConnectionGuard, _ guardContext: ChannelHandlerContext) {
        self.connectionGuard = connectionGuard
        self.guardContext = guardContext
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let count = unwrapInboundIn(data).readableBytes
        if connectionGuard.received(bytes: count, guardContext) { context.fireChannelRead(data) }
    }
}
