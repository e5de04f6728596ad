import LinliDialogue
import LinliModel
import Testing

/// What is said about a ticket that exists, about the register, and to a person.
@Suite("Talk about tickets")
struct TicketTalkTests {
    struct Register: PlaceRegister {
        var buildingCodes: [String] { ["1", "2", "3", "5"] }
        var landmarks: [String] { [] }
        func hasBuilding(_ building: String) -> Bool { buildingCodes.contains(building) }
        func hasUnit(_ unit: String, building: String) -> Bool { unit == "1" || unit == "2" }
        func hasRoom(_ room: String, unit: String?, building: String) -> Bool { room == "501" }
    }

    /// A conversation in which a ticket was opened a moment ago.
    private static func afterTicket(place: String = "3栋2单元") -> Talk {
        var talk = Talk()
        talk.say("门禁坏了", [Said.gate])
        talk.say("3栋2单元", Said.answer([.building: .text("3"), .unit: .text("2")]))
        talk.outcome(.ticketOpened(Known.summary(place: place)))
        return talk
    }

    @Test("不是3栋是5栋: the newest ticket is put right, and both places are said")
    func correction() {
        var talk = Self.afterTicket()
        let step = talk.say("不是3栋是5栋", Said.answer([.building: .text("5")]), act: .correctSlot)
        #expect(
            step.commands == [
                .correctTicket(
                    .number("LL260316-0001"), text: "不是3栋是5栋", address: Address(building: "5"))
            ])
        let told = talk.outcome(
            .ticketCorrected(Known.summary(place: "5栋2单元"), before: "3栋2单元"))
        #expect(told.keys == ["ticket.corrected"])
        #expect(told.replies.first?.values["before"] == "3栋2单元")
        #expect(told.acts == [.updateTicket])
    }

    @Test("A correction after a day, or before any ticket, corrects nothing")
    func lateCorrection() {
        var fresh = Talk()
        #expect(
            fresh.say("不是3栋是5栋", Said.answer([.building: .text("5")]), act: .correctSlot).commands.isEmpty)
        var talk = Self.afterTicket()
        talk.wait(.hours(25))
        #expect(
            talk.say("不是3栋是5栋", Said.answer([.building: .text("5")]), act: .correctSlot).commands.isEmpty)
    }

    @Test("A correction in the middle of a confirmation leaves the confirmation standing")
    func correctionAside() {
        var talk = Self.afterTicket()
        talk.say("换抽纸", [Said.redeem])
        talk.outcome(.quoted(Known.quote))
        talk.say("不是3栋是5栋", Said.answer([.building: .text("5")]), act: .correctSlot)
        let step = talk.outcome(.ticketCorrected(Known.summary(place: "5栋2单元"), before: "3栋2单元"))
        #expect(step.keys == ["ticket.corrected", "redeem.confirm"])
        #expect(talk.say("确认", act: .confirm).commands == [.reward(.redeem(Known.quote))])
    }

    @Test("先别派 is written into the ticket; it is no cancellation")
    func holdBack() {
        var talk = Self.afterTicket()
        let step = talk.say("先别派", Said.subtype(.misdirected))
        #expect(
            step.commands == [
                .correctTicket(.number("LL260316-0001"), text: "先别派", address: Address())
            ])
        let told = talk.outcome(.ticketCorrected(Known.summary(place: "3栋2单元"), before: "3栋2单元"))
        #expect(told.keys == ["ticket.noted"])
    }

    @Test("算了 within ten minutes asks about that ticket; later it is an answer to nothing")
    func giveUp() {
        var talk = Self.afterTicket()
        var late = talk
        #expect(
            talk.say("算了", act: .cancelFlow).commands
                == [.findCancellable(.ticket, .number("LL260316-0001"))])
        late.wait(.minutes(11))
        let step = late.say("算了", act: .cancelFlow)
        #expect(step.commands.isEmpty)
        #expect(step.keys == ["nothing.open"])
    }

    @Test(
        "Which ticket: its tail, the thing, the newest",
        arguments: [
            ("0002到哪了", Slots(), TicketReference.tail("0002")),
            ("那个灯怎么样了", [.object: .text("灯")], .about(["灯"])),
            ("进度", [:], .latest),
            ("1003室修好没", [.room: .text("1003")], .latest),
            ("尾号12345", [:], .latest),
        ])
    func which(text: String, slots: Slots, reference: TicketReference) {
        var talk = Talk()
        let step = talk.say(text, [Request(intent: .queryStatus, slots: slots)])
        #expect(step.commands == [.ticketStatus(reference)])
    }

    @Test("Two that fit are asked about, and the number chosen is urged")
    func ambiguous() {
        var talk = Talk()
        talk.say("催一下", [Request(intent: .urge)])
        let asked = talk.outcome(
            .whichTicket([Known.summary(), Known.summary(number: "LL260316-0002")]))
        #expect(asked.keys == ["urge.which"])
        #expect(asked.ask == [.choice])
        let step = talk.say("2", Said.answer([.choice: .integer(2)]), act: .chooseOption)
        #expect(step.commands == [.urgeTicket(.number("LL260316-0002"))])
        #expect(step.state.flow == nil)
    }

    // MARK: The register

    @Test(
        "What the register has not is said and asked for",
        arguments: [
            ([SlotName.building: SlotValue.text("9")], "place.no_building", SlotName.building),
            ([.building: .text("3"), .unit: .text("7")], "place.no_unit", .unit),
            ([.building: .text("3"), .room: .text("999")], "place.no_room", .room),
        ])
    func register(slots: Slots, key: String, slot: SlotName) {
        var talk = Talk()
        talk.register = Register()
        var request = Said.gate
        request.slots.merge(slots) { $1 }
        let step = talk.say("门禁坏了", [request])
        #expect(step.keys == [key])
        #expect(step.ask == [slot])
        #expect(step.openedDrafts.isEmpty)
    }

    @Test("The parts that were right stay: 9栋2单元501, then 3栋")
    func keepsTheRest() {
        var talk = Talk()
        talk.register = Register()
        var request = Said.leak
        request.slots.merge([.building: .text("9"), .unit: .text("2"), .room: .text("501")]) { $1 }
        talk.say("9栋2单元501漏水", [request])
        let step = talk.say("3栋", Said.answer([.building: .text("3")]), act: .provideSlot)
        #expect(step.openedDrafts.map(\.address) == [Address(building: "3", unit: "2", room: "501")])
    }

    @Test("An emergency at a building that is not there goes out at once and is asked afterwards")
    func emergency() {
        var talk = Talk()
        talk.register = Register()
        var request = Said.trapped
        request.slots[.building] = .text("9")
        let step = talk.say("9栋电梯困人", [request])
        #expect(step.openedDrafts.map(\.address) == [Address(place: "9栋")])
        #expect(step.ask.isEmpty)
        let asked = talk.outcome(.ticketOpened(Known.summary(.p0, place: "9栋")))
        #expect(asked.keys == ["emergency.ticket", "emergency.place_unknown", "emergency.ask_place"])
    }

    // MARK: A person

    @Test("While a person writes the machine is silent, and hands the words over")
    func silent() {
        var talk = Self.afterTicket()
        talk.person = PersonOnTheLine(ticket: "LL260316-0009", isActive: true)
        let step = talk.say("路灯也坏了", [Said.lamp])
        #expect(step.commands == [.tellPerson(ticket: "LL260316-0009", text: "路灯也坏了")])
        #expect(step.replies.isEmpty)
        #expect(talk.outcome(.toldPerson).replies.isEmpty)
        #expect(talk.say("电梯困人", [Said.trapped]).openedDrafts.map(\.urgency) == [.p0])
        #expect(talk.say("取消报修", [Request(intent: .cancel)]).commands.count == 1)
        #expect(talk.say("转人工", [Said.handoff]).keys == ["handoff.active"])
    }

    @Test("Who waits for a person and asks again gets no second ticket; the machine still helps")
    func waiting() {
        var talk = Talk()
        talk.person = PersonOnTheLine(ticket: "LL260316-0009", isActive: false)
        let again = talk.say("转人工", [Said.handoff])
        #expect(again.keys == ["handoff.waiting"])
        #expect(again.commands.isEmpty)
        #expect(talk.say("路灯坏了", [Said.lamp]).ask == [.place])
    }
}
