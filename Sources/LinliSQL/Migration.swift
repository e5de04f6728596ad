/// One step of the schema. Append-only: a step that has been released is never edited.
package struct Migration: Sendable {
    /// 1, 2, 3 …, without gaps.
    package let version: Int
    /// A few words for `linli store migrate`.
    package let name: String
    /// For a step that takes away or changes what binaries before it use: the oldest schema that a binary may
    /// know and still work with the store after this step. Nil for a step that only adds.
    package let compatibleFrom: Int?
    package let apply: @Sendable (Transaction) throws(SQLError) -> Void

    package init(
        version: Int, name: String, compatibleFrom: Int? = nil,
        apply: @escaping @Sendable (Transaction) throws(SQLError) -> Void
    ) {
        self.version = version
        self.name = name
        self.compatibleFrom = compatibleFrom
        self.apply = apply
    }
}
