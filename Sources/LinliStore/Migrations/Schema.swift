import LinliSQL

/// Every step of the schema, oldest first. Append only: a released step is never edited.
package enum Schema {
    package static let migrations: [Migration] = [
        messages, people, tickets, points, receptions, operations, queues, staffCodes, suspensions,
        whistles, ladder, merging, owners, buttons, lanes,
    ]
}
