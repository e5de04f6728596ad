import LinliModel
import LinliSQL

/// The content of a message in the columns of the inbox: `kind`, `words`, `detail`.
///
/// | kind | words | detail |
/// |---|---|---|
/// | text | the text | |
/// | image | | media id |
/// | voice | the platform's transcript, if any | media id |
/// | location | label | latitude and longitude, parted by a space |
/// | event | key | name |
/// | unsupported | | the platform's kind |
///
/// An empty kind stands for words that were taken away after their time.
struct StoredContent: Sendable, Hashable {
    var kind: String
    var words: String?
    var detail: String?

    init(kind: String, words: String?, detail: String?) {
        self.kind = kind
        self.words = words
        self.detail = detail
    }

    /// The seam refuses NUL in text on both engines; a resident's NUL becomes U+FFFD.
    init(_ content: InboundMessage.Content) {
        switch content {
        case .text(let text): self.init(kind: "text", words: text.withoutNUL, detail: nil)
        case .image(let media): self.init(kind: "image", words: nil, detail: media.withoutNUL)
        case .voice(let media, let recognised):
            self.init(kind: "voice", words: recognised?.withoutNUL, detail: media.withoutNUL)
        case .location(let latitude, let longitude, let label):
            self.init(kind: "location", words: label.withoutNUL, detail: "\(latitude) \(longitude)")
        case .event(let name, let key):
            self.init(kind: "event", words: key.withoutNUL, detail: name.withoutNUL)
        case .unsupported(let kind): self.init(kind: "unsupported", words: nil, detail: kind.withoutNUL)
        }
    }

    /// Nil where the row says nothing that can be read.
    var content: InboundMessage.Content? {
        switch kind {
        case "text": words.map { .text($0) }
        case "image": detail.map { .image(media: $0) }
        case "voice": detail.map { .voice(media: $0, recognised: words) }
        case "location": place
        case "event": detail.map { .event(name: $0, key: words ?? "") }
        case "unsupported": detail.map { .unsupported(kind: $0) }
        default: nil
        }
    }

    private var place: InboundMessage.Content? {
        let numbers = (detail ?? "").split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 2, let label = words else { return nil }
        return .location(latitude: numbers[0], longitude: numbers[1], label: label)
    }
}
