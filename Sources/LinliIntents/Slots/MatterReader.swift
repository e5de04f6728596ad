/// Finds what a resident wants to bring up: the words after 反映, 关于, 说说 … up to the end of the clause.
enum MatterReader {
    private static let openers: [StaticString] = [
        "想反映一下", "反映一下", "反映", "关于", "事由是", "事由", "说一下", "说说", "谈谈", "谈一下", "聊聊", "讲讲", "问问", "说", "谈", "问",
    ]
    private static let closers: [StaticString] = [
        "的事情", "的事", "的问题", "这件事", "这个事", "怎么约", "可以吗", "行吗", "吗", "的情况",
    ]

    /// Nil where nothing of at least two characters follows.
    static func read(_ text: NormalizedText) -> String? {
        for start in text.codes.indices {
            var cursor = TextCursor(text.codes, at: start)
            guard cursor.acceptAny(openers), !cursor.sees("明"), !cursor.sees("会") else { continue }
            var end = cursor.position
            while end < text.count, !CodeClass.isStop(text.codes[end]) { end += 1 }
            for closer in closers {
                let length = closer.description.count
                if end - cursor.position > length + 1, TextCursor(text.codes, at: end).follows([closer]) {
                    end -= length
                    break
                }
            }
            if end - cursor.position >= 2 { return text.string(cursor.position..<end) }
        }
        return nil
    }
}
