import HTTPTypes
import Hummingbird
import LinliModel
import Logging
import Synchronization

/// The first to see a request of a listener: methods, measures, and the last resort when a route throws.
///
/// Nothing of what a person sent is logged or counted: no path beyond the route's pattern, no query, no
/// header, no body.
struct FrontDoor: HTTPResponder {
    typealias Context = ServerContext

    let methods: MethodTable
    let routes: RouterResponder<ServerContext>
    /// Asked before the routes; nil where they shall answer.
    let aside: @Sendable (Request, ServerContext) async throws -> Response?
    let measures: RequestMeasures

    func respond(to request: Request, context: ServerContext) async throws -> Response {
        let began = ContinuousClock.now
        let response = try await answer(to: request, context)
        let route = context.endpointPath ?? "other"
        measures.count(route: route, status: response.status.code, took: began.duration(to: .now))
        return response
    }

    private func answer(to request: Request, _ context: ServerContext) async throws -> Response {
        do {
            if let response = try await aside(request, context) { return response }
            if let allowed = methods.allowed(at: request.uri.path, besides: request.method) {
                return .notAllowed(allowed)
            }
            return try await routes.respond(to: request, context: context)
        } catch {
            // An error of the connection belongs to the server, which ends it; all others end here.
            guard !ConnectionError.isOne(error) else { throw error }
            context.logger.error(
                "a route failed", metadata: ["route": "\(context.endpointPath ?? "other")"])
            return .text(.internalServerError, "internal error\n")
        }
    }
}

/// The standard measures of a listener.
struct RequestMeasures: Sendable {
    private struct Series: Hashable {
        let route: String
        let status: Int
    }

    private let metrics: MetricsRegistry
    private let listener: String
    private let seconds: Histogram
    private let counters: Known

    init(metrics: MetricsRegistry, listener: String) {
        self.metrics = metrics
        self.listener = listener
        seconds = metrics.histogram(
            "linli_http_request_seconds", help: "Time from the head of a request to its answer.",
            labels: [MetricLabel("listener", listener)])
        counters = Known()
    }

    func count(route: String, status: Int, took: Duration) {
        seconds.observe(took)
        counters.counter(Series(route: route, status: status)) { counter(route: route, status: status) }
            .increment()
    }

    private func counter(route: String, status: Int) -> Counter {
        metrics.counter(
            "linli_http_requests_total", help: "Requests that a route answered.",
            labels: [
                MetricLabel("listener", listener), MetricLabel("route", route),
                MetricLabel("status", String(status)),
            ])
    }

    /// The counters found so far: making the labels of one costs more than all else that is counted.
    private final class Known: Sendable {
        private let counters = Mutex<[Series: Counter]>([:])

        func counter(_ series: Series, find: () -> Counter) -> Counter {
            counters.withLock { counters in
                if let known = counters[series] { return known }
                let found = find()
                counters[series] = found
                return found
            }
        }
    }
}
