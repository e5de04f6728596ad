@testable import LinliDialogue
import LinliModel
import Testing

@Suite("Talk of meetings")
struct MeetingTalkTests {
    private static let four = MeetingWords(
        code: "four_party", name: "四方联席会", words: ["四方联席会", "四方联席"], takesResidents: true)

    @Test(
        "What is to be talked about stands behind the word of talk, or before it",
        arguments: [
            ("四方联席下次能不能讲讲停车位", "停车位"),
            ("能不能请四方联席会讨论一下中庭遮雨棚的事？", "中庭遮雨棚"),
            ("把电梯广告的钱列入四方联席吧", "电梯广告的钱"),
            ("四方联席说说门口占道的问题", "门口占道"),
            ("我想在四方联席会上反映物业费", "物业费"),
            ("四方联席讨论", ""),
        ])
    func titles(text: String, title: String) {
        #expect(Self.four.title(in: text, cues: Turn.proposalWords) == title)
    }

    @Test("A meeting's name and a word of talk put a matter forward, whatever else it reads like")
    func propose() {
        var talk = Talk()
        let text = "四方联席能不能讲讲路灯的事"
        let step = talk.say(text, [Said.lamp])
        #expect(step.commands == [.meeting(.propose(kind: "four_party", title: "路灯", words: text))])
        let meeting = MeetingDate(name: "四方联席会", when: nil, place: "", rhythm: "每月")
        let noted = AgendaSummary(item: AgendaItemID(7), title: "路灯", meeting: meeting)
        let told = talk.outcome(.agendaNoted(noted, isNew: true))
        #expect(
            told.replies == [
                Phrase("meeting.proposed", ["item": "7", "title": "路灯", "meeting": "四方联席会"])
            ])
    }

    @Test("A lamp in the hall of the meetings is a lamp")
    func reportStays() {
        var talk = Talk()
        #expect(talk.say("议事厅的路灯坏了", [Said.lamp]).keys == ["repair.ask_place"])
    }

    @Test("What is not named is asked for, and the answer is taken as it stands")
    func asked() {
        var talk = Talk()
        #expect(talk.say("四方联席能提个议题吗").keys == ["meeting.ask_matter"])
        let step = talk.say("楼下垃圾房太臭", [Request(intent: .complain, category: "clean.odor", urgency: .p2)])
        #expect(
            step.commands == [
                .meeting(.propose(kind: "four_party", title: "楼下垃圾房太臭", words: "楼下垃圾房太臭"))
            ])
        #expect(step.state.flow == nil)
    }

    @Test("Dates, decisions, and a meeting that takes no residents' matters")
    func questions() {
        var talk = Talk()
        #expect(talk.say("四方联席什么时候开").commands == [.meeting(.ask(kind: "four_party"))])
        let minutes = "议事厅上次停车位怎么定的"
        #expect(talk.say(minutes).commands == [.meeting(.minutes(kind: "hall", words: minutes))])
        let disclosure = [Request(intent: .disclosureQuery)]
        #expect(
            talk.say("会议纪要", disclosure).commands == [.meeting(.minutes(kind: nil, words: "会议纪要"))])
        let unknown = talk.outcome(.meetingUnknown("会议纪要"))
        #expect(unknown.openedDrafts.map(\.origin) == [.forwarded])
        var other = Talk()
        #expect(other.say("大党委能不能说说公交", [Said.lamp]).keys == ["repair.ask_place"])
        #expect(other.state.flow != nil)
    }

    @Test("Where nothing is called or published, nothing is said of it")
    func honest() {
        var talk = Talk()
        let date = MeetingDate(name: "四方联席会", when: nil, place: "", rhythm: "每月")
        #expect(talk.outcome(.meetingDate(date)).keys == ["meeting.no_date"])
        #expect(talk.outcome(.minutesNone(meeting: "四方联席会")).keys == ["meeting.no_minutes"])
    }
}
