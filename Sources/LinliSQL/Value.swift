/// A value as both engines store it. Times are integers (milliseconds), JSON is text, a yes/no is 0 or 1.
package enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// What may stand in an interpolation of a `Statement`.
package protocol Bindable {
    var boundValue: Value { get }
}

extension Value: Bindable {
    package var boundValue: Value { self }
}

extension Int64: Bindable {
    package var boundValue: Value { .integer(self) }
}

extension Int: Bindable {
    package var boundValue: Value { .integer(Int64(self)) }
}

extension Bool: Bindable {
    package var boundValue: Value { .integer(self ? 1 : 0) }
}

extension Double: Bindable {
    package var boundValue: Value { .real(self) }
}

extension String: Bindable {
    package var boundValue: Value { .text(self) }
}

extension [UInt8]: Bindable {
    package var boundValue: Value { .blob(self) }
}

extension Bindable where Self: RawRepresentable, RawValue: Bindable {
    package var boundValue: Value { rawValue.boundValue }
}
