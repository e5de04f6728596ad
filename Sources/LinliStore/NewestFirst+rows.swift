import LinliModel

extension ResidentRow: NewestFirst {
    package var place: Int64 { id.rawValue }
}

extension AlertRow: NewestFirst {
    package var place: Int64 { id.rawValue }
}

extension RedemptionRow: NewestFirst {
    package var place: Int64 { id.rawValue }
}

extension OutboxRow: NewestFirst {
    package var place: Int64 { id.rawValue }
}

extension AgendaRow: NewestFirst {
    package var place: Int64 { id.rawValue }
}

// MARK: Oldest first: what waits

extension ClaimRow: OldestFirst {
    package var place: Int64 { id.rawValue }
}

extension MealOrderRow: OldestFirst {
    package var place: Int64 { id.rawValue }
}

extension CareRow: OldestFirst {
    package var place: Int64 { id }
}

// MARK: In the order of a time, or of points

extension NeedRow: InOrder {
    package var position: RowPosition { RowPosition(dueAt, id) }
}

extension VisitRow: InOrder {
    package var position: RowPosition { RowPosition(dueAt, id) }
}

extension ResourceRow: InOrder {
    package var position: RowPosition { RowPosition(dueAt, id) }
}

extension ProjectRow: InOrder {
    package var position: RowPosition { RowPosition(dueAt, id) }
}

extension ActivityRow: InOrder {
    package var position: RowPosition { RowPosition(startsAt, id) }
}

extension MeetingRow: InOrder {
    package var position: RowPosition { RowPosition(startsAt, id) }
}

extension SessionRow: InOrder {
    package var position: RowPosition { RowPosition(startsAt, id) }
}

extension PraiseRow: InOrder {
    package var position: RowPosition { RowPosition(key: at.milliseconds, id: id) }
}

extension RankingRow: InOrder {
    package var position: RowPosition { RowPosition(key: Int64(balance), id: account) }
}
