/// The answer to a staff act: done, or refused by a rule. A refusal is never thrown: a throw would undo the
/// audit row with it.
package enum Ruling<Value: Sendable>: Sendable {
    case done(Value)
    case refused(Refusal)
}

/// Why an act is refused. The code is stable (`interface.md`); the message says what to do.
package struct Refusal: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case notFound, forbidden, conflict, invalid
    }

    package var kind: Kind
    /// `ticket.not_found`.
    package var code: String
    package var message: String
    package var hint: String

    package init(_ kind: Kind, _ code: String, _ message: String, hint: String = "") {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
    }
}
