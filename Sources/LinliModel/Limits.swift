/// Every limit of the product in one place, the unit in its name and the reason beside it.
package enum Limits {
    // MARK: Webhooks

    /// A WeChat envelope with a 2,048-byte text stays under 6 KiB; 64 KiB leaves room for every other kind.
    package static let webhookBodyBytes = 64 * 1024
    /// A whole request has this long from its first byte to its answer: WeChat gives up after 5 s, and
    /// no honest client needs more than twice that.
    package static let requestDeadlineSeconds = 10
    /// Open connections to the public listener. Above it new ones are closed at once.
    package static let publicConnections = 2_000
    /// Bodies held in memory at one time, all requests together.
    package static let bodyBytesInFlight = 32 * 1024 * 1024
    /// Signed timestamps further from our clock than this are refused (Standard Webhooks, Slack).
    package static let signatureAgeSeconds: Int64 = 300
    /// A platform's clock and ours are apart no further than this, or its time is not believed: enough for a
    /// machine that is seldom set, too little to move a day but at midnight.
    package static let clockSkewMinutes: Int64 = 10

    // MARK: Listeners

    /// A new connection that says nothing for this long is closed: with the request's own deadline on top,
    /// no connection that was never used well lives longer than 15 s.
    package static let firstByteSeconds = 5
    /// Between two requests on one connection. Platforms that call often keep theirs open for seconds.
    package static let keepAliveSeconds = 10
    /// From the end of a request to the begin of its answer on the public listener. When the store does not
    /// take a message in time the platform is told to come again (503), half a second before the first of
    /// them gives up (Feishu and Slack, 3 s).
    package static let answerMilliseconds = 2_500
    /// Request line and header fields together. Cookies and a long query of a platform stay under 4 KiB.
    package static let headerBytes = 16 * 1024
    package static let headerFields = 100
    /// After a refusal what the client still sends is read and dropped this long, so that the refusal
    /// arrives: closing a socket with unread bytes would reset it.
    package static let lingerMilliseconds = 1_000
    /// A reader of an event stream that takes nothing for this long is gone.
    package static let streamStallSeconds = 30
    /// Webhooks that wait for the store at one time; above it the answer is 503 at once. When the store
    /// hangs, its callers leave after `answerMilliseconds`, but what they handed over stays in memory.
    package static let acceptsInFlight = 2_048
    /// Request bodies of the admin API: a register of a large estate is some hundred KiB.
    package static let adminBodyBytes = 1024 * 1024
    package static let adminConnections = 200
    package static let idempotencyKeyBytes = 128
    /// What `Retry-After` says with a 503.
    package static let retryAfterSeconds = 5

    // MARK: Metrics

    /// Series of one name. Labels come from closed lists; this catches one that does not.
    package static let metricSeries = 512

    // MARK: Text

    /// Code points of one message that are understood and answered; the inbox keeps what stands behind.
    package static let messageCharacters = 2_000
    /// WeChat and WeCom refuse or cut a text beyond this.
    package static let wechatTextBytes = 2_048
    /// WeCom robots: a markdown message.
    package static let robotMarkdownBytes = 4_096

    // MARK: XML

    package static let xmlBytes = 64 * 1024
    package static let xmlDepth = 8

    // MARK: Inbox

    /// A message that crashed the process this often is set aside (quarantined) so that the rest flows.
    package static let inboxAttempts = 3
    /// Turns that may wait for the writer at one time: enough to fill a commit while those of the last one
    /// come back. With half of it a slow disk's longer groups ran empty and a fifth of the writer's time was
    /// lost; more would only stand in the way of the next webhook, which waits for the same writer.
    package static let turnsInFlight = 128

    /// Gates through which reports of shared things pass on a server, an estate: those of one thing through
    /// one of them.
    package static let matterGateRows: UInt64 = 64

    /// Events of one turn, the message and what became of each command: one that goes on is a defect.
    package static let turnEventItems = 24

    // MARK: Outbox

    /// Pushes of one commit that marks them as under way, and those that a daemon's end left under way.
    package static let outboxBatchRows = 256
    /// After this many failed attempts a push is dead and waits for a person.
    package static let outboxAttempts = 8
    package static let pushTimeoutSeconds = 10
    package static let pushConnectTimeoutSeconds = 5
    /// A platform's answer is a short JSON; anything longer is not read.
    package static let pushResponseBytes = 64 * 1024
    package static let pushInFlight = 64
    /// WeChat: after a resident's message 5 pushes within 48 hours (`platforms.md` 1.6).
    package static let wechatWindowHours: Int64 = 48
    package static let wechatWindowMessages = 5
    /// WeChat: after a follow, a scan or a menu click 3 pushes within one minute.
    package static let wechatEventWindowSeconds: Int64 = 60
    package static let wechatEventWindowMessages = 3
    /// WeCom group robots take 20 messages a minute (`platforms.md` 2.4).
    package static let robotMessagesPerMinute = 20

    // MARK: Pulled channels

    /// WeCom's customer service: after a resident's message 5 pushes within 48 hours (`platforms.md` 2.3).
    package static let serviceWindowHours: Int64 = 48
    package static let serviceWindowMessages = 5
    /// Between two tries of what waits while a platform takes no token of ours: a person must act first.
    package static let tokenRefusedMinutes: Int64 = 5
    /// After a message of the person WhatsApp takes free words for a day. It states no number: this one only
    /// keeps a loop of ours from writing to him all day.
    package static let whatsAppWindowHours: Int64 = 24
    package static let whatsAppWindowMessages = 200
    /// Who opens the chat is welcomed within this time, or not at all (`platforms.md` 2.3).
    package static let welcomeSeconds: Int64 = 20
    /// Messages of one page: with texts of some kilobytes a page stays far below what is read of it.
    package static let pullPageMessages = 100
    package static let pullAnswerBytes = 1024 * 1024
    /// The ticket of a call serves this long; without one the platform lets little through.
    package static let pullTicketMinutes: Int64 = 10
    /// So often it is looked whether a call was lost: a danger waits no longer, and some 300 looks a day stay
    /// below what the platform grants without a ticket.
    package static let pullMinutes: Int64 = 5
    /// After so long without a pull that came to the end `/readyz` says so: three looks in a row have failed.
    package static let pullSilenceMinutes: Int64 = 3 * pullMinutes
    /// So long the platform keeps what waits (`platforms.md` 2.3): nothing that is pulled was written before.
    package static let pullBackDays: Int64 = 3
    /// Messages to one person among which one is sought that did not arrive and whose answer is not written:
    /// what is under way, or was when it broke off, is among his newest.
    package static let undeliveredLookBackRows = 50
    /// A first pull brings three days of what others have answered: only what is younger is ours to answer.
    package static let pullHistoryMinutes: Int64 = 10

    // MARK: Conversation

    /// A draft lives this long after the last turn (`domain.md` 2.3).
    package static let draftMinutes: Int64 = 30
    /// What was said of a matter is taken up again this long (`domain.md` 2.10: draft, recovery).
    package static let draftRecoveryHours: Int64 = 24
    /// Words within this time of each other are one message: a typist's pause, and still inside the five
    /// seconds of the first acknowledgement (`domain.md` 2.2.2).
    package static let quietSeconds: Int64 = 4
    /// A longer text is no fragment.
    package static let fragmentCharacters = 6
    package static let fragmentMessages = 6
    /// A word about "it" means the ticket that was spoken of at most this long ago.
    package static let recentTicketMinutes: Int64 = 10
    /// What is said of a danger within this time is part of it (`domain.md` 2.3: as long as a draft lives);
    /// help is there then, and whoever writes later speaks of something new.
    package static let openDangerMinutes: Int64 = 30
    /// Behind a report, 是不是他家干的 is about who has done that, for as long as it is looked into.
    package static let whoseDoingDays: Int64 = 7
    /// Words that name no thing answer a result this long after it was told; later they are about something
    /// else.
    package static let resultAnswerHours: Int64 = 1
    /// Newest tickets of one resident that his words can mean beside what is open: two years of a household.
    package static let residentTicketRows = 50
    /// Open ones that are looked through for the one he means, however old: nobody has more at one time.
    package static let residentOpenTicketRows = 200
    /// Tickets of one answer: more than five lines nobody reads on a telephone.
    package static let ticketAnswerRows = 5
    /// Tickets that one conversation remembers: nobody speaks of more in half an hour.
    package static let recentTicketRows = 5
    /// "11栋2单元1003，三楼楼梯间": longer words say more than a place.
    package static let barePlaceCharacters = 20
    /// The words to a picture come this soon after it.
    package static let pictureWordsSeconds: Int64 = 60
    /// A person who has written is taken to be there this long after his last word.
    package static let personMinutes: Int64 = 30
    /// A yes to "要留号吗？" has no more characters than this; longer words say something of their own.
    package static let consentCharacters = 6
    /// "不知道", "还没想好": a shrug is short; longer words may hold a matter.
    package static let shrugCharacters = 8
    /// "第二个有人管没": a few words that only point at something; more say something of their own.
    package static let pointingCharacters = 10
    /// "嗯嗯", "好了": fewer characters than this are no detail of a report.
    package static let detailCharacters = 4
    /// "下午三点以后再来，我现在不在家": more than this says more than when to come.
    package static let visitCharacters = 30
    /// Who is asked when somebody may come to say hello names a day within this time: later is a wish for no
    /// visit now, and the rule's own day stands.
    package static let visitWishDays = 30
    /// 别说是我说的 without a word of which: complaints of this many days may be meant.
    package static let hiddenComplaintDays: Int64 = 3
    /// What was given up is taken up again this long: later it is a new matter.
    package static let restoreDays: Int64 = 7
    /// "垃圾房后面的铁栏杆": what is longer is no name of a thing, and no question begins with it.
    package static let thingCharacters = 12
    /// "没电" is short enough to stand before a question for the flat; 昨晚就没电了 is not.
    package static let briefThingCharacters = 4
    /// "多装个灯吧": a wish or a complaint says by itself what it is about where it is longer than this.
    package static let bareWishCharacters = 6
    /// "别说我举报的": longer words about what somebody does are an accusation, and not only such a wish.
    package static let bareAnonymityCharacters = 8
    /// "为什么是下周四上午": a day that is asked about stands so near behind the question.
    package static let dayBehindCharacters = 8
    /// "快递柜": a thing that is none of ours to know is a piece of a message only where it is so short.
    package static let strangeFragmentCharacters = 4
    /// A number of neighbours has at most this many characters: 一百二十.
    package static let groupCharacters = 4
    /// What is repeated to him of his words about the service: a clause, and no paragraph.
    package static let remarkCharacters = 30
    /// Messages of one person that are handled within `floodSeconds`, where the settings say nothing else: a
    /// fast typist in a panic stays under a dozen, and above it only what is dangerous is heard.
    package static let personMessagesPerMinute = 20
    package static let floodSeconds: Int64 = 60
    /// A slot is asked for at most this often before a person is offered.
    package static let slotAsks = 2
    /// Requests that wait behind the one that is being asked about: nobody says more in one go.
    package static let waitingRequests = 8
    /// The same text of the same resident within this time is an impatient repeat (`domain.md` 2.3).
    package static let repeatMinutes: Int64 = 10

    /// The same thing reported so often within this time is one step more urgent (`domain.md` 2.2.1).
    package static let repeatedFaultEntries = 3
    package static let repeatedFaultDays: Int64 = 30
    /// An urging counts again after this time (`domain.md` 2.3).
    package static let urgeMinutes: Int64 = 30
    /// With so many households the same matter is one step more urgent (`domain.md` 2.2.1).
    package static let sharedHouseholds = 5
    /// So many tickets of one riser are named in a hint, the newest.
    package static let riserEntries = 5
    /// Longer words are more than an answer: a landmark, or 不急，你们慢慢来.
    package static let answerCharacters = 14
    /// A place in a resident's own words is a few of them.
    package static let placeCharacters = 60
    /// How often an open question is put again while he asks about other things.
    package static let questionRepeatEntries = 1
    /// The same words within this time are the same message: who has had no answer waits that long.
    package static let echoSeconds: Int64 = 60
    /// A message of more characters that nobody can make sense of is a letter: one sentence is asked for.
    package static let longMessageCharacters = 200
    /// A question that goes on with another day, place or thing: "那12栋呢".
    package static let followUpCharacters = 12

    // MARK: Timers

    /// Due timers that are fired together: a burst shares commits, and the next look is soon.
    package static let timerBatchRows = 64
    /// After this many failed attempts a timer is set aside, so that the others fire.
    package static let timerAttempts = 20

    // MARK: Sentences

    /// States of the template automaton alive at one position of a message; everyday sentences need dozens.
    package static let matcherStates = 512
    /// What a free slot of a template ({matter}) may span: a long sentence.
    package static let freeSlotCharacters = 80
    /// Sentences one template can say, lists and slots counted once. Above it a template is split.
    package static let templateExpansions = 20_000
    /// Phrases that one entry of a list may expand to.
    package static let listEntryPhrases = 500
    /// Steps of one matter that a resident is told, the last ones: more is a page, not an answer.
    package static let statusRows = 12
    /// A reply longer than this would be cut by a platform or read by nobody.
    package static let replyCharacters = 600
    /// WeChat shows ten items of a menu.
    package static let replyButtonItems = 10
    /// What an item of a menu may hold; on a phone that is far more than fits.
    package static let replyButtonBytes = 60

    // MARK: Homes

    package static let bindCodeDigits = 8
    package static let bindCodeDays: Int64 = 7
    package static let bindCodeWrongTries = 5

    // MARK: Rewards and receptions

    package static let pickUpCodeDays: Int64 = 7
    /// A discount of the fee waits so long for the company: it books once a month.
    package static let feeLineDays: Int64 = 35
    /// Lines of a statement, of the ranking and of what waits that one answer in the chat tells.
    package static let pointsLineRows = 10
    /// Refused claims that one answer tells.
    package static let refusedClaimRows = 3
    /// Residents of one estate who earn points in a month: a tenth of the largest.
    package static let pointsEarnerRows = 2_000
    /// Deeds that one message is taken apart into: more are told one by one.
    package static let claimDeedEntries = 4
    /// Items of the points scheme that he is asked among: more nobody reads.
    package static let claimChoiceRows = 5
    /// A pick-up code is read out at a counter; it is unique among what waits there.
    package static let pickUpCodeDigits = 6
    /// Codes that are drawn for one redemption until one is free: twenty taken ones in a row are a defect.
    package static let pickUpCodeTries = 20
    /// Sessions that are looked through for the one he means, soonest first: those of some months.
    package static let upcomingSessionRows = 20
    /// Sessions that he is asked among: more nobody reads.
    package static let sessionOfferRows = 6
    /// How far ahead a session is looked for that can be booked later: the day of the branch is monthly.
    package static let sessionLookDays = 62
    /// For so long after its begin he is told that a session is over, and not that he has none.
    package static let seatBegunDays: Int64 = 7
    /// Matters of one seat: its twenty minutes are too short for more.
    package static let seatMatterRows = 5
    /// A matter for a reception is one sentence.
    package static let sessionMatterCharacters = 200
    /// So many may wait for a seat of one session: they are told in one transaction when it falls away.
    package static let seatWaitRows = 50
    /// No statutory holiday with its weekends is longer.
    package static let longestHolidayDays = 14
    /// So many dates of a rhythm are looked at for one that can still be booked.
    package static let sessionPlanTries = 60

    // MARK: Meetings

    /// Decided matters that a question is compared with: several years of a monthly meeting's.
    package static let minutesRows = 200
    /// Decisions that one answer in the chat tells.
    package static let minutesAnswerRows = 5
    /// What a matter is called on an agenda.
    package static let agendaTitleCharacters = 60
    package static let minutesCharacters = 20_000
    /// A meeting that was called in time may be minuted so long after its period; then it was none.
    package static let minutesGraceDays = 3

    // MARK: Registers

    /// Needs of one resident that are looked through: twenty quarters of five.
    package static let registerRows = 100
    /// Findings of one inspection that are entered at once: a walk through a large estate finds some dozens.
    package static let inspectionEntries = 50
    /// Entries of a list that one answer in the chat tells.
    package static let registerAnswerRows = 20
    /// For so long a project that is done is told with its result: a year in which people ask for it.
    package static let projectDoneDays: Int64 = 365
    /// Steps of one project: what can be told in one answer.
    package static let projectStepRows = 20
    /// A step of a project lies within three years of today: 三年规划.
    package static let projectPlanDays = 1_096
    /// So much of the middle of a project's name says which one is meant; less stands in other words too.
    package static let projectNameCharacters = 3
    /// The end of its name, which says what it is: 车棚, 电梯.
    package static let projectEndCharacters = 2
    /// Pictures are looked through so long before and after an hour that nobody has read off a clock.
    package static let footageMinutes: Int64 = 15
    /// Who wants to help is asked what he can do, when, and one of them again.
    package static let helpAsks = 3
    /// Whether somebody's membership of the party may be kept is asked again once; silence is no consent.
    package static let consentAsks = 1
    /// Words about something borrowed belong to its order for so long: a month, then it was brought back.
    package static let loanDays: Int64 = 31
    /// What somebody calls a thing that he wants to borrow: 手推车, 铝合金梯子.
    package static let loanItemCharacters = 6
    /// Homes to which lunch is brought on one day; more than any estate has.
    package static let mealDayRows = 2_000
    /// So far ahead a meal order may end or be stopped: a quarter, then it is said anew.
    package static let mealAheadDays = 92
    /// The next holiday is looked for so many days ahead: a notice covers one year.
    package static let mealHolidayDays = 366
    /// From two days in a row without a meal on nobody is left without a word (`domain.md` 2.8).
    package static let mealHolidayLeastDays = 2
    /// A diet in his own words: 花生不能放.
    package static let mealDietCharacters = 20
    /// Running meal orders that one resident may have: his parents and those of his wife, and one more.
    package static let mealOrderRows = 5
    /// Homes of one estate's care list: a twentieth of twenty thousand.
    package static let careRows = 1_000
    /// What a need is called, and who takes it on.
    package static let needTitleCharacters = 40

    /// What is to be had at one activity, and how many places one item has: a square holds no more.
    package static let activityItems = 20
    package static let activitySeats = 500

    // MARK: Web chat

    package static let eventStreams = 500
    package static let webMessageBytes = 16 * 1024
    /// A line without news, so that a page notices a dead connection (proxies cut silent ones after 60 s).
    package static let heartbeatSeconds = 15
    /// A stream ends after this long and the page comes back by itself: a dead one is kept no longer.
    package static let eventStreamMinutes = 10

    // MARK: Staff

    /// How long after midnight reports are called to mind: the office has opened then.
    package static let reportReminderHours = 9
    /// A breach that is found later than this after its time was not watched (the daemon was down), and the
    /// history says so. Timers fire within a second; a minute leaves room for a busy store.
    package static let timerPunctualSeconds: Int64 = 60
    /// An answer of the admin API as the command line reads it: one resident's whole export.
    package static let adminResponseBytes = 16 * 1024 * 1024
    /// How long the command line waits for the daemon: an import of a large register takes some seconds.
    package static let adminAnswerSeconds = 30
    /// Rows of one page of a list; more are fetched page by page.
    package static let adminPageRows = 200
    /// Rows of a list where nobody says how many: about what a terminal shows without scrolling far.
    package static let adminListRows = 50
    /// Chinese characters that a column of a table keeps on a narrow terminal: a name, or half a time.
    package static let narrowColumnCharacters = 5
    /// Lines of a conversation that staff see at once: a person who takes over reads a screen or two.
    package static let transcriptMessages = 60
    /// Newest messages of one chat, each way, that are looked through for the lines of one ticket: nobody
    /// writes more in the 90 days for which words are kept.
    package static let transcriptSearchRows = 1_000
    /// Around an anonymous report, lines of the same chat are taken for part of it.
    package static let anonymousBeforeMinutes: Int64 = 60
    package static let anonymousAfterMinutes: Int64 = 15
    /// Reminders in a row that the resident was told nothing; then the levels above know of it anyway.
    package static let progressReminderEntries = 3
    /// After so many returns the dispatcher decides (`domain.md` 2.3; a local ordinance allows none).
    package static let ticketReturns = 2
    /// A resident rates within this time (`domain.md` 2.3).
    package static let ratingDays: Int64 = 7
    /// A one-time code by which a chat identity becomes a staff member's: he is in the room.
    package static let staffCodeMinutes: Int64 = 30
    /// Wrong codes from one chat: then it is closed for staff codes. As many as a home code has.
    package static let staffCodeWrongTries = 5
    /// How long wrong codes of a chat count: a guesser gets five a day.
    package static let staffCodeTriesHours: Int64 = 24
    /// Wrong codes of all chats together that end an open one: whoever opens many chats still guesses
    /// eight digits with a chance of one in 100,000 at most.
    package static let staffCodeAllWrongTries = 1_000
    /// Accounts that were left one after the other: who has followed whom is looked up no further.
    package static let staffFollowerHops = 8
    /// People of a team and places of a post: more is a typing error.
    package static let postSeats = 500
    /// Teams of an estate among which one is looked for that takes a matter on.
    package static let teamRows = 100
    /// Posts that one answer names: a chat shows no more on one page.
    package static let postAnswerRows = 8
    /// How far ahead a team may be promised.
    package static let teamOrderDays: Int64 = 30
    /// Points that one person may give without a second one (`domain.md` 2.6).
    package static let singleApproverPoints = 5
    /// Findings of one kind that a check of a register names: more is one mistake many times.
    package static let findingEntries = 20
    /// Pieces of one reward on one shelf: more is a typing error.
    package static let stockPieces = 100_000
    /// Departments that one whistle calls in, and characters of their names: a street has about a dozen.
    package static let whistleRows = 12
    package static let departmentCharacters = 40
    /// A picture's id or address; WeChat's ids have 64 characters, links rarely more than two hundred.
    package static let mediaCharacters = 500
    /// Whom a resident thanks, in his own words.
    package static let namedCharacters = 40
    /// Topics of one resident at one talk: a list of one person's wishes is no talk.
    package static let topicRows = 3
    /// Tickets that a report reads at once, with their clocks and events.
    package static let reportPageRows = 500
    /// Rows of each kind that one resident's own export carries: more than anybody has.
    package static let exportRows = 10_000
    /// A token that ends lives at most two years; people forget where they put it.
    package static let tokenDays = 730
    /// An answer kept for a repeated request (`Idempotency-Key`): longer than any client retries.
    package static let requestKeyDays: Int64 = 7
    /// Rows of a table that are forgotten in one commit: some milliseconds of the writer.
    package static let pruneRows = 500

    /// Residents who are told of a warning in one commit: a tenth of a second of the writer.
    package static let broadcastPageRows = 200
    /// So many reports of a device at one staircase within so many days are a visit (`domain.md` G06).
    package static let deviceRepeatEntries = 3
    package static let deviceDays: Int64 = 7

    // MARK: Settings

    /// A file of `Config/` or an imported register: fifty thousand rooms take about two mebibytes.
    package static let settingsFileBytes = 4 * 1024 * 1024
    /// Rooms of one estate that a register may list: far above the largest estate, far below what
    /// a typing error in a range of floors could ask for.
    package static let estateRooms = 100_000
    /// A secret read from a file: the longest are private keys of a few kilobytes.
    package static let secretFileBytes = 64 * 1024
    /// Days of one entry of leave that are looked at for gaps: longer than any leave.
    package static let leaveDays = 400
    /// Working days or windows that one deadline may count through (about ten years).
    package static let deadlineDays = 3_660
    /// One published answer: it is read on a telephone, by people who read slowly.
    package static let estateAnswerCharacters = 300
    /// Longest time after a quarter in which its accounts may become public: the next quarter.
    package static let accountsDays = 92
}
