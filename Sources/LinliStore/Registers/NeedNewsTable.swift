import LinliModel
import LinliSQL

/// News of a need that more people hear than one page holds; gone when the last one has heard it.
package struct NeedNewsTable {
    let tx: Transaction

    package func keep(_ news: NeedNews) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO need_news (event_id, need_id, notice, news)
            VALUES (\(news.event), \(news.need), \(news.notice), \(news.values))
            """)
    }

    package func find(_ event: Int64) throws(SQLError) -> NeedNews? {
        try tx.first("SELECT need_id, notice, news FROM need_news WHERE event_id = \(event)") {
            row throws(SQLError) in
            NeedNews(
                event: event, need: NeedID(try row.integer(0)), notice: try row.text(1),
                values: try row.text(2))
        }
    }

    package func end(_ event: Int64) throws(SQLError) {
        try tx.run("DELETE FROM need_news WHERE event_id = \(event)")
    }
}

package struct NeedNews: Sendable, Hashable {
    /// Of the history; each is told once.
    package let event: Int64
    package let need: NeedID
    /// What has happened: `reach`, `due` …
    package let notice: String
    /// What is told of it, as JSON.
    package let values: String

    package init(event: Int64, need: NeedID, notice: String, values: String) {
        self.event = event
        self.need = need
        self.notice = notice
        self.values = values
    }
}
