import Foundation
import LinliModel
import LinliSQL
import LinliStore

/// Who hears what has happened to a need: whoever has wished for it and for those that it stands for, each by
/// his own number; and who follows one of them.
///
/// Promise: everybody hears once. The first page in the commit of what happened, the others page by page by a
/// timer, so that neither three thousand followers hold the writer nor a crash leaves anybody out.
extension NeedRegister {
    private struct News {
        var notice: String
        var values: [String: String]
        var event: Int64
    }

    /// - Parameter event: of the history; each is told once.
    func tell(
        _ need: NeedRow, _ notice: String, _ values: [String: String], event: Int64, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) {
        let news = News(notice: notice, values: values, event: event)
        guard let place = try page(of: news, need, after: .wish(NeedID(0)), in: tx, at: now) else { return }
        let text: String
        do {
            text = String(decoding: try JSONEncoder().encode(values), as: UTF8.self)
        } catch {
            throw SQLError(.decoding, "the news of a need cannot be written")
        }
        try tx.needNews.keep(NeedNews(event: event, need: need.id, notice: notice, values: text))
        try armNext(place, event, in: tx, at: now)
    }

    /// The next page.
    func tellNext(
        _ event: Int64, after: BroadcastPage.Listener, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let kept = try tx.needNews.find(event), let need = try tx.needs.find(kept.need) else { return }
        let values: [String: String]
        do {
            values = try JSONDecoder().decode([String: String].self, from: Data(kept.values.utf8))
        } catch {
            throw SQLError(.decoding, "the news of a need cannot be read")
        }
        let news = News(notice: kept.notice, values: values, event: event)
        guard let next = try page(of: news, need, after: after, in: tx, at: now) else {
            return try tx.needNews.end(event)
        }
        try armNext(next, event, in: tx, at: now)
    }

    private func armNext(
        _ place: BroadcastPage.Listener, _ event: Int64, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        try tx.timers.arm(
            .broadcast, subject: BroadcastPage.need(event: event, after: place).subject, due: now)
        notifier.armed(in: tx)
    }

    /// Tells so many as a page holds; nil where nobody is left.
    private func page(
        of news: News, _ need: NeedRow, after place: BroadcastPage.Listener, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> BroadcastPage.Listener? {
        var left = Limits.broadcastPageRows
        var last = ResidentID(0)
        switch place {
        case .wish(let id):
            let wishes = try tx.needs.wishes(behind: need.id, after: id, limit: left)
            for wish in wishes { try tell(wish, need, news, in: tx, at: now) }
            if wishes.count == left { return wishes.last.map { .wish($0.id) } }
            left -= wishes.count
        case .follower(let id): last = id
        }
        let followers = try tx.followers.listeners(of: need.id, after: last, limit: left)
        for follower in followers { try tell(follower, need, news, in: tx, at: now) }
        return followers.count == left ? .follower(followers.last ?? last) : nil
    }

    private func tell(
        _ wish: NeedRow, _ need: NeedRow, _ news: News, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let resident = wish.resident else { return }
        let values = ["need": wish.id.number, "title": need.title].merging(news.values) { $1 }
        try notifier.tell(
            resident: resident, Phrase("notice.need_\(news.notice)", values.filter { !$0.value.isEmpty }),
            why: "need.\(news.notice)", key: "need-\(wish.id)-\(news.notice)-\(news.event)", in: tx, at: now)
    }

    private func tell(
        _ follower: ResidentID, _ need: NeedRow, _ news: News, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let act = NeedAct(rawValue: news.notice)?.chinese ?? "到期还没有办完"
        let values = ["need": need.id.number, "title": need.title, "act": act].merging(news.values) { $1 }
        try notifier.tell(
            resident: follower, Phrase("notice.project_news", values.filter { !$0.value.isEmpty }),
            why: "project.\(news.notice)", key: "project-\(need.id)-\(news.event)-\(follower)", in: tx,
            at: now)
    }
}
