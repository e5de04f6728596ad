import Hummingbird
import LinliModel
import NIOCore

/// What a route knows of its request besides the request itself.
package struct ServerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who calls, once the admin side has asked; nil on every public route.
    package var staff: StaffIdentity?
    /// From the header `Idempotency-Key`, on routes of the admin API.
    package var idempotencyKey: String?
    private let channel: any Channel

    package var maxUploadSize: Int { Limits.adminBodyBytes }

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Whether the other end of the connection is this machine. Says nothing about who is behind a proxy.
    var peerIsLoopback: Bool {
        switch channel.remoteAddress {
        case .v4(let address): address.address.sin_addr.s_addr.bigEndian >> 24 == 127
        case .v6: channel.remoteAddress?.ipAddress == "::1"
        case .unixDomainSocket: true
        case nil: false
        }
    }
}

/// The host part of an address to listen on.
enum Loopback {
    static func contains(host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        do {
            guard case .v4(let address) = try SocketAddress(ipAddress: host, port: 0) else { return false }
            return address.address.sin_addr.s_addr.bigEndian >> 24 == 127
        } catch {
            // A name and no address: where it leads is not known, so it does not count as this machine.
            return false
        }
    }
}
