/// Something that a resident has done and reports for points (`domain.md` 2.6).
package struct Deed: Sendable, Hashable, Codable {
    /// His own words for it.
    package var text: String
    /// The platform's id of his picture of it.
    package var attachment: String?
    /// When it was done, where he says so; today where he does not.
    package var day: CivilDate?

    package init(text: String, attachment: String? = nil, day: CivilDate? = nil) {
        self.text = text
        self.attachment = attachment
        self.day = day
    }
}

/// An item of the points scheme as residents are told of it.
package struct DeedItem: Sendable, Hashable, Codable {
    package var code: String
    package var name: String
    package var points: Int

    package init(code: String, name: String, points: Int) {
        self.code = code
        self.name = name
        self.points = points
    }
}

/// A deed with the items that it may be: one where the words are clear; else he is asked which of them.
package struct DeedReading: Sendable, Hashable, Codable {
    package var deed: Deed
    package var items: [DeedItem]
    /// His words name one of the items, and no other.
    package var isClear: Bool

    package init(deed: Deed, items: [DeedItem], isClear: Bool) {
        self.deed = deed
        self.items = items
        self.isClear = isClear
    }
}

/// A claim that waits for a person.
package struct ClaimNote: Sendable, Hashable {
    package var id: ClaimID
    /// Nil where a person says which item it is.
    package var item: DeedItem?
    /// Who decides, in words: 楼长.
    package var decider: String
    /// He did not say on which day, and it may be too long ago: so many days are told.
    package var withinDays: Int?
    /// An earlier day than today, where he named one.
    package var day: CivilDate?

    package init(id: ClaimID, item: DeedItem?, decider: String, withinDays: Int? = nil) {
        self.id = id
        self.item = item
        self.decider = decider
        self.withinDays = withinDays
    }
}

/// Why a deed is not taken, with the figures of the settings.
package enum ClaimRefusal: Sendable, Hashable {
    /// A deed is claimed within so many days.
    case tooOld(days: Int)
    /// It is not done yet.
    case notYet(days: Int)
    /// The limit in words: 每日2次.
    case itemFull(name: String, limit: String)
    case dayFull(limit: Int, given: Int)
    case monthFull(limit: Int, given: Int)
    /// The same words stand on a claim that waits.
    case repeated(ClaimID)
    /// No item of this name.
    case unknown
}
