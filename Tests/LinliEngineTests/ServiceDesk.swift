import Foundation
import LinliChannels
import LinliEngine
import LinliModel
import LinliTestKit
import Synchronization

/// WeCom's customer service as a list of messages: a page begins where its cursor says.
final class ServiceDesk: Sendable {
    struct Ask: Sendable, Equatable {
        var cursor: String
        var ticket: String?
        var limit: Int
        var at: Instant
    }

    private struct State {
        var items: [String] = []
        var asks: [Ask] = []
        /// They come before the pages, one each.
        var answers: [Outside.Answer] = []
        /// The ids of messages to persons: as they came, and those that were new and are taken.
        var tried: [String] = []
        var taken: [String] = []
        var lostAnswers = 0
        /// The next message to a person waits for its answer until this is counted.
        var held: Tally?
    }

    let asked = Tally()
    /// Counts messages to persons that are taken.
    let arrived = Tally()
    private let clock: any Clockwork
    private let state = Mutex(State())

    init(_ clock: any Clockwork = ManualClock()) {
        self.clock = clock
    }

    var asks: [Ask] { state.withLock { $0.asks } }
    var tried: [String] { state.withLock { $0.tried } }
    var taken: [String] { state.withLock { $0.taken } }

    func add(_ items: [String]) { state.withLock { $0.items += items } }

    /// The next questions are answered so.
    func answerNext(_ answers: [Outside.Answer]) { state.withLock { $0.answers += answers } }

    /// The next message to a person is taken, and nobody hears of it.
    func loseNextAnswer() { state.withLock { $0.lostAnswers += 1 } }

    /// The next message to a person is taken at once, and its answer comes when the tally counts one.
    func holdNextAnswer() -> Tally {
        let release = Tally()
        state.withLock { $0.held = release }
        return release
    }

    @Sendable
    func send(_ request: PushRequest) async -> Outside.Answer {
        if request.url.contains("/send_msg") {
            let answer = take(request.body)
            let held = state.withLock { state in
                defer { state.held = nil }
                return state.held
            }
            arrived.add()
            await held?.reaches(1)
            return answer
        }
        guard request.url.contains("/sync_msg") else {
            return .status(200, #"{"errcode":0,"access_token":"T","expires_in":7200}"#)
        }
        let answer = answer(to: ask(in: request.body))
        asked.add()
        return answer
    }

    private func ask(in body: [UInt8]) -> Ask {
        struct Body: Decodable {
            var cursor: String
            var token: String?
            var limit: Int
        }
        do {
            let body = try JSONDecoder().decode(Body.self, from: Data(body))
            return Ask(cursor: body.cursor, ticket: body.token, limit: body.limit, at: clock.now())
        } catch {
            // A question that nobody understands: the test sees it.
            return Ask(cursor: "unreadable", ticket: nil, limit: 0, at: clock.now())
        }
    }

    /// A message to a person: its id is taken once.
    private func take(_ body: [UInt8]) -> Outside.Answer {
        struct Body: Decodable { var msgid: String }
        do {
            let id = try JSONDecoder().decode(Body.self, from: Data(body)).msgid
            return state.withLock { state in
                state.tried.append(id)
                guard !state.taken.contains(id) else {
                    return .status(200, #"{"errcode":40058,"errmsg":"msgid repeated"}"#)
                }
                state.taken.append(id)
                guard state.lostAnswers == 0 else {
                    state.lostAnswers -= 1
                    return .lost
                }
                return .status(200, #"{"errcode":0,"msgid":"\#(id)"}"#)
            }
        } catch {
            return .status(200, #"{"errcode":40058}"#)
        }
    }

    private func answer(to ask: Ask) -> Outside.Answer {
        state.withLock { state in
            state.asks.append(ask)
            guard state.answers.isEmpty else { return state.answers.removeFirst() }
            let start = Int(ask.cursor.dropFirst()) ?? 0
            let end = min(state.items.count, start + ask.limit)
            let items = state.items[min(start, end)..<end].joined(separator: ",")
            return .status(
                200,
                #"{"errcode":0,"next_cursor":"c\#(end)","has_more":\#(end < state.items.count ? 1 : 0),"#
                    + #""msg_list":[\#(items)]}"#)
        }
    }

    // MARK: What stands on its list

    static func text(_ words: String, id: String, at time: Instant = monday) -> String {
        #"{"msgid":"\#(id)","open_kfid":"wkA","external_userid":"wmLin","origin":3,"msgtype":"text","#
            + #""send_time":\#(time.milliseconds / 1000),"text":{"content":"\#(words)"}}"#
    }

    static func event(_ rest: String, id: String, at time: Instant = monday) -> String {
        #"{"msgid":"\#(id)","send_time":\#(time.milliseconds / 1000),"origin":4,"msgtype":"event","#
            + #""event":{"open_kfid":"wkA","external_userid":"wmLin",\#(rest)}}"#
    }

    static func entered(id: String, at time: Instant) -> String {
        event(#""event_type":"enter_session","welcome_code":"code-\#(id)""#, id: id, at: time)
    }

    static func channel() throws -> any PulledChannel {
        let made = try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "kf", kind: .wecomCustomerService, estate: "HTL",
                fields: [
                    "corp_id": "ww1", "open_kfid": "wkA", "secret": "s", "token": "t",
                    "encoding_aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                ]))
        guard let pulled = made as? any PulledChannel else { throw NotPulled() }
        return pulled
    }

    struct NotPulled: Error {}
}
