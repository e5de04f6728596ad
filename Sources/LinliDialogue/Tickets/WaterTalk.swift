import LinliModel

/// Beside water that runs already: 总阀关不动, 流到楼下了, 插座泡了, 关上了. One pipe stays one ticket, whatever it has
/// reached meanwhile; another house or flat is another matter, and so is another thing that leaks, is blocked
/// or shut (走廊消防栓漏水, 大门关了).
extension Turn {
    mutating func addToWater(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        guard state.flow == nil, understood.requests.count == 1, !main.isEmergency, !takenSince,
            let open = recent(within: .minutes(Limits.draftMinutes)).last(where: { $0.ticket.isWater })?
                .ticket,
            main.address.building == nil, text.count <= Limits.answerCharacters, !text.asksSomething,
            !text.mentionsAny(["另", "还有"]), main.mayBeOfWater, !text.namesOtherSource
        else { return false }
        // A valve is of the pipe whatever was reported since; drops somewhere are only right behind it.
        let isLast = open.number == state.lastTicket
        if text.cannotShut {
            say("repair.valve_stuck")
        } else if isLast, text.tellsSpread, main.thingIsReached {
            if text.mentionsAny(["插座", "插排", "电"]) { say("repair.wet_socket") }
        } else if !(isLast && text.tellsShut && main.thingIsShut) {
            return false
        }
        state.fragments = []
        state.unfound = main
        commands.append(.correctTicket(.number(open.number), text: text, address: Address()))
        return true
    }
}

extension TicketSummary {
    fileprivate var isWater: Bool { ["water.burst", "water.leak"].contains(category) && urgency <= .p1 }
}

extension WaitingRequest {
    fileprivate var mayBeOfWater: Bool {
        intent.opensTicket || [.outOfScope, .rateFeedback, .cancel, .queryStatus].contains(intent)
    }

    /// No thing is named, or one that the water has come to; a danger only where it is the wet socket.
    fileprivate var thingIsReached: Bool {
        guard intent != .reportHazard || text.mentionsAny(String.electric) else { return false }
        return isThing(of: String.reached)
    }

    /// 总算关掉了, 水闸关了: no thing is named, or the one that shuts the water off.
    fileprivate var thingIsShut: Bool {
        if slots[.object] != nil { return isThing(of: String.valves) }
        return category == nil || text.mentionsAny(String.valves)
    }

    private func isThing(of known: [String]) -> Bool {
        guard let thing = slots[.object]?.text else { return true }
        return thing == "水" || thing.mentionsAny(["水管", "管子", "水龙头"] + known)
    }
}

extension String {
    /// 总阀关不动, 水表那个阀锈死了.
    fileprivate var cannotShut: Bool {
        mentionsAny(Self.valves)
            && mentionsAny(["关不", "拧不", "转不", "扳不", "锈", "滑丝", "断", "坏", "找不到", "没用", "还在"])
    }

    fileprivate static let valves = ["阀", "总闸", "水闸"]
    fileprivate static let electric = ["插座", "插排", "电线", "电闸", "电表", "电器"]
    fileprivate static let reached = [
        "楼下", "楼道", "走廊", "过道", "客厅", "卧室", "房间", "地板", "插座", "插排", "电线", "电闸", "电表", "电器", "天花板", "家具", "柜",
        "床", "沙发", "门口",
    ]
    private static let tellsSpreadPattern = Pattern(
        /(流|漏|渗|淹|泡|滴|漫|湿|进水)/, needs: ["泡", "流", "淹", "渗", "湿", "滴", "漏", "漫", "进水"])

    /// 水流到楼下了, 插座都泡了: how far it has come.
    fileprivate var tellsSpread: Bool {
        mentionsAny(Self.reached) && contains(Self.tellsSpreadPattern)
    }

    private static let otherSources = [
        "空调", "热水器", "消防", "消火栓", "下水", "马桶", "地漏", "雨", "水箱", "暖气", "洗衣机", "太阳能", "鱼缸", "化粪", "污水", "井盖",
        "煤气",
        "燃气", "天然气", "堵了", "堵住了往", "反水", "返水",
    ]
    /// 客厅空调滴水, 燃气阀关不上: not what runs out of the pipe.
    fileprivate var namesOtherSource: Bool { mentionsAny(Self.otherSources) }

    private static let shut = [
        "关上了", "关掉了", "关好了", "关住了", "关了", "拧上了", "拧紧了", "不漏了", "不喷了", "止住了", "堵住了", "水停了",
    ]
    fileprivate var tellsShut: Bool { mentionsAny(Self.shut) && !mentionsAny(["还", "没关", "又"]) }
}
