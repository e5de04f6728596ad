/// A post that residents may apply for (社区公益岗位, `domain.md` C12), as they are told of it.
package struct PostOffer: Sendable, Hashable, Codable {
    package var id: PostID
    package var name: String
    /// Places that nobody has.
    package var free: Int
    /// The last day.
    package var until: CivilDate

    package init(id: PostID, name: String, free: Int, until: CivilDate) {
        self.id = id
        self.name = name
        self.free = free
        self.until = until
    }
}

package enum PostAct: Sendable, Hashable, Codable {
    /// What there is; where the words name a post, that one.
    case ask(words: String)
    case apply(PostOffer)
    /// What he has applied for and nobody has decided is taken back.
    case withdraw
}

package enum PostAnswer: Sendable, Hashable {
    case offers([PostOffer])
    /// `isNew`: false where he has applied before.
    case applied(PostOffer, isNew: Bool)
    /// It is filled or closed meanwhile.
    case closed(PostOffer)
    /// The names of the posts.
    case withdrawn([String])
}
