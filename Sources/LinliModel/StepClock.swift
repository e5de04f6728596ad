/// Steps with a clock of their own that begins when the one before it ends: none of them stands at the
/// creation of a ticket.
package enum WorkStep: String, Sendable, Codable, CaseIterable {
    /// Handed out anew after a return.
    case dispatch
    /// On the spot; where the category asks for a visit. From the submission, as the other clocks.
    case arrive
    /// The resident hears how it stands; from the last word that he was told.
    case progress
    /// The return visit after a result.
    case followUp = "follow_up"
}

/// One run of a step's clock.
package struct StepClock: Sendable, Hashable {
    package var step: WorkStep
    package var startedAt: Instant
    package var dueAt: Instant
    /// True where no holiday notice covers the year.
    package var provisional: Bool
    package var metAt: Instant?
    package var breachedAt: Instant?
    /// Nothing was owed any more.
    package var stoppedAt: Instant?

    package init(
        step: WorkStep, startedAt: Instant, dueAt: Instant, provisional: Bool, metAt: Instant? = nil,
        breachedAt: Instant? = nil, stoppedAt: Instant? = nil
    ) {
        self.step = step
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.provisional = provisional
        self.metAt = metAt
        self.breachedAt = breachedAt
        self.stoppedAt = stoppedAt
    }
}
