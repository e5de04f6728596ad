import Foundation
import LinliModel
import LinliTestKit
import Testing

@testable import LinliPush

/// Proxies that nobody answers at: every test here also proves that the environment is not asked.
private let hostileEnvironment: Void = {
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        setenv(name, "http://127.0.0.1:1", 1)
    }
}()

private func client(
    _ server: LoopbackServer?, _ change: (inout PushConfiguration) -> Void = { _ in }
) throws -> PushClient {
    _ = hostileEnvironment
    var configuration = PushConfiguration(allowedOrigins: server.map { [$0.url] } ?? [])
    change(&configuration)
    return try PushClient(configuration: configuration)
}

private func post(_ url: String, _ body: String = "{}") -> PushRequest {
    PushRequest(url: url, headers: [.init("content-type", "application/json")], body: Array(body.utf8))
}

private func kind(_ answer: Result<PushResponse, PushFailure>) -> PushFailure.Kind? {
    switch answer {
    case .success: nil
    case .failure(let failure): failure.kind
    }
}

@Suite("The push client", .timeLimit(.minutes(1)))
struct PushClientTests {
    @Test func sendsExactlyAndReadsWhole() async throws {
        let server = try LoopbackServer { _ in
            .answer("HTTP/1.1 418 Odd\r\nX-One: a\r\nx-one:  b\r\nContent-Length: 7\r\n\r\n{\"灯\"}")
        }
        defer { server.stop() }
        let client = try client(server)
        let request = PushRequest(
            url: server.url + "/cgi-bin/send?access_token=T",
            headers: [.init("content-type", "application/json; charset=utf-8"), .init("webhook-id", "m1")],
            body: Array("{\"content\":\"灯亮了 😀\"}".utf8))
        let response = try await client.send(request).get()
        #expect(response.status == 418)
        #expect(response.headers["x-one"] == "a, b")
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"灯\"}")
        let seen = try #require(server.seen.first)
        #expect(seen.body == request.body)
        #expect(seen.head.first == "POST /cgi-bin/send?access_token=T HTTP/1.1")
        #expect(seen.head.contains("content-type: application/json; charset=utf-8"))
        #expect(seen.head.contains("webhook-id: m1"))
        #expect(seen.head.contains("Content-Length: \(request.body.count)"))
        #expect(!seen.head.contains { $0.lowercased().hasPrefix("expect") })
        await client.close()
    }

    @Test func longBodiesGoOutWithoutAsking() async throws {
        let server = try LoopbackServer { _ in .answer(LoopbackServer.ok("ok")) }
        defer { server.stop() }
        let client = try client(server)
        let body = String(repeating: "长", count: 700_000)
        _ = try await client.send(post(server.url, body)).get()
        #expect(server.seen.first?.body == Array(body.utf8))
        #expect(server.seen.first?.head.contains { $0.lowercased().hasPrefix("expect") } == false)
        await client.close()
    }

    @Test func getsAndEmptyBodies() async throws {
        let server = try LoopbackServer { _ in .answer(LoopbackServer.ok("ok")) }
        defer { server.stop() }
        let client = try client(server)
        _ = try await client.send(post(server.url, "left over")).get()
        _ = try await client.send(PushRequest(method: .get, url: server.url + "/t")).get()
        _ = try await client.send(PushRequest(url: server.url + "/e")).get()
        #expect(server.seen.map(\.body.count) == [9, 0, 0])
        #expect(server.seen[1].head.first == "GET /t HTTP/1.1")
        #expect(!server.seen[1].head.contains { $0.lowercased().hasPrefix("content-") })
        #expect(server.seen[2].head.contains("Content-Length: 0"))
        #expect(!server.seen[2].head.contains { $0.lowercased().hasPrefix("content-type") })
        await client.close()
    }

    @Test func oneConnectionServesMany() async throws {
        let server = try LoopbackServer { .answer(LoopbackServer.ok("\($0.number)")) }
        defer { server.stop() }
        let client = try client(server)
        for number in 1...50 {
            let response = try await client.send(post(server.url)).get()
            #expect(String(decoding: response.body, as: UTF8.self) == "\(number)")
        }
        #expect(server.connections.count == 1)
        await client.close()
    }

    @Test func twoHundredAtOnce() async throws {
        let server = try LoopbackServer { request in
            .answer(LoopbackServer.ok(String(decoding: request.body, as: UTF8.self)))
        }
        defer { server.stop() }
        let client = try client(server) { $0.inFlight = 16 }
        let answers = await withTaskGroup(of: (Int, String?).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let answer = await client.send(post(server.url, "n\(number)"))
                    return (number, (try? answer.get()).map { String(decoding: $0.body, as: UTF8.self) })
                }
            }
            return await group.reduce(into: [Int: String?]()) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 200)
        #expect(answers.allSatisfy { $0.value == "n\($0.key)" })
        #expect(server.connections.count <= 16)
        await client.close()
    }

    @Test(arguments: [64 * 1024, 64 * 1024 + 1]) func longAnswers(bytes: Int) async throws {
        let server = try LoopbackServer { _ in
            .answer(LoopbackServer.ok(String(repeating: "a", count: bytes)))
        }
        defer { server.stop() }
        let client = try client(server)
        let answer = await client.send(post(server.url))
        #expect(kind(answer) == (bytes > 64 * 1024 ? .responseTooLong : nil))
        await client.close()
    }

    @Test func longHeads() async throws {
        let line = "X-Long: " + String(repeating: "a", count: 1_000) + "\r\n"
        let server = try LoopbackServer { _ in
            .answer(LoopbackServer.ok("ok", headers: String(repeating: line, count: 100)))
        }
        defer { server.stop() }
        let client = try client(server)
        #expect(kind(await client.send(post(server.url))) == .responseTooLong)
        await client.close()
    }

    static let cuts = [
        "", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"errcode\":0",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"errcode\":0}",
        "not HTTP at all\r\n\r\n",
    ]

    @Test(arguments: cuts) func cutAnswersAreUnknown(cut: String) async throws {
        let server = try LoopbackServer { _ in .answerAndClose(cut) }
        defer { server.stop() }
        let client = try client(server)
        #expect(kind(await client.send(post(server.url))) == .unknownOutcome)
        #expect(server.requests.count == 1)
        await client.close()
    }

    /// libcurl would send the request again by itself: the platform would have it twice and nobody knew.
    @Test func aBrokenKeptConnectionIsNotRepeated() async throws {
        let server = try LoopbackServer {
            $0.number == 1 ? .answer(LoopbackServer.ok("ok")) : .answerAndClose("")
        }
        defer { server.stop() }
        let client = try client(server)
        #expect(kind(await client.send(post(server.url))) == nil)
        #expect(kind(await client.send(post(server.url))) == .unknownOutcome)
        #expect(server.seen.count == 2)
        await client.close()
    }

    @Test func aHandleIsCleanAfterAFailure() async throws {
        let server = try LoopbackServer {
            $0.number == 1
                ? .answerAndClose("HTTP/1.1 500 No\r\nX-Old: 1\r\nContent-Length: 9\r\n\r\nabc")
                : .answer(LoopbackServer.ok("new"))
        }
        defer { server.stop() }
        let client = try client(server)
        #expect(kind(await client.send(post(server.url))) == .unknownOutcome)
        let response = try await client.send(post(server.url)).get()
        #expect(response.status == 200)
        #expect(response.headers == ["content-length": "3"])
        #expect(String(decoding: response.body, as: UTF8.self) == "new")
        await client.close()
    }

    @Test func silenceIsUnknown() async throws {
        let server = try LoopbackServer { _ in .hang }
        defer { server.stop() }
        let client = try client(server) { $0.totalTimeout = .milliseconds(200) }
        #expect(kind(await client.send(post(server.url))) == .unknownOutcome)
        #expect(server.requests.count == 1)
        await client.close()
    }

    @Test func nobodyListens() async throws {
        let port = try LoopbackServer.closedPort()
        let client = try client(nil) { $0.allowedOrigins = ["http://127.0.0.1:\(port)"] }
        #expect(kind(await client.send(post("http://127.0.0.1:\(port)/"))) == .notSent)
        await client.close()
    }

    @Test func nothingIsSentWithoutTLS() async throws {
        let server = try LoopbackServer { _ in .answerAndClose("HTTP/1.1 400 Bad\r\n\r\n") }
        defer { server.stop() }
        let address = "https://127.0.0.1:\(server.port)"
        let client = try client(nil) {
            $0.allowedOrigins = [address]
            $0.totalTimeout = .milliseconds(300)
        }
        #expect(kind(await client.send(post(address))) == .notSent)
        #expect(server.requests.count == 0)
        await client.close()
    }

    @Test func redirectsAreAnswers() async throws {
        let server = try LoopbackServer { request in
            .answer("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let client = try client(server)
        let response = try await client.send(post(server.url)).get()
        #expect(response.status == 302)
        #expect(server.requests.count == 1)
        await client.close()
    }

    @Test(arguments: [
        "127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]",
    ])
    func addressesInsideTheHouse(host: String) async throws {
        let server = try LoopbackServer { _ in .answer(LoopbackServer.ok("secret")) }
        defer { server.stop() }
        let client = try client(nil) { $0.allowedOrigins = ["http://127.0.0.1:1", "https://127.0.0.1"] }
        #expect(kind(await client.send(post("http://\(host):\(server.port)/"))) == .forbiddenAddress)
        #expect(server.connections.count == 0)
        await client.close()
    }

    @Test(arguments: [
        "", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://a b/", "http://user@127.0.0.1/",
        "http://127.0.0.1\\@x/", "gopher://127.0.0.1:1/",
    ])
    func addressesThatAreNone(url: String) async throws {
        let client = try client(nil)
        #expect(kind(await client.send(post(url))) == .notSent)
        await client.close()
    }

    @Test func headersHoldNoLineBreaks() async throws {
        let server = try LoopbackServer { _ in .answer(LoopbackServer.ok("ok")) }
        defer { server.stop() }
        let client = try client(server)
        for (name, value) in [("a", "b\r\nc: d"), ("a\r\nb", "c"), ("a:b", "c"), ("", "c"), ("a", "b\0c")] {
            let request = PushRequest(url: server.url, headers: [.init(name, value)])
            #expect(kind(await client.send(request)) == .notSent)
        }
        #expect(server.connections.count == 0)
        _ = try await client.send(PushRequest(url: server.url, headers: [.init("x-empty", "")])).get()
        #expect(server.seen.first?.head.contains("x-empty:") == true)
        await client.close()
    }

    @Test func closingLetsAnswersInAndNothingElse() async throws {
        let gate = Tally()
        let server = try LoopbackServer { request in
            request.body == Array("hang".utf8) ? .hang : .answer(LoopbackServer.ok("ok"))
        }
        defer { server.stop() }
        let client = try client(server) {
            $0.inFlight = 1
            $0.closeGrace = .milliseconds(50)
        }
        let hanging = Task { kind(await client.send(post(server.url, "hang"))) }
        await server.requests.reaches(1)
        let waiting = Task {
            gate.add()
            return kind(await client.send(post(server.url, "wait")))
        }
        await gate.reaches(1)
        await client.close()
        #expect(await hanging.value == .unknownOutcome)
        #expect(await waiting.value == .closed)
        #expect(kind(await client.send(post(server.url))) == .closed)
        #expect(server.requests.count == 1)
        await client.close()
    }

    @Test func cancellingIsHonest() async throws {
        let server = try LoopbackServer { _ in .hang }
        defer { server.stop() }
        let client = try client(server) { $0.inFlight = 1 }
        let first = Task { kind(await client.send(post(server.url))) }
        await server.requests.reaches(1)
        let second = Task { kind(await client.send(post(server.url))) }
        second.cancel()
        #expect(await second.value == .notSent)
        first.cancel()
        #expect(await first.value == .unknownOutcome)
        #expect(server.requests.count == 1)
        await client.close()
    }

    @Test func aDroppedClientEndsItsRequests() async throws {
        let server = try LoopbackServer { _ in .answer(LoopbackServer.ok("ok")) }
        defer { server.stop() }
        for _ in 0..<20 {
            let client = try client(server)
            #expect(kind(await client.send(post(server.url))) == nil)
        }
        #expect(server.connections.count == 20)
    }

    @Test func reasonsHoldNoAddressAndNoBody() async throws {
        let port = try LoopbackServer.closedPort()
        let client = try client(nil) { $0.allowedOrigins = ["http://127.0.0.1:\(port)"] }
        let answer = await client.send(post("http://127.0.0.1:\(port)/send?access_token=T0KEN", "灯坏了"))
        guard case .failure(let failure) = answer else {
            Issue.record("nobody listens there")
            return
        }
        for secret in ["T0KEN", "灯坏了", "127.0.0.1"] { #expect(!failure.reason.contains(secret)) }
        await client.close()
    }
}
