import LinliDialogue
import LinliModel
import Testing

@Suite("C12: posts that somebody is looked for") struct PostTalkTests {
    @Test(
        "A question is asked of the rows, and a yes applies",
        arguments: ["社区招公益岗吗", "公益性岗位还有吗", "你们招人吗", "我想应聘保安"])
    func asks(text: String) {
        var talk = Talk()
        #expect(talk.say(text).commands == [.post(.ask(words: text))])
        #expect(talk.outcome(.post(.offers([Known.post]))).keys == ["post.offer"])
        #expect(talk.say("要", act: .confirm).commands == [.post(.apply(Known.post))])
        #expect(talk.outcome(.post(.applied(Known.post, isNew: true))).keys == ["post.applied"])
        #expect(talk.state.flow == nil)
    }

    @Test(
        "What only sounds like it asks for no post",
        arguments: [
            "楼道贴满招聘小广告", "保安不在岗位上", "门岗打招呼他不理人", "公益岗的阿姨扫得干净", "这棵树招蚊子",
            "广场舞队招人吗", "社区合唱队还招人吗", "附近哪里招工", "选聘物业的得票公示",
        ])
    func others(text: String) {
        var talk = Talk()
        #expect(talk.say(text).commands.allSatisfy { if case .post = $0 { false } else { true } })
    }

    @Test("Of several the number or the name counts; a bare yes asks again, a no asks nothing")
    func several() {
        let other = PostOffer(id: PostID(5), name: "保洁岗", free: 2, until: Known.post.until)
        var asked = Talk()
        asked.say("社区招公益岗吗")
        #expect(asked.outcome(.post(.offers([Known.post, other]))).keys == ["post.choose"])
        var (yes, number, name, no) = (asked, asked, asked, asked)
        #expect(yes.say("好", act: .confirm).keys == ["post.choose"])
        let second = number.say("2", Said.answer([.choice: .integer(2)]), act: .chooseOption)
        #expect(second.commands == [.post(.apply(other))])
        #expect(name.say("秩序维护岗").commands == [.post(.apply(Known.post))])
        #expect(no.say("不用", act: .deny).keys == ["post.dropped"])
    }

    @Test("An application is taken back with a word, while something is asked too")
    func withdraw() {
        var talk = Situation.choosePost.talk
        #expect(talk.say("公益岗不报了").commands == [.post(.withdraw)])
        #expect(talk.outcome(.post(.withdrawn([]))).keys == ["post.none_applied"])
    }
}
