import LinliSQL

/// `#require` for the inside of a transaction, whose errors are typed: what a test builds upon and is not
/// there ends it, where a `return` would let it pass.
package func present<Value>(_ value: Value?, line: UInt = #line) throws(SQLError) -> Value {
    guard let value else { throw SQLError(.misuse, "the test found nothing at its line \(line)") }
    return value
}
