import CCurl
import LinliModel

/// The thread's own side of the client: drives libcurl, hands out answers. Not shared with anybody.
final class PushLoop {
    private let multi: UnsafeMutableRawPointer
    private let queue: PushQueue
    private let configuration: PushConfiguration
    private let allowedOrigins: Set<PushOrigin>
    /// For each beginning of an address that was seen, whether it may lead into the house; nil inside when
    /// it is no origin. Few: a channel has one or two.
    private var seenOrigins: [Substring: Bool?] = [:]

    /// In the order in which they came; `waitingFrom` is the place of the oldest.
    private var waiting: [Transfer] = []
    private var waitingFrom = 0
    private var onTheWire: [UnsafeMutableRawPointer: EasyHandle] = [:]
    /// Made once, with all their options, and used again and again.
    private var idle: [EasyHandle] = []
    private var deadline: ContinuousClock.Instant?

    init(multi: MultiHandle, queue: PushQueue, configuration: PushConfiguration) {
        self.multi = multi.pointer
        self.queue = queue
        self.configuration = configuration
        allowedOrigins = Set(configuration.allowedOrigins.compactMap(PushOrigin.init))
        linli_multi_set_long(self.multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        linli_multi_set_long(self.multi, CURLMOPT_MAXCONNECTS, max(1, configuration.inFlight))
    }

    /// Returns when the client is closed and nothing is on the wire any more.
    func run() {
        while !isOver() {
            takeWork()
            admit()
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            if harvest(), hasWaiting { continue }
            guard !isOver() else { break }
            curl_multi_poll(multi, nil, 0, patience, nil)
        }
        wrapUp()
    }

    private var hasWaiting: Bool { waitingFrom < waiting.count }

    /// Wake-ups end the wait; so do libcurl's own timers. Only a deadline of ours must be watched.
    private var patience: Int32 { deadline == nil ? 60_000 : 20 }

    private func isOver() -> Bool {
        guard let deadline else { return false }
        return onTheWire.isEmpty || ContinuousClock.now >= deadline
    }

    private func takeWork() {
        let work = queue.take()
        for submission in work.arrived {
            waiting.append(
                Transfer(
                    number: submission.number, request: submission.request,
                    continuation: submission.continuation))
        }
        for number in work.cancelled { cancel(number) }
        guard let grace = work.grace else { return }
        if deadline == nil { deadline = ContinuousClock.now + .milliseconds(grace.milliseconds) }
        failWaiting()
    }

    private func failWaiting() {
        for transfer in waiting[waitingFrom...] {
            transfer.finish(.failure(PushFailure(.closed, "the client is closing")))
        }
        waiting.removeAll()
        waitingFrom = 0
    }

    private func admit() {
        while hasWaiting, onTheWire.count < max(1, configuration.inFlight) {
            let transfer = waiting[waitingFrom]
            waitingFrom += 1
            start(transfer)
        }
        // Nothing of a person stays here longer than it waits; a long line moves up in big steps only.
        if !hasWaiting {
            waiting.removeAll(keepingCapacity: true)
            waitingFrom = 0
        } else if waitingFrom > 256, waitingFrom * 2 > waiting.count {
            waiting.removeFirst(waitingFrom)
            waitingFrom = 0
        }
    }

    private func start(_ transfer: Transfer) {
        guard let mayBePrivate = mayBePrivate(transfer.request.url) else {
            transfer.finish(.failure(PushFailure(.notSent, "the address is not one that can be called")))
            return
        }
        guard let handle = idle.popLast() ?? EasyHandle(configuration: configuration) else {
            transfer.finish(.failure(PushFailure(.notSent, "no handle: out of memory")))
            return
        }
        guard handle.load(transfer, mayBePrivate: mayBePrivate),
            curl_multi_add_handle(multi, handle.easy) == CURLM_OK
        else {
            handle.unload()
            idle.append(handle)
            transfer.finish(.failure(PushFailure(.notSent, "the request is malformed")))
            return
        }
        onTheWire[handle.easy] = handle
    }

    /// Nil when the address is not one that can be called.
    private func mayBePrivate(_ url: String) -> Bool? {
        guard let part = PushOrigin.part(of: url) else { return nil }
        if let seen = seenOrigins[part] { return seen }
        let answer = PushOrigin(url).map { configuration.proxy != nil || allowedOrigins.contains($0) }
        if seenOrigins.count > 1_000 { seenOrigins.removeAll() }
        seenOrigins[Substring(String(part))] = .some(answer)
        return answer
    }

    /// Hands out the answers that are there; true when there was one.
    private func harvest() -> Bool {
        var found = false
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            let code = message.pointee.data.result
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let handle = onTheWire[easy]
            else { continue }
            found = true
            let transfer = handle.transfer
            let answer = handle.answer(code)
            release(handle)
            transfer?.finish(answer)
        }
        return found
    }

    private func release(_ handle: EasyHandle) {
        onTheWire[handle.easy] = nil
        curl_multi_remove_handle(multi, handle.easy)
        handle.unload()
        idle.append(handle)
    }

    private func cancel(_ number: UInt64) {
        if let place = waiting[waitingFrom...].firstIndex(where: { $0.number == number }) {
            waiting.remove(at: place).finish(.failure(PushFailure(.notSent, "cancelled before its turn")))
        } else if let handle = onTheWire.values.first(where: { $0.transfer?.number == number }) {
            abandon(handle, "cancelled")
        }
    }

    private func abandon(_ handle: EasyHandle, _ reason: String) {
        let transfer = handle.transfer
        let kind: PushFailure.Kind = handle.wroteNothing ? .notSent : .unknownOutcome
        release(handle)
        transfer?.finish(.failure(PushFailure(kind, reason)))
    }

    private func wrapUp() {
        for handle in Array(onTheWire.values) { abandon(handle, "the client closed before the answer") }
        idle.removeAll()
        let late = queue.finish()
        curl_multi_cleanup(multi)
        for submission in late.arrived {
            submission.continuation.resume(
                returning: .failure(PushFailure(.closed, "the client is closing")))
        }
    }
}
