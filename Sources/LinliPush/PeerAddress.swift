import Glibc

/// Whether an address belongs to the open internet: the last word against requests that a platform's
/// data, a redirect or a name server would like to lead into the house (SSRF).
enum PeerAddress {
    /// True for global unicast. Unknown families are not public. `count` is the length of the structure.
    static func isPublic(_ address: UnsafeRawPointer, family: Int32, count: Int) -> Bool {
        switch family {
        case AF_INET where count >= MemoryLayout<sockaddr_in>.size:
            let offset = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) ?? 4
            return isPublic(v4: Array(UnsafeRawBufferPointer(start: address + offset, count: 4)))
        case AF_INET6 where count >= MemoryLayout<sockaddr_in6>.size:
            let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
            return isPublic(v6: Array(UnsafeRawBufferPointer(start: address + offset, count: 16)))
        default:
            return false
        }
    }

    /// The blocks of the IANA special-purpose registry (RFC 6890 and its updates).
    static func isPublic(v4 address: [UInt8]) -> Bool {
        switch (address[0], address[1], address[2]) {
        case (0, _, _), (10, _, _), (127, _, _): false
        case (100, 64...127, _): false
        case (169, 254, _): false
        case (172, 16...31, _): false
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (192, 168, _): false
        case (198, 18...19, _), (198, 51, 100), (203, 0, 113): false
        case (224..., _, _): false
        default: true
        }
    }

    static func isPublic(v6 address: [UInt8]) -> Bool {
        // Addresses that carry an IPv4 address are as public as that one: mapped, NAT64, 6to4.
        if address.prefix(10).allSatisfy({ $0 == 0 }), address[10] == 0xFF, address[11] == 0xFF {
            return isPublic(v4: Array(address[12...]))
        }
        if address.starts(with: [0x00, 0x64, 0xFF, 0x9B]), address[4..<12].allSatisfy({ $0 == 0 }) {
            return isPublic(v4: Array(address[12...]))
        }
        if address.starts(with: [0x20, 0x02]) {
            return isPublic(v4: Array(address[2..<6]))
        }
        // Documentation and Teredo, then everything outside of global unicast (2000::/3).
        if address.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || address.starts(with: [0x20, 0x01, 0x00, 0x00]) {
            return false
        }
        return address[0] & 0xE0 == 0x20
    }
}
