import CCurl
import Foundation
import LinliModel

/// Sends requests to platforms: one libcurl multi handle on a thread of its own, connections kept and
/// shared, HTTP/2 where it is offered.
///
/// Promise: every `send` ends, within the total timeout once it had its turn, in a whole answer or in a
/// failure that says whether the platform may have seen the request. A request is written at most once:
/// libcurl would repeat it by itself on a kept connection that turned out dead, and that is forbidden
/// here, because nobody would know of the second delivery. Redirects are not followed, the
/// environment's proxies are not asked, and addresses inside the house are refused after resolution
/// unless their origin is configured. It knows no platform.
///
/// A client that is dropped without `close` stops by itself; requests on the wire then end as unknown.
package final class PushClient: Sendable {
    private let queue: PushQueue
    private let closeGrace: TimeSpan

    /// libcurl's own start, once a process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Throws: when libcurl cannot start, which means that memory is exhausted or the library broken.
    package init(configuration: PushConfiguration) throws(PushFailure) {
        guard Self.isReady, let pointer = curl_multi_init() else {
            throw PushFailure(.notSent, "libcurl does not start")
        }
        let multi = MultiHandle(pointer: pointer)
        let queue = PushQueue(multi: multi)
        self.queue = queue
        closeGrace = configuration.closeGrace
        let thread = Thread {
            PushLoop(multi: multi, queue: queue, configuration: configuration).run()
        }
        thread.name = "linli-push"
        thread.start()
    }

    deinit {
        queue.close(grace: .zero, then: nil)
    }

    /// Sends one request and waits for its whole answer.
    ///
    /// A cancelled task gets its failure at once: `notSent` if nothing was written yet, otherwise
    /// `unknownOutcome`.
    package func send(_ request: PushRequest) async -> Result<PushResponse, PushFailure> {
        let number = queue.nextNumber()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let submission = PushQueue.Submission(
                    number: number, request: request, continuation: continuation)
                guard queue.submit(submission) else {
                    continuation.resume(returning: .failure(PushFailure(.closed, "the client is closing")))
                    return
                }
                // A cancellation before the submission found nothing to cancel.
                if Task.isCancelled { queue.cancel(number) }
            }
        } onCancel: {
            queue.cancel(number)
        }
    }

    /// Takes nothing new, lets requests on the wire finish within `closeGrace`, fails the others and
    /// returns when the thread is through. May be called more than once.
    package func close() async {
        await withCheckedContinuation { queue.close(grace: closeGrace, then: $0) }
    }
}
