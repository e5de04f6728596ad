/// How a server is reached where that is not simply its own socket: lists of folders with sockets, tried in
/// their order, of which the first that writes is taken.
package struct ServerRoute: Sendable {
    package let daemons: [String]
    /// The test's own way.
    package let eyes: [String]

    package init(daemons: [String], eyes: [String]) {
        self.daemons = daemons
        self.eyes = eyes
    }
}
