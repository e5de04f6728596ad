/// What went wrong in the store, by consequence. It never carries a bound value.
package struct SQLError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The disk or the database's space is full. Nothing of the transaction is kept.
        case full
        /// Somebody else holds the lock, or the wait was over.
        case busy
        /// The file or the server is read-only.
        case readOnly
        /// The file cannot be opened, the server cannot be reached, or the connection broke.
        case unavailable
        /// The file is damaged or is no database.
        case corrupt
        /// UNIQUE or PRIMARY KEY.
        case unique
        /// CHECK, NOT NULL or FOREIGN KEY.
        case constraint
        /// Two transactions collided (PostgreSQL: serialization failure or deadlock).
        case conflict
        /// A value that cannot be bound: text with a NUL.
        case value
        /// A column that is not what the repository says.
        case decoding
        /// The schema is newer, older or other than this binary accepts.
        case schema
        /// Wrong SQL: a defect of ours.
        case misuse
        /// The connection broke between COMMIT and its answer: the body's rows are there, or they are not.
        /// Every body of ours recognises its own earlier run (by a key, a state, an epoch), so that it may
        /// be run again.
        case outcomeUnknown
        /// The body was not run or not kept because another of its commit group broke the transaction.
        case aborted
        /// The database was closed.
        case closed
    }

    package let kind: Kind
    package let message: String
    package let sql: String?

    package init(_ kind: Kind, _ message: String, sql: String? = nil) {
        self.kind = kind
        self.message = message
        self.sql = sql
    }

    /// The same body may succeed a moment later, unchanged.
    package var isRetryable: Bool {
        switch kind {
        case .busy, .conflict, .aborted, .unavailable, .full, .outcomeUnknown: true
        case .readOnly, .corrupt, .unique, .constraint, .value, .decoding, .schema, .misuse, .closed: false
        }
    }

    /// The fault may lie in what the body did, and not in the store alone: whoever counts failures against
    /// what a body was about counts these and no others.
    package var blamesTheBody: Bool {
        switch kind {
        case .unique, .constraint, .value, .decoding, .misuse: true
        case .full, .busy, .readOnly, .unavailable, .corrupt, .conflict, .schema, .outcomeUnknown, .aborted,
            .closed:
            false
        }
    }

    package var description: String {
        let place = sql.map { " in: \($0)" } ?? ""
        return "\(kind.rawValue): \(message)\(place)"
    }
}
