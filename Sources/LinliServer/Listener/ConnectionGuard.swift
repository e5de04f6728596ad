import NIOCore
import NIOHTTP1

/// Stands in every connection behind the HTTP decoder and ends what takes too long or too much.
///
/// Hummingbird itself waits for ever: for a first byte, a header, a body, a reader. The guard promises that
/// every request has ended, one way or the other, within the limits of the listener:
/// a connection that stays silent is closed; a request that does not arrive in time gets 408; one that no
/// route answers in time gets 503 with `Retry-After`; an answer that is not taken in time is cut off. A
/// connection above the cap is closed at once. Only an answer of type `text/event-stream` has no deadline;
/// it ends when its reader stops reading.
///
/// One timer serves a connection through all its requests: it is moved only when a deadline lies before
/// it, and looks at the deadline of that moment when it fires. So a busy connection costs a comparison a
/// request and not a timer.
///
/// After a refusal the socket's sending side is closed and what still comes in is dropped for a moment:
/// closing it with unread bytes would reset it, and the client would never see why.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let load: ListenerLoad
    private var phases: ConnectionPhases
    private var isCounted = false
    private var isRefused = false
    private var closesAfterAnswer = false
    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture

    init(load: ListenerLoad) {
        self.load = load
        phases = ConnectionPhases(limits: load.limits, now: .now())
    }

    // MARK: Life of the connection

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { opened(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        opened(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        load.release(bytes: phases.end())
        if isCounted { load.connectionClosed() }
        isCounted = false
        context.fireChannelInactive()
    }

    private func opened(_ context: ChannelHandlerContext) {
        guard !isCounted else { return }
        guard load.connectionOpened() else {
            load.count(.full)
            isRefused = true
            context.close(promise: nil)
            return
        }
        isCounted = true
        arm(context)
    }

    // MARK: The request

    /// Told by `FirstByteWatch`.
    /// - Returns: False when the bytes are to be dropped.
    func received(bytes: Int, _ context: ChannelHandlerContext) -> Bool {
        guard phases.phase != .closing, !isRefused else { return false }
        let wasWaiting = phases.phase == .waiting
        phases.received(bytes: bytes, at: .now())
        if wasWaiting { arm(context) }
        return true
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phases.phase != .closing, !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            phases.readHead(keepsAlive: head.isKeepAlive)
            if phases.isFirstInLine, RefusalAnswer.awaitsWord(head) { sayGoOn(context) }
        case .body(let bytes):
            phases.readBody(bytes: bytes.readableBytes)
            guard load.hold(bytes: bytes.readableBytes) else { return refuse(.budget, context) }
        case .end:
            phases.readEnd(at: .now())
            arm(context)
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if phases.headerIsTooLong, !isRefused { refuse(.header, context) }
        context.fireChannelReadComplete()
    }

    // MARK: The answer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code >= 200:
            context.write(wrapOutboundOut(.head(began(head, context))), promise: promise)
        case .end:
            ended(data, promise, context)
        default:
            context.write(data, promise: promise)
        }
    }

    /// Some clients (libcurl with a body beyond 1 KiB) wait a second for this word before they send a body.
    private func sayGoOn(_ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func began(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) -> HTTPResponseHead {
        let isStream = head.headers.first(name: "content-type")?.hasPrefix("text/event-stream") ?? false
        closesAfterAnswer = phases.wroteHead(isStream: isStream, at: .now())
        arm(context)
        guard closesAfterAnswer else { return head }
        var head = head
        head.headers.replaceOrAdd(name: "connection", value: "close")
        return head
    }

    private func ended(_ data: NIOAny, _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
        load.release(bytes: phases.wroteEnd(at: .now()))
        guard closesAfterAnswer else {
            context.write(data, promise: promise)
            return arm(context)
        }
        context.writeAndFlush(data, promise: promise)
        linger(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        phases.streamBecame(writable: context.channel.isWritable, at: .now())
        arm(context)
        context.fireChannelWritabilityChanged()
    }

    /// The server half-closes when it is done and then waits for the client, who may never come.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output {
            phases.beganClosing(at: .now())
            arm(context)
        }
        context.close(mode: mode, promise: promise)
    }

    // MARK: Deadlines

    private func arm(_ context: ChannelHandlerContext) {
        guard let deadline = phases.deadline else { return }
        if timer != nil, timerDeadline <= deadline { return }
        timer?.cancel()
        schedule(deadline, context)
    }

    private func schedule(_ deadline: NIODeadline, _ context: ChannelHandlerContext) {
        timerDeadline = deadline
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.timer = nil
            guard let deadline = self.phases.deadline else { return }
            guard deadline <= .now() else { return self.schedule(deadline, context) }
            self.expired(context)
        }
    }

    private func expired(_ context: ChannelHandlerContext) {
        switch phases.phase {
        case .waiting:
            load.count(.silent)
            context.close(promise: nil)
        case .receiving:
            refuse(.slow, context)
        case .answering:
            refuse(.unanswered, context)
        case .sending, .streaming:
            load.count(.unread)
            context.close(promise: nil)
        case .closing:
            context.close(promise: nil)
        }
    }

    // MARK: Refusing

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        load.count(refusal)
        let isMute = phases.phase == .sending || phases.phase == .streaming
        isRefused = true
        guard !isMute else { return context.close(promise: nil) }
        let (head, body) = RefusalAnswer.answer(to: refusal)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    private func linger(_ context: ChannelHandlerContext) {
        phases.beganClosing(at: .now())
        arm(context)
        context.close(mode: .output, promise: nil)
    }
}
