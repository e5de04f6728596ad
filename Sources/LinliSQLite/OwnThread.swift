import Foundation
import LinliSQL

/// Long blocking work (copying a store) beside the cooperative threads, on a thread that ends with it.
enum OwnThread {
    static func run<Output: Sendable>(
        _ name: String, _ work: @escaping @Sendable () throws(SQLError) -> Output
    ) async throws(SQLError) -> Output {
        let outcome: Result<Output, SQLError> = await withCheckedContinuation { continuation in
            let thread = Thread {
                do throws(SQLError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            thread.name = name
            thread.start()
        }
        return try outcome.get()
    }
}
