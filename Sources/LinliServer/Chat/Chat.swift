import LinliModel

package struct Chat: Sendable {}
struct ChatRoutes { let chat: Chat; let gate: AcceptGate; let now: @Sendable () -> Instant
 func mount(on router: Router<ServerContext>) -> [(path: String, methods: [HTTPRequest.Method])] { [] } }
import Hummingbird
import HTTPTypes
