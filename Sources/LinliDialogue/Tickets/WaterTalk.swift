import LinliModel

/// Beside water that runs already: 总阀关不动, 流到楼下了, 插座泡了, 关上了. One pipe stays one ticket, whatever it has
/// reached meanwhile; another house or flat is another matter.
extension Turn {
    mutating func addToWater(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        guard state.flow == nil, understood.requests.count == 1, !main.isEmergency, !takenSince,
            let open = recent(within: .minutes(Limits.draftMinutes)).last(where: { $0.ticket.isWater }),
            main.address.building == nil, text.count <= Limits.answerCharacters, !text.asksSomething,
            !text.mentionsAny(["另", "还有"]), main.mayBeOfWater
        else { return false }
        if text.cannotShut {
            say("repair.valve_stuck")
        } else if text.tellsSpread {
            if text.mentionsAny(["插座", "插排", "电"]) { say("repair.wet_socket") }
        } else if !text.tellsShut {
            return false
        }
        state.fragments = []
        commands.append(.correctTicket(.number(open.ticket.number), text: text, address: Address()))
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
}

extension String {
    /// 总阀关不动, 水表那个阀锈死了.
    fileprivate var cannotShut: Bool {
        mentionsAny(["阀", "总闸", "水闸"])
            && mentionsAny(["关不", "拧不", "转不", "扳不", "锈", "滑丝", "断", "坏", "找不到", "没用", "还在"])
    }

    private static let reached = [
        "楼下", "楼道", "走廊", "过道", "客厅", "卧室", "房间", "地板", "插座", "插排", "电线", "电闸", "电表", "电器", "天花板", "家具", "柜",
        "床", "沙发", "门口",
    ]
    /// 水流到楼下了, 插座都泡了: how far it has come.
    fileprivate var tellsSpread: Bool {
        mentionsAny(Self.reached) && contains(/(流|漏|渗|淹|泡|滴|漫|湿|进水)/)
    }

    private static let shut = [
        "关上了", "关掉了", "关好了", "关住了", "关了", "拧上了", "拧紧了", "不漏了", "不喷了", "止住了", "堵住了", "水停了",
    ]
    fileprivate var tellsShut: Bool { mentionsAny(Self.shut) && !mentionsAny(["还", "没关", "又"]) }
}
