import LinliModel

/// A further word about what he has reported a moment ago, which reads like a matter of its own.
extension Turn {
    /// 昨天上午十点打的三个, right behind a complaint: when and how often, and nothing that he orders.
    mutating func addToComplaint(_ understood: Understood) -> Bool {
        guard state.flow == nil, let last = recent(within: .minutes(Limits.draftMinutes)).last?.ticket,
            last.number == state.lastTicket, last.category.hasPrefix("service."),
            [.orderService, .outOfScope].contains(understood.main.intent), understood.text.tellsPastHour,
            !understood.text.namesMeal, understood.text.count <= Limits.visitCharacters
        else { return false }
        commands.append(.correctTicket(.number(last.number), text: understood.text, address: Address()))
        return true
    }

    /// 灯是三楼的, after two faults: where the one of them is that is of this kind.
    mutating func noteWhich(_ understood: Understood) -> Bool {
        let main = understood.main
        guard state.flow == nil, understood.requests.count == 1, main.intent.opensTicket,
            main.slots[.symptom] == nil, main.category != nil, !main.address.isEmpty,
            understood.text.saysWhere, main.address.problem(in: facts.register) == nil,
            let known = recent(within: .minutes(Limits.draftMinutes))
                .last(where: { $0.ticket.category == main.category }),
            known.address.allows(main.address)
        else { return false }
        var address = main.address
        address.place = known.address.finer(address.place)
        commands.append(
            .completeTicket(number: known.ticket.number, text: understood.text, address: address))
        return true
    }
}

extension Turn {
    /// 第一个是3栋1单元 behind two reports: the place of the one that he has made first.
    mutating func placeInOrder(_ understood: Understood) -> Bool {
        let known = recent(within: .minutes(Limits.draftMinutes)).filter { $0.ticket.origin == .resident }
        guard state.flow == nil, known.count > 1,
            let (index, address) = understood.text.orderedPlace(of: known.count),
            known.indices.contains(index)
        else { return false }
        let meant = known[index]
        if let problem = address.filled(from: meant.address).problem(in: facts.register) {
            ask(problem)
        } else if meant.address.allows(address) {
            complete(meant, understood.text, address)
        } else {
            commands.append(
                .correctTicket(.number(meant.ticket.number), text: understood.text, address: address))
        }
        return true
    }
}

extension RepairDraft {
    private static let isPointedAtPattern = Pattern(/^(\p{Han}{1,4}?)的?(那个|那件|那一个)/)

    /// 门的那个不用修了: named by a sign of the thing that is being asked about.
    func isPointedAt(in text: String) -> Bool {
        guard let match = text.firstMatch(of: Self.isPointedAtPattern),
            let thing = thing ?? what
        else { return false }
        return thing.mentions(String(match.output.1))
    }
}

extension String {
    private static let orderedPlacePattern = Pattern(
        #/(?:第([一二三四五1-5])|(前面|头|上)一?|(后面|最后|后)一?)(?:那)?(?:个|件|单)(?=是|在)/#, needs: ["个", "件", "单"])

    /// Which of so many, and where: 第一个是3栋1单元, 后面那个在5栋. Nil where a word more is said.
    fileprivate func orderedPlace(of count: Int) -> (Int, Address)? {
        guard let found = prefixMatch(of: Self.orderedPlacePattern),
            let place = String(self[found.range.upperBound...]).spelledPlace
        else { return nil }
        if let figure = found.output.1?.first {
            return (Numerals.values[figure] ?? figure.wholeNumberValue).map { ($0 - 1, place) }
        }
        return (found.output.2 != nil ? 0 : count - 1, place)
    }

    private static let saysWherePattern = Pattern(/.{1,6}(是|在).{2,10}(的|那边|那里|那个)/, needs: ["在", "是"])

    /// 灯是三楼的.
    fileprivate var saysWhere: Bool {
        lettersAndNumbers.wholeMatch(of: Self.saysWherePattern) != nil
            && !mentionsAny(["不", "坏", "谁", "怎么", "没", "吗", "?", "？"])
    }

    fileprivate var tellsPastHour: Bool {
        mentionsAny(["昨天", "昨晚", "前天", "上周", "上星期", "今天早上", "今早", "刚才"])
            && mentionsAny(["打的", "去的", "找的", "问的", "说的", "发生的", "的事", "打了", "点"])
    }
}
