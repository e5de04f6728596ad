import CEventPoll
import Glibc

/// epoll with a timeout in nanoseconds: a paced load must not be rounded to milliseconds.
final class EventPoll {
    private let descriptor: Int32
    private var ready = [UInt64](repeating: 0, count: 256)

    init() throws {
        descriptor = bench_poll_open()
        guard descriptor >= 0 else { throw BenchError("epoll is not to be had (errno \(errno))") }
    }

    deinit {
        close(descriptor)
    }

    /// Tells `tag` whenever the socket has something to read. Closing the socket ends it.
    func watch(_ socket: Int32, tag: Int) {
        bench_poll_watch(descriptor, socket, UInt64(tag))
    }

    func wait(nanoseconds: UInt64, _ handle: (_ tag: Int) -> Void) {
        let count = bench_poll_wait(descriptor, &ready, Int32(ready.count), nanoseconds)
        for index in 0..<Int(count) { handle(Int(ready[index])) }
    }
}
