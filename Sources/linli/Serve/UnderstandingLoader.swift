import Foundation
import LinliEngine
import LinliIntents
import LinliModel
import Logging
import ServiceLifecycle
import UnixSignals

/// Loads `Intents/` at the start and again on SIGHUP. A broken set is refused with its findings in the
/// log, and the old one stays; only at the very start does it end the daemon.
struct UnderstandingLoader: Service {
    struct Failure: Error {
        let findings: [Finding]
    }

    let directory: String
    let holidays: Holidays
    let cache: String
    let live: LiveUnderstanding
    let logger: Logger

    func run() async throws {
        // Before the first load: a SIGHUP that nobody has trapped yet would end the process.
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        guard let findings = await firstLoad() else { return }
        guard findings.isEmpty else { throw Failure(findings: findings) }
        await cancelWhenGracefulShutdown {
            for await _ in hangups {
                reload()
            }
        }
    }

    /// What is wrong in the folder. A first start learns for seconds, on a busy machine for minutes: who is
    /// to stop does not wait for that, and nil says so.
    private func firstLoad() async -> [Finding]? {
        let (loads, loaded) = AsyncStream<[Finding]>.makeStream()
        Task.detached {
            do throws(Findings) {
                try load()
                loaded.yield([])
            } catch {
                loaded.yield(error.list)
            }
        }
        return await cancelWhenGracefulShutdown {
            await loads.first { _ in true }
        }
    }

    private func load() throws(Findings) {
        let understanding = try Understanding.load(
            directory: directory, holidays: holidays,
            models: ModelFile(path: cache + "/understanding.model"))
        live.replace(with: understanding)
        logger.info("understanding loaded", metadata: ["digest": "\(understanding.digest.prefix(12))"])
    }

    private func reload() {
        do throws(Findings) {
            try load()
        } catch {
            for finding in error.list {
                logger.error(
                    "Intents/ was not reloaded; the old one stays", metadata: ["finding": "\(finding)"])
            }
        }
    }
}
