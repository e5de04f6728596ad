import LinliModel

/// How the push client behaves. The defaults are those of `Limits`.
package struct PushConfiguration: Sendable {
    /// Name resolution, TCP and TLS together.
    package var connectTimeout = TimeSpan.seconds(Int64(Limits.pushConnectTimeoutSeconds))
    /// The whole request, from its turn until the last byte of the answer.
    package var totalTimeout = TimeSpan.seconds(Int64(Limits.pushTimeoutSeconds))
    /// Longest body of an answer, and, separately, longest head.
    package var responseBytes = Limits.pushResponseBytes
    /// Requests on the wire at one time; the others wait in the order in which they came.
    package var inFlight = Limits.pushInFlight
    /// Origins that may resolve to a private, loopback or link-local address: those that a person wrote
    /// into the configuration (`Channel.configuredOrigins`), such as `http://127.0.0.1:9000`.
    package var allowedOrigins: Set<String> = []
    /// Such as `http://proxy.example:3128`; the environment's proxy settings are never read. Behind a
    /// proxy the check of addresses is the proxy's: only it sees them.
    package var proxy: String?
    /// A PEM file instead of the system's certificate authorities.
    package var certificateAuthorities: String?
    /// What `close` grants to requests on the wire before it calls their outcome unknown.
    package var closeGrace = TimeSpan.seconds(5)

    package init(allowedOrigins: Set<String> = []) {
        self.allowedOrigins = allowedOrigins
    }
}
