/// One step of the schema. Append-only: a step that has been released is never edited.
package struct Migration: Sendable {
    /// 1, 2, 3 …, without gaps.
    package let version: Int
    /// A few words for `linli store migrate`.
    package let name: String
    package let apply: @Sendable (Transaction) throws(SQLError) -> Void

    package init(
        version: Int, name: String, apply: @escaping @Sendable (Transaction) throws(SQLError) -> Void
    ) {
        self.version = version
        self.name = name
        self.apply = apply
    }
}
