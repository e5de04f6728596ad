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
