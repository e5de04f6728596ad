import Glibc
import Testing

@testable import LinliPush

@Suite("Addresses that may be called")
struct AddressTests {
    private func bytes(v4 text: String) -> [UInt8] { text.split(separator: ".").compactMap { UInt8($0) } }

    @Test(arguments: [
        ("8.8.8.8", true), ("1.1.1.1", true), ("101.226.0.1", true), ("100.63.255.255", true),
        ("100.64.0.1", false), ("100.127.255.255", false), ("100.128.0.1", true), ("127.0.0.1", false),
        ("127.255.255.255", false), ("10.0.0.1", false), ("172.15.0.1", true), ("172.16.0.1", false),
        ("172.31.255.255", false), ("172.32.0.1", true), ("192.168.1.1", false), ("192.167.1.1", true),
        ("169.254.169.254", false), ("0.0.0.0", false), ("192.0.0.8", false), ("198.18.0.1", false),
        ("198.20.0.1", true), ("224.0.0.1", false), ("255.255.255.255", false), ("203.0.113.9", false),
    ])
    func v4(text: String, isPublic: Bool) {
        #expect(PeerAddress.isPublic(v4: bytes(v4: text)) == isPublic)
    }

    @Test(arguments: [
        ("::1", false), ("::", false), ("fe80::1", false), ("fc00::1", false), ("fd12::1", false),
        ("ff02::1", false), ("::ffff:127.0.0.1", false), ("::ffff:8.8.8.8", true),
        ("::ffff:169.254.169.254", false),
        ("64:ff9b::7f00:1", false), ("64:ff9b::808:808", true), ("2002:7f00:1::", false),
        ("2002:808:808::", true),
        ("2001:db8::1", false), ("2001::1", false), ("2408:8000::1", true), ("2606:4700::1111", true),
        ("::127.0.0.1", false), ("4000::1", false),
    ])
    func v6(text: String, isPublic: Bool) throws {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        try #require(inet_pton(AF_INET6, text, &address.sin6_addr) == 1)
        let answer = withUnsafeBytes(of: &address) {
            PeerAddress.isPublic($0.baseAddress!, family: AF_INET6, count: $0.count)
        }
        #expect(answer == isPublic)
    }

    @Test func structuresThatAreTooShortOrUnknown() {
        var address = sockaddr_in()
        address.sin_addr.s_addr = 0x0808_0808
        withUnsafeBytes(of: &address) {
            #expect(PeerAddress.isPublic($0.baseAddress!, family: AF_INET, count: 16))
            #expect(!PeerAddress.isPublic($0.baseAddress!, family: AF_INET, count: 8))
            #expect(!PeerAddress.isPublic($0.baseAddress!, family: AF_INET6, count: 16))
            #expect(!PeerAddress.isPublic($0.baseAddress!, family: AF_UNIX, count: 16))
        }
    }

    @Test func originsInOneSpelling() throws {
        let weChat = PushOrigin("https://api.weixin.qq.com:443")
        #expect(weChat != nil && PushOrigin("HTTPS://API.weixin.qq.com/cgi?x=1") == weChat)
        #expect(PushOrigin("http://127.0.0.1") == PushOrigin("http://127.0.0.1:80/"))
        #expect(PushOrigin("http://127.0.0.1") != PushOrigin("https://127.0.0.1"))
        #expect(PushOrigin("http://h:80") != PushOrigin("http://h:81"))
        #expect(PushOrigin("http://[::1]:8080/x") == PushOrigin("http://[::1]:8080"))
        #expect(PushOrigin("http://h?x") == PushOrigin("http://h#y"))
    }

    @Test(arguments: [
        "", "h", "//h", "ftp://h", "http://", "http:///x", "http://u@h", "http://h:0", "http://h:65536",
        "http://h:x",
        "http://h\\x", "http://h%2e", "http://h h", "http://[::1", "http://[]", "http://[g]", "http://h\n",
        "http://é",
    ])
    func notAnOrigin(url: String) {
        #expect(PushOrigin(url) == nil)
    }
}
