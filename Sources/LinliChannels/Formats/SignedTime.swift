import LinliModel

/// The time that a platform signed or states, since 1970.
enum SignedTime {
    /// Nil for anything but 1 to 11 digits: later years than 5138 are nobody's.
    static func seconds(_ digits: String) -> Int64? {
        guard (1...11).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(digits)
    }

    /// Of a time in milliseconds; nil for anything but 1 to 14 digits.
    static func instant(milliseconds digits: String) -> Instant? {
        guard (1...14).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(digits).map(Instant.init(milliseconds:))
    }

    /// Further than `Limits.signatureAgeSeconds` from our clock, either way.
    static func isStale(_ seconds: Int64, at now: Instant) -> Bool {
        let distance = (now - Instant(seconds: seconds)).milliseconds.magnitude
        return distance > UInt64(Limits.signatureAgeSeconds) * 1000
    }
}
