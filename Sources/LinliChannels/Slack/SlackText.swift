/// Slack's own marks in a text: `&amp;`, `&lt;`, `&gt;`, and `<…>` around links and names.
enum SlackText {
    /// As a person reads it: a link as its words, a channel as `#name`; people who are named and calls to all
    /// are left out. A `<` without its `>` stays.
    static func plain(_ marked: String) -> String {
        var plain = ""
        var rest = marked[...]
        var marks = 0
        while let start = rest.firstIndex(of: "<"), marks < SlackLimits.marks,
            let end = rest[start...].firstIndex(of: ">")
        {
            plain += rest[..<start]
            plain += read(rest[rest.index(after: start)..<end])
            rest = rest[rest.index(after: end)...]
            marks += 1
        }
        plain += rest
        return plain.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    private static func read(_ mark: Substring) -> Substring {
        let halves = mark.split(separator: "|", maxSplits: 1)
        switch mark.first {
        case "@", "!", nil: return ""
        case "#": return halves.count == 2 ? "#" + halves[1] : ""
        default: return halves.last ?? ""
        }
    }

    /// So that nothing in it is a mark: a resident's own words may come back in a reply, and `<!channel>`
    /// would call everybody.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
