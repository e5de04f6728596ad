import LinliSQL

/// The tables as bodies see them: `tx.inbox.accept(…)`. One value a table, one file a table.
extension Transaction {
    package var inbox: InboxTable { InboxTable(tx: self) }
    package var retention: RetentionTable { RetentionTable(tx: self) }
    package var outbox: OutboxTable { OutboxTable(tx: self) }
    package var windows: ReplyWindowTable { ReplyWindowTable(tx: self) }
    package var pulls: PullTable { PullTable(tx: self) }
    package var conversations: ConversationTable { ConversationTable(tx: self) }

    package var units: UnitTable { UnitTable(tx: self) }
    package var residents: ResidentTable { ResidentTable(tx: self) }
    package var homes: HomeTable { HomeTable(tx: self) }
    package var partyMembers: PartyMemberTable { PartyMemberTable(tx: self) }
    package var homeCodes: HomeCodeTable { HomeCodeTable(tx: self) }
    package var staff: StaffTable { StaffTable(tx: self) }
    package var staffAreas: StaffAreaTable { StaffAreaTable(tx: self) }
    package var praises: PraiseTable { PraiseTable(tx: self) }
    package var staffTokens: StaffTokenTable { StaffTokenTable(tx: self) }
    package var staffCodes: StaffCodeTable { StaffCodeTable(tx: self) }
    package var roster: RosterTable { RosterTable(tx: self) }
    package var teams: TeamTable { TeamTable(tx: self) }
    package var posts: PostTable { PostTable(tx: self) }
    package var postApplications: PostApplicationTable { PostApplicationTable(tx: self) }

    package var tickets: TicketTable { TicketTable(tx: self) }
    package var ticketEvents: TicketEventTable { TicketEventTable(tx: self) }
    package var suspensions: SuspensionTable { SuspensionTable(tx: self) }
    package var holds: HoldTable { HoldTable(tx: self) }
    package var clocks: TicketClockTable { TicketClockTable(tx: self) }
    package var steps: StepTable { StepTable(tx: self) }
    package var watches: WatchTable { WatchTable(tx: self) }
    package var dispatchPools: DispatchPoolTable { DispatchPoolTable(tx: self) }
    package var whistles: WhistleTable { WhistleTable(tx: self) }
    package var caseHistories: CaseHistoryTable { CaseHistoryTable(tx: self) }

    package var ledger: LedgerTable { LedgerTable(tx: self) }
    package var claims: ClaimTable { ClaimTable(tx: self) }
    package var rewards: RewardTable { RewardTable(tx: self) }
    package var rewardWaits: RewardWaitTable { RewardWaitTable(tx: self) }
    package var redemptions: RedemptionTable { RedemptionTable(tx: self) }

    package var sessions: SessionTable { SessionTable(tx: self) }
    package var bookings: BookingTable { BookingTable(tx: self) }
    package var sessionMoves: SessionMoveTable { SessionMoveTable(tx: self) }
    package var seatWaits: SeatWaitTable { SeatWaitTable(tx: self) }
    package var topics: TopicTable { TopicTable(tx: self) }

    package var meetings: MeetingTable { MeetingTable(tx: self) }
    package var agenda: AgendaTable { AgendaTable(tx: self) }
    package var voices: VoiceTable { VoiceTable(tx: self) }

    package var needs: NeedTable { NeedTable(tx: self) }
    package var projects: ProjectTable { ProjectTable(tx: self) }
    package var milestones: MilestoneTable { MilestoneTable(tx: self) }
    package var needNews: NeedNewsTable { NeedNewsTable(tx: self) }
    package var followers: FollowerTable { FollowerTable(tx: self) }
    package var resources: ResourceTable { ResourceTable(tx: self) }
    package var roomBookings: RoomBookingTable { RoomBookingTable(tx: self) }
    package var visits: VisitTable { VisitTable(tx: self) }
    package var inspections: InspectionTable { InspectionTable(tx: self) }
    package var care: CareTable { CareTable(tx: self) }
    package var activities: ActivityTable { ActivityTable(tx: self) }
    package var signups: SignupTable { SignupTable(tx: self) }
    package var mealOrders: MealOrderTable { MealOrderTable(tx: self) }
    package var mealDays: MealDayTable { MealDayTable(tx: self) }
    package var registerEvents: RegisterEventTable { RegisterEventTable(tx: self) }

    package var alerts: AlertTable { AlertTable(tx: self) }
    package var deviceEvents: DeviceEventTable { DeviceEventTable(tx: self) }

    package var lanes: LaneTable { LaneTable(tx: self) }
    package var timers: TimerTable { TimerTable(tx: self) }
    package var audit: AuditTable { AuditTable(tx: self) }
    package var requestKeys: RequestKeyTable { RequestKeyTable(tx: self) }
}
