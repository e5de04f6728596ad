import LinliDialogue
import LinliModel
import Testing

/// What is said of a danger while its ticket is open.
@Suite("One emergency is one ticket")
struct DangerTalkTests {
    private static let number = "LL260316-0001"
    private static let unwell = Request(intent: .reportHazard, category: "security.person", urgency: .p0)
    private static let smoke = Request(intent: .reportHazard, category: "fire.smoke", urgency: .p0)

    private static func trapped(place: Address = Address(building: "10", unit: "2")) -> Talk {
        var talk = Talk()
        talk.say("电梯困人了", [Said.trapped])
        var summary = Known.summary(.p0, place: place.spoken)
        summary.category = "lift.trapped"
        summary.address = place
        talk.outcome(.ticketOpened(summary))
        return talk
    }

    @Test("A person in the same lift belongs to it; advice comes first and nothing is asked")
    func person() {
        var talk = Self.trapped()
        let step = talk.say("她说喘不上气", [Self.unwell])
        #expect(
            step.commands == [
                .addToDanger(ticket: Self.number, text: "她说喘不上气", address: Address(), news: .more)
            ])
        #expect(step.keys == ["emergency.injury"])
    }

    @Test("Where its ticket has come to its end it is a danger of its own")
    func ended() {
        var talk = Self.trapped()
        talk.say("她说喘不上气", [Self.unwell])
        let step = talk.outcome(.ticketNotFound)
        #expect(step.openedDrafts.map(\.category) == ["security.person"])
        #expect(!step.keys.contains("ticket.not_found"))
    }

    @Test("Another place, another kind, or half an hour later: a ticket of its own")
    func apart() {
        var elsewhere = Self.trapped()
        var there = Self.unwell
        there.slots[.building] = .text("3")
        #expect(elsewhere.say("3栋有人晕倒", [there]).openedDrafts.count == 1)
        var kind = Self.trapped()
        #expect(kind.say("着火了", [Self.smoke]).openedDrafts.count == 1)
        var home = Self.trapped()
        #expect(home.say("我爸在家晕倒了", [Self.unwell]).openedDrafts.count == 1)
        var late = Self.trapped()
        late.wait(.minutes(31))
        #expect(late.say("她说喘不上气", [Self.unwell]).openedDrafts.count == 1)
    }

    @Test("Nobody is in danger any more: noted, never cancelled; before a danger it means nothing")
    func over() {
        var talk = Self.trapped()
        let step = talk.say("人放出来了，没事了", Said.subtype(.chitchat))
        #expect(
            step.commands == [
                .addToDanger(ticket: Self.number, text: "人放出来了，没事了", address: Address(), news: .over)
            ])
        var fresh = Talk()
        #expect(fresh.say("人出来了", Said.subtype(.chitchat)).commands.isEmpty)
        var stuck = Self.trapped()
        // That it goes on is news for those who are on their way.
        #expect(
            stuck.say("人还没出来", Said.subtype(.chitchat)).commands == [
                .addToDanger(ticket: Self.number, text: "人还没出来", address: Address(), news: .more)
            ])
    }

    @Test("The unit alone completes the lift's place")
    func unit() {
        var talk = Self.trapped(place: Address(building: "10"))
        let step = talk.say("2单元", Said.answer([.unit: .text("2")]))
        #expect(
            step.commands == [
                .completeTicket(number: Self.number, text: "2单元", address: Address(unit: "2"))
            ])
    }
}
