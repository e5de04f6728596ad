import Foundation
import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServer

/// The admin API over HTTP: who may, what repeats, what it says of itself.
@Suite(.timeLimit(.minutes(2))) struct AdminAPITests {
    static let intake = OpenTicket(
        category: "power.public_lighting", text: "北门路灯不亮", estate: "HTL", place: "北门", resident: "web:a")

    @Test func aTicketGoesItsWayThroughTheClient() async throws {
        try await AdminDaemon.with { daemon in
            let desk = daemon.client(.serviceDesk)
            let opened: TicketDetail = try await desk.post(["tickets"], Self.intake)
            let dispatched: TicketDetail = try await desk.post(
                ["tickets", opened.number, "dispatch"], DispatchTicket(role: "engineer"))
            #expect(dispatched.state == "DISPATCHED")
            let engineer = daemon.client(.engineer)
            for act in ["accept", "arrive"] {
                let _: TicketDetail = try await engineer.post(["tickets", opened.number, act], Nothing())
            }
            let closed: TicketDetail = try await engineer.post(
                ["tickets", opened.number, "resolve"], ResolveTicket(result: "已更换灯泡"))
            #expect(closed.state == "RESOLVED")
            #expect(closed.falseClosure == false)
            let page: Page<TicketLine> = try await desk.get(["tickets"], [("state", "RESOLVED")])
            #expect(page.items.map(\.number) == [opened.number])
            let keys = try await daemon.store.database.read { tx throws(SQLError) in
                try tx.outbox.sent(channel: "web", recipient: "a", after: OutboxID(0), limit: 10).map(
                    \.message.text)
            }
            #expect(keys == ["notice.accepted", "notice.arrived", "notice.resolved"])
        }
    }

    // MARK: Who may

    @Test func theRoleIsNamedThatIsNeeded() async throws {
        try await AdminDaemon.with { daemon in
            let answer = try await daemon.post(
                "/api/v1/points/grants", as: .steward, #"{"resident":"1","item":"1","reference":"r"}"#)
            #expect(answer.status == 403)
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(text.contains(#""code":"role.forbidden""#))
            #expect(text.contains("community"))
        }
    }

    @Test func everyPathNeedsAToken() async throws {
        try await AdminDaemon.with { daemon in
            for route in daemon.api.routes {
                let answer = try await daemon.send(
                    AdminRequest(
                        method: route.method == .get ? .get : .post, path: Self.address(route),
                        token: "nobody",
                        body: Array("{}".utf8)))
                #expect(answer.status == 401, "\(route.path)")
            }
        }
    }

    @Test func whoamiSaysRoleAndRights() async throws {
        try await AdminDaemon.with { daemon in
            let me: Whoami = try await daemon.client(.steward).get(["whoami"])
            #expect(me.role == "steward")
            #expect(me.acts.contains("ticket.accept"))
            #expect(!me.acts.contains("points.grant"))
        }
    }

    // MARK: Errors

    static let wrong: [(path: String, body: String, status: Int, code: String)] = [
        ("/api/v1/tickets/LL260316-9999/accept", "{}", 404, "ticket.not_found"),
        ("/api/v1/tickets/LL260316-9999/resolve", "{}", 400, "request.invalid"),
        ("/api/v1/tickets/LL260316-9999/resolve", "not json", 400, "request.invalid"),
        ("/api/v1/tickets/LL260316-9999/resolve", #"{"result":7}"#, 400, "request.invalid"),
        (
            "/api/v1/tickets", #"{"category":"no.such","text":"x","channel":"desk","anonymous":false}"#,
            400, "category.unknown"
        ),
        ("/api/v1/nowhere", "{}", 404, "path.not_found"),
    ]

    @Test(arguments: wrong)
    func whatIsWrongHasACodeAndAStatus(_ row: (path: String, body: String, status: Int, code: String))
        async throws
    {
        try await AdminDaemon.with { daemon in
            let answer = try await daemon.post(row.path, as: .serviceDesk, row.body)
            #expect(answer.status == row.status)
            #expect(String(decoding: answer.body, as: UTF8.self).contains("\"code\":\"\(row.code)\""))
        }
    }

    @Test(arguments: [
        ("/api/v1/residents?limit=0", "limit.invalid"), ("/api/v1/audit?limit=many", "limit.invalid"),
        ("/api/v1/residents?after=LL260316-0001", "after.invalid"),
        ("/api/v1/residents?after=n", "after.invalid"), ("/api/v1/needs?after=t12", "after.invalid"),
        ("/api/v1/points/claims?after=50", "after.invalid"), ("/api/v1/residents?after=o-1", "after.invalid"),
        ("/api/v1/tickets?after=LL260316-9999", "ticket.not_found"),
    ])
    func aPageThatThereCannotBeIsRefused(_ path: String, _ code: String) async throws {
        try await AdminDaemon.with { daemon in
            let answer = try await daemon.send(
                AdminRequest(method: .get, path: path, token: Role.manager.rawValue))
            #expect(String(decoding: answer.body, as: UTF8.self).contains("\"code\":\"\(code)\""))
        }
    }

    /// What a page names as its next one is taken by the next call.
    @Test(arguments: ["n4711", "t1773626400000.4711", "o4711"]) func aPageThatWasNamedIsTaken(_ after: String)
        async throws
    {
        try await AdminDaemon.with { daemon in
            let answer = try await daemon.send(
                AdminRequest(
                    method: .get, path: "/api/v1/residents?after=\(after)", token: Role.manager.rawValue))
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: ["", ".", ".."]) func anEmptyNameIsNoOtherPath(_ name: String) async throws {
        try await AdminDaemon.with { daemon in
            await #expect(throws: AdminClientError.self) {
                let _: TicketDetail = try await daemon.client(.manager).get(["tickets", name])
            }
            do throws(AdminClientError) {
                let _: TicketDetail = try await daemon.client(.manager).post(
                    ["tickets", name, "accept"], Nothing())
                Issue.record("it was sent")
            } catch {
                guard case .refused(400, let problem) = error else {
                    Issue.record("another error: \(error)")
                    return
                }
                #expect(problem.code == "name.missing")
            }
        }
    }

    @Test func aNameInThePathMayBeChinese() async throws {
        try await AdminDaemon.with { daemon in
            let shown: ResidentLine = try await daemon.client(.manager).get(["residents", "住户甲"])
            #expect(shown.name == "住**")
        }
    }

    // MARK: Asking outside

    @Test func aChannelIsTriedOutsideOfTheTransactionAndOnlyForWhoMay() async throws {
        let asked = Tally()
        let probe: ChannelTrials.Probe = { name in
            asked.add()
            return [PlatformFinding(.token, .refused(reason: "errcode 40125 of \(name)"))]
        }
        try await AdminDaemon.with(probe: probe) { daemon in
            let name = try #require(daemon.store.settings.channels.first?.name)
            for role in [Role.steward, .manager] {
                let answer = try await daemon.send(
                    AdminRequest(
                        method: .get, path: "/api/v1/channels/\(name)/test", token: role.rawValue))
                #expect(answer.status == 403)
            }
            let other = try await daemon.send(
                AdminRequest(method: .get, path: "/api/v1/channels/none/test", token: "admin"))
            #expect(other.status == 404 && asked.count == 0)

            let trial: ChannelTrial = try await daemon.client(.admin).get(["channels", name, "test"])
            #expect(asked.count == 1 && !trial.ok && trial.callback == "/hooks/\(name)")
            #expect(trial.checks.map(\.name) == ["settings", "token"])
            #expect(trial.checks.map(\.ok) == [true, false])
            #expect(trial.checks[1].detail.contains("40125") && !trial.checks[1].hint.isEmpty)
            let acts = try await daemon.store.database.read { tx throws(SQLError) in
                try tx.all("SELECT act, detail FROM audit WHERE target = \(name) ORDER BY id") {
                    row throws(SQLError) in try row.text(0) + " " + row.text(1)
                }
            }
            #expect(acts.suffix(1) == ["channel.test "])
        }
    }

    // MARK: Repeating

    @Test func theSameKeyDoesNothingTwice() async throws {
        try await AdminDaemon.with { daemon in
            let body = String(decoding: try AdminJSON.encode(Self.intake), as: UTF8.self)
            let first = try await daemon.post("/api/v1/tickets", as: .serviceDesk, key: "k-1", body)
            let again = try await daemon.post("/api/v1/tickets", as: .serviceDesk, key: "k-1", body)
            #expect(first.status == 200)
            #expect(again == first)
            let other = try await daemon.post("/api/v1/tickets", as: .serviceDesk, key: "k-2", body)
            #expect(other.status == 200)
            #expect(other != first)
            let count = try await daemon.store.database.read { tx throws(SQLError) in
                try tx.tickets.search(TicketSearch(limit: 10)).count
            }
            #expect(count == 2)
        }
    }

    @Test func theSameKeyWithAnotherRequestIsRefused() async throws {
        try await AdminDaemon.with { daemon in
            let body = String(decoding: try AdminJSON.encode(Self.intake), as: UTF8.self)
            _ = try await daemon.post("/api/v1/tickets", as: .serviceDesk, key: "k-1", body)
            let changed = try await daemon.post(
                "/api/v1/tickets", as: .serviceDesk, key: "k-1", body.replacing("北门", with: "南门"))
            #expect(changed.status == 409)
            #expect(String(decoding: changed.body, as: UTF8.self).contains("idempotency_key.reused"))
            // The key is the account's own: another account may use the same.
            let manager = try await daemon.post("/api/v1/tickets", as: .manager, key: "k-1", body)
            #expect(manager.status == 200)
        }
    }

    @Test func aSecretIsInTheAnswerOnceAndNotInTheStore() async throws {
        try await AdminDaemon.with { daemon in
            let path = "/api/v1/staff/steward-1/tokens"
            let body = #"{"role":"steward","label":"test"}"#
            let first = try await daemon.post(path, as: .admin, key: "k-1", body)
            let secret = try AdminJSON.decode(TokenSecret.self, from: first.body)
            #expect(secret.token.hasPrefix("llt_"))
            let again = try await daemon.post(path, as: .admin, key: "k-1", body)
            #expect(again.status == 409)
            #expect(String(decoding: again.body, as: UTF8.self).contains("secret.shown_once"))
            let kept = try await daemon.store.database.read { tx throws(SQLError) in
                try tx.all("SELECT body FROM request_keys") { row throws(SQLError) in try row.text(0) }
            }
            #expect(kept == [""])
        }
    }

    // MARK: The description

    struct Document: Decodable {
        struct Operation: Decodable {
            struct Parameter: Decodable {
                var name: String
                var `in`: String
            }
            var parameters: [Parameter]
        }
        struct Components: Decodable {
            struct Schema: Decodable {
                var properties: [String: Property]
            }
            struct Property: Decodable {}
            var schemas: [String: Schema]
        }
        var paths: [String: [String: Operation]]
        var components: Components
    }

    static func address(_ route: AdminRoute) -> String {
        "/api/v1" + route.path.split(separator: "/").map { $0.hasPrefix("{") ? "/1" : "/\($0)" }.joined()
    }

    /// Every path of the document answers, and every act that roles can be given has its path.
    @Test func theDescriptionAndTheServerAgree() async throws {
        try await AdminDaemon.with { daemon in
            let answer = try await daemon.send(
                AdminRequest(method: .get, path: "/api/v1/openapi.json", token: ""))
            #expect(answer.status == 200)
            let document = try JSONDecoder().decode(Document.self, from: Data(answer.body))
            #expect(document.paths.values.map(\.count).reduce(0, +) == daemon.api.routes.count)
            for (path, operations) in document.paths {
                for (method, operation) in operations {
                    let names = operation.parameters.filter { $0.in == "path" }.map(\.name)
                    let filled = names.reduce(path) { $0.replacing("{\($1)}", with: "1") }
                    #expect(!filled.contains("{"), "\(path)")
                    let reply = try await daemon.send(
                        AdminRequest(
                            method: method == "get" ? .get : .post, path: filled, token: "admin",
                            body: Array("{}".utf8)))
                    let text = String(decoding: reply.body, as: UTF8.self)
                    #expect(!text.contains("path.not_found"), "\(method) \(path)")
                    #expect(
                        [200, 400, 403, 404, 409].contains(reply.status), "\(method) \(path): \(text)")
                }
            }
        }
    }

    @Test func everyMessageOfTheDescriptionHasKeys() async throws {
        try await AdminDaemon.with { daemon in
            let document = try JSONDecoder().decode(Document.self, from: Data(daemon.api.openAPI.utf8))
            let schemas = document.components.schemas
            #expect(
                Set(schemas["TicketReporter"]?.properties.keys ?? [:].keys) == [
                    "resident", "name", "homes",
                ])
            #expect(schemas["PageOfTicketLine"]?.properties["items"] != nil)
            #expect(schemas["TicketLine"]?.properties["next_due"] != nil)
            for (name, schema) in schemas where name != "Nothing" && name != "Error" {
                #expect(!schema.properties.isEmpty, "\(name)")
            }
        }
    }

    /// What interface.md lists under "One binary" and this issue brings; the others belong to later ones.
    @Test func everyActOfTheIssueHasARoute() async throws {
        try await AdminDaemon.with { daemon in
            // Rights that a route of another name asks for, or that nothing asks for yet.
            let others = [
                "audit.show", "message.body", "message.explain", "report.export", "resident.phone",
                "resource.membership", "ticket.approve_suspension",
            ]
            let all = Set(RoleRightsList.acts)
            #expect(all.subtracting(daemon.api.routes.map(\.act)).sorted() == others)
        }
    }
}
