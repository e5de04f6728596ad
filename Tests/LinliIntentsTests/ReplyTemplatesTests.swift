import LinliModel
import Testing

@testable import LinliIntents

@Suite struct ReplyTemplatesTests {
    private func templates(
        _ text: String, wechat: String? = nil, buttons: ReplyTemplates.Buttons = .words([])
    ) throws -> ReplyTemplates {
        let variants =
            try wechat.map { [ChannelConfiguration.Kind.wechat: try ReplyTemplates.parse($0)] } ?? [:]
        return ReplyTemplates(replies: [
            "k": .init(standard: try ReplyTemplates.parse(text), variants: variants, buttons: buttons)
        ])
    }

    @Test func fillsValuesAndDropsWhatIsMissing() throws {
        let templates = try templates("已登记{ticket}[，预计{due}到场]。")
        #expect(try templates.render("k", ["ticket": "LL1", "due": "18:00"]) == "已登记LL1，预计18:00到场。")
        #expect(try templates.render("k", ["ticket": "LL1"]) == "已登记LL1。")
        #expect(try templates.render("k", ["ticket": "LL1", "due": ""]) == "已登记LL1。")
    }

    @Test func valueIsNotParsedAgain() throws {
        #expect(try templates("说了{words}").render("k", ["words": "{x}[y]"]) == "说了{x}[y]")
    }

    @Test func missingValueAndUnknownKeyAreFailures() throws {
        let templates = try templates("到{place}")
        #expect(throws: ReplyFailure(kind: .missingValue("place"), key: "k")) { try templates.render("k") }
        #expect(throws: ReplyFailure(kind: .unknownKey, key: "x")) { try templates.render("x") }
    }

    @Test func channelHasItsOwnText() throws {
        let templates = try templates("长", wechat: "短")
        #expect(try templates.render("k", channel: .wechat) == "短")
        #expect(try templates.render("k", channel: .slack) == "长")
        #expect(try templates.render("k") == "长")
    }

    @Test func buttonsAreWordsOrTheNumbersOfTheList() throws {
        #expect(try templates("真的吗", buttons: .words(["确认", "不"])).buttons("k") == ["确认", "不"])
        let numbered = try templates("{list}", buttons: .numbersOfList)
        #expect(numbered.buttons("k", ["list": "1. 甲\n2. 乙\n3. 丙"]) == ["1", "2", "3"])
        #expect(numbered.buttons("k", ["list": ""]).isEmpty)
        let long = (1...11).map { "\($0). 项" }.joined(separator: "\n")
        #expect(numbered.buttons("k", ["list": long]).isEmpty, "half of the choices would mislead")
        #expect(numbered.buttons("unknown").isEmpty)
    }

    @Test func namesPlaceholders() throws {
        let found = try templates("{a}[b{c}[{d}]]").placeholders(of: "k")
        #expect(found.required == ["a"] && found.optional == ["c", "d"])
    }

    @Test(arguments: ["{", "}", "a[b", "a]b", "[没有值]", "{}", "{a b}", ""])
    func refusesBrokenTexts(text: String) {
        #expect(throws: TemplateFailure.self) { try ReplyTemplates.parse(text) }
    }

    @Test func shippedRepliesRender() throws {
        let replies = try Fixture.understanding.get().replies
        for key in replies.keys {
            let names = replies.placeholders(of: key)
            let values = (names.required + names.optional).reduce(into: [String: String]()) { $0[$1] = "值" }
            for channel in ChannelConfiguration.Kind.allCases {
                #expect(try !replies.render(key, values, channel: channel).contains("{"))
            }
        }
    }

    /// Whoever is in danger gets advice for just this danger.
    @Test func everyEmergencyHasItsAdvice() throws {
        let understanding = try Fixture.understanding.get()
        let kinds = understanding.decider.product.emergencies.kinds
        #expect(kinds.count >= 9)
        for kind in kinds {
            #expect(understanding.replies.has("emergency.\(kind.category)"), "\(kind.category)")
        }
    }
}

extension ReplyTemplates {
    /// Placeholders of a reply's default text: those that must have a value, and those that may.
    fileprivate func placeholders(of key: String) -> (required: [String], optional: [String]) {
        let parts = replies[key]?.standard ?? []
        var required: [String] = []
        var optional: [String] = []
        for part in parts {
            switch part {
            case .text: break
            case .value(let name): required.append(name)
            case .optional(let inner): optional += ReplyTemplates.names(inner)
            }
        }
        return (required, optional)
    }
}
