import LinliModel

/// Puts stand-ins of the same form where a message says who somebody is: telephone, plate, ticket,
/// address, long numbers, and names after 我叫, 联系人 and the like. What is left can be shown, learnt from
/// and kept in the repository; the classifier reads a stand-in as it read what stood there.
///
/// Promise: no run of six or more digits, no telephone number, no plate and no flat's number that is read
/// as one comes out as it went in. A name in running text (王阿姨) is not found.
package struct PersonalMask: Sendable {
    private let normalizer: Normalizer

    package init(_ understanding: Understanding) {
        normalizer = understanding.normalizer
    }

    package func masked(_ text: String) -> String {
        let normalized = normalizer.normalize(text)
        let codes = normalized.codes
        var stands: [(range: Range<Int>, text: String)] = IdentifierReader.read(codes).map {
            ($0.range, PersonalMask.standIn(for: $0))
        }
        let addresses = AddressReader(codes: codes, register: nil).read(taken: stands.map(\.range))
        stands += addresses.map { ($0.range, PersonalMask.standIn(for: $0)) }
        stands += PersonalMask.names(codes).map { ($0, "某某") }
        stands += PersonalMask.longNumbers(codes).map { ($0, String(repeating: "0", count: $0.count)) }
        stands.sort { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        var masked = ""
        var position = 0
        for stand in stands where stand.range.lowerBound >= position {
            masked += normalized.string(position..<stand.range.lowerBound) + stand.text
            position = stand.range.upperBound
        }
        return masked + normalized.string(position..<normalized.count)
    }

    private static func standIn(for finding: IdentifierReader.Finding) -> String {
        switch finding.kind {
        case .phone: "13800000000"
        case .plate: "闽A00000"
        case .ticketNumber: "LL000000-0000"
        case .ticketTail: "0000"
        }
    }

    /// An address with the same parts.
    private static func standIn(for address: AddressReading) -> String {
        if address.place != nil { return "B1-100" }
        var parts = ""
        if address.zone != nil { parts += "一期" }
        if address.building != nil { parts += "1栋" }
        if address.unit != nil { parts += "1单元" }
        if let floor = address.floor { parts += floor.hasPrefix("-") ? "负一楼" : "1楼" }
        if address.room != nil { parts += "101" }
        return parts
    }

    private static let announcing: [StaticString] = [
        "我的名字叫", "我的名字是", "名字叫", "我叫", "名叫", "姓名是", "姓名", "联系人是", "联系人", "户主是", "户主", "业主叫",
    ]

    /// Two or three characters after a word that announces a name.
    private static func names(_ codes: [UInt32]) -> [Range<Int>] {
        var names: [Range<Int>] = []
        for start in codes.indices where names.last.map({ start >= $0.upperBound }) ?? true {
            var cursor = TextCursor(codes, at: start)
            guard cursor.acceptAny(announcing) else { continue }
            while cursor.peek() == ":" || cursor.peek() == 0x20 { cursor.position += 1 }
            var end = cursor.position
            while end < codes.count, end < cursor.position + 3, CodeClass.isHan(codes[end]) { end += 1 }
            if end - cursor.position >= 2 { names.append(cursor.position..<end) }
        }
        return names
    }

    /// Identity cards, accounts, meters: whatever they are, they are somebody's.
    private static func longNumbers(_ codes: [UInt32]) -> [Range<Int>] {
        var numbers: [Range<Int>] = []
        var start = 0
        while start < codes.count {
            var end = start
            while end < codes.count, CodeClass.isDigit(codes[end]) { end += 1 }
            if end - start >= 6 { numbers.append(start..<end) }
            start = max(end, start + 1)
        }
        return numbers
    }
}
