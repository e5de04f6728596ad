import LinliModel
import Testing

@testable import LinliIntents

/// The labelled sets under `Tests/Intents/sets`: none of them teaches, two are gates of a release.
@Suite struct SetTests {
    private func report(_ name: String) throws -> EvaluationReport {
        let understanding = try Fixture.understanding.get()
        var evaluation = Evaluation()
        for line in try Fixture.lines(name) {
            let match = understanding.understand(line.text, at: line.instant ?? Fixture.now)
            evaluation.add(line, match, micros: 0)
        }
        return evaluation.report
    }

    /// Gate: a missed emergency is the worst error.
    @Test func everyEmergencyIsFound() throws {
        let understanding = try Fixture.understanding.get()
        let set = try Fixture.lines("emergencies")
        #expect(set.count >= 300)
        for line in set {
            let match = understanding.understand(line.text, at: Fixture.now)
            #expect(ParsedMessage.urgency(of: match) == .p0, "\(line.text)")
        }
    }

    /// Gate: at most three in a hundred harmless sentences with the same words ring the bell.
    @Test func harmlessSentencesStayCalm() throws {
        let report = try report("harmless")
        #expect(report.messages >= 300)
        #expect(report.falseEmergencies * 100 <= report.messages * 3)
    }

    /// Floors of the release; the figures themselves stand in `Docs/Understanding.md`.
    @Test func developmentSetStaysUnderstood() throws {
        let report = try report("development")
        #expect(report.messages >= 3_000)
        #expect(report.accuracy >= 0.95 && report.categoryAccuracy >= 0.93)
        #expect(report.intents.count == Intent.allCases.count)
    }

    @Test func addressesDatesAndCountsAreRead() throws {
        let report = try report("slots")
        #expect(report.messages >= 150)
        #expect(report.exactSlots.f1 >= 0.95)
    }

    /// Every exact slot by a writer who knew only the specification, read while the readers were mended.
    @Test func slotsOfAnotherWriterAreRead() throws {
        let report = try report("slots2")
        #expect(report.messages >= 300)
        #expect(report.accuracy >= 0.88 && report.exactSlots.f1 >= 0.94)
    }

    /// The rarer spellings of every exact slot, corrections and second matters. Counted before (0.903), read
    /// since.
    @Test func rareSpellingsOfSlotsAreRead() throws {
        let report = try report("slots3")
        #expect(report.messages >= 300)
        #expect(report.accuracy >= 0.88 && report.exactSlots.f1 >= 0.93)
    }

    /// Every exact slot by one more writer who knew only the specification. Counted before (0.899 with its
    /// zones without 区), read since.
    @Test func slotsOfTheSpecificationAreRead() throws {
        let report = try report("slots4")
        #expect(report.messages >= 290 && report.emergencies >= 15)
        #expect(report.accuracy >= 0.92 && report.exactSlots.f1 >= 0.95)
        #expect(report.emergencyRecall == 1 && report.falseEmergencies <= 8)
    }

    /// A year of three residents, of the specification's every intent. Counted and never read.
    @Test func whatNobodyReadIsUnderstood() throws {
        let report = try report("sealed")
        #expect(report.messages >= 450 && report.emergencies >= 15)
        #expect(report.accuracy >= 0.9 && report.categoryAccuracy >= 0.8 && report.exactSlots.f1 >= 0.9)
        #expect(report.emergencyRecall == 1)
    }

    /// Ordinary messages that were read while slots were mended: floors against setbacks.
    @Test func anInboxIsUnderstood() throws {
        let report = try report("inbox")
        #expect(report.messages >= 400)
        #expect(report.accuracy >= 0.93 && report.categoryAccuracy >= 0.91 && report.urgencyAccuracy >= 0.9)
        #expect(report.exactSlots.f1 >= 0.88 && report.calibrationError <= 0.05)
    }

    /// Slots told in a roundabout way, read while the readers were mended: a floor against setbacks.
    @Test func slotsToldRoundaboutAreRead() throws {
        let report = try report("told")
        #expect(report.messages >= 200 && report.exactSlots.f1 >= 0.84)
    }

    /// What most people really type: short and plain. Never learnt.
    @Test func plainMessagesAreUnderstood() throws {
        let report = try report("plain")
        #expect(report.messages >= 600 && report.accuracy >= 0.94 && report.categoryAccuracy >= 0.88)
    }

    /// Somebody collapsed, gone, attacked or in despair, and as many messages with the same words. Counted
    /// before (31 of 80, then 63), read since.
    @Test func peopleInDangerAreFound() throws {
        let report = try report("people")
        #expect(report.emergencies >= 80 && report.messages >= 160)
        #expect(report.emergencyRecall >= 0.88 && report.falseEmergencies <= 6)
    }

    /// Two inboxes by writers who had never seen the program. Counted before (0.945 and 0.900), read since.
    @Test func inboxesOfNewcomersAreUnderstood() throws {
        let report = try report("newcomers")
        #expect(report.messages >= 700)
        #expect(report.accuracy >= 0.92 && report.categoryAccuracy >= 0.86)
        #expect(report.emergencyRecall >= 0.94 && report.falseEmergencies <= 24)
    }

    /// Two later inboxes: workers on shift and shop owners, pensioners who dictate. Counted before (0.938 and
    /// 0.913), read since.
    @Test func inboxesOfLaterNewcomersAreUnderstood() throws {
        let report = try report("newcomers2")
        #expect(report.messages >= 600)
        #expect(report.accuracy >= 0.92 && report.categoryAccuracy >= 0.90)
        #expect(report.emergencyRecall >= 0.94 && report.falseEmergencies <= 14)
    }

    /// Two more: shift workers, a teacher who dictates, a shop owner; a daughter far away, a volunteer.
    /// Counted before (0.940 and 0.949), read since.
    @Test func inboxesOfTheLatestNewcomersAreUnderstood() throws {
        let report = try report("newcomers3")
        #expect(report.messages >= 700)
        #expect(report.accuracy >= 0.94 && report.categoryAccuracy >= 0.91)
        #expect(report.emergencyRecall >= 0.96 && report.falseEmergencies <= 12)
    }

    /// An inbox of many short answers and follow-ups, and a set written from the specification to accept or
    /// refuse the understanding. Counted before (0.868 and 0.935), read since.
    @Test func aSetOfAcceptanceIsUnderstood() throws {
        let report = try report("newcomers4")
        #expect(report.messages >= 700)
        #expect(report.accuracy >= 0.90 && report.categoryAccuracy >= 0.86)
        #expect(report.emergencyRecall >= 0.96 && report.falseEmergencies <= 8)
    }

    /// Dangers in every tone and what only sounds so, a set from the specification, a week's inbox of half
    /// sentences. Counted before (0.890, 0.953 and 0.840), read since.
    @Test func dangersAmongOrdinaryMessagesAreFound() throws {
        let report = try report("newcomers5")
        #expect(report.messages >= 900 && report.emergencies >= 190)
        #expect(report.accuracy >= 0.92 && report.categoryAccuracy >= 0.88)
        #expect(report.emergencyRecall >= 0.99 && report.falseEmergencies <= 14)
    }

    /// A set from the specification, dangers in every tone beside what only sounds so, a fortnight's inbox.
    /// Counted before (0.907; 147 of 161 dangers, 16 false), read since.
    @Test func dangersInUnusualWordsAreFound() throws {
        let report = try report("newcomers6")
        #expect(report.messages >= 850 && report.emergencies >= 155)
        #expect(report.accuracy >= 0.90 && report.categoryAccuracy >= 0.88)
        #expect(report.exactSlots.f1 >= 0.87)
        #expect(report.emergencyRecall >= 0.98 && report.falseEmergencies <= 8)
    }

    /// What old people dictate and people in a hurry type: homophones, dialect, half sentences, no marks.
    /// Counted before (0.921, exact slots 0.868), read since.
    @Test func dictatedMessagesAreUnderstood() throws {
        let report = try report("dictated")
        #expect(report.messages >= 240 && report.emergencies >= 16)
        #expect(report.accuracy >= 0.925 && report.categoryAccuracy >= 0.94)
        #expect(report.exactSlots.f1 >= 0.91)
        #expect(report.emergencyRecall == 1 && report.falseEmergencies <= 3)
    }

    /// A set from the specification in wordings that nobody else thinks of first, and 320 messages of two
    /// matters or of one that looks like two. Counted before (0.920 and 0.828; second matters 0.375 and
    /// 0.545), read since.
    @Test func secondMattersAreHeard() throws {
        let report = try report("newcomers7")
        #expect(report.messages >= 600)
        #expect(report.accuracy >= 0.89 && report.categoryAccuracy >= 0.86)
        #expect(report.also.precision >= 0.85 && report.also.recall >= 0.55)
    }

    /// Three weeks' inbox of an estate by a writer who had never seen the program, every intent among it.
    /// Counted before (0.953; also 0.844 and 0.692; calibration 0.012), read since.
    @Test func threeWeeksOfAnInboxAreUnderstood() throws {
        let report = try report("newcomers8")
        #expect(report.messages >= 290 && report.emergencies >= 15)
        #expect(report.accuracy >= 0.94 && report.categoryAccuracy >= 0.92 && report.urgencyAccuracy >= 0.92)
        #expect(report.also.precision >= 0.8 && report.also.recall >= 0.7)
        #expect(report.emergencyRecall >= 0.95 && report.calibrationError <= 0.04)
    }

    /// Dangers in every tone, what only resembles them, and slots, by a writer who knew the specification.
    /// Counted before (0.817; 102 of 110 dangers, 21 false), read since.
    @Test func dangersByTheSpecificationAreFound() throws {
        let report = try report("dangers2")
        #expect(report.messages >= 240 && report.emergencies >= 95)
        #expect(report.accuracy >= 0.88 && report.exactSlots.f1 >= 0.9)
        #expect(report.emergencyRecall >= 0.98 && report.falseEmergencies <= 8)
    }

    /// Short everyday messages, and a set from the specification. Counted before (0.940 and 0.915; category
    /// 0.972 and 0.951), read since.
    @Test func theEverydayIsUnderstood() throws {
        let report = try report("newcomers9")
        #expect(report.messages >= 310 && report.emergencies >= 8)
        #expect(report.accuracy >= 0.93 && report.categoryAccuracy >= 0.95 && report.urgencyAccuracy >= 0.95)
        #expect(report.exactSlots.f1 >= 0.90 && report.calibrationError <= 0.05)
        #expect(report.emergencyRecall == 1 && report.falseEmergencies <= 4)
    }

    /// Dangers as people tell them and the same words without one, by a writer who knew the
    /// specification. Counted before (67 of 70 dangers, 10 false), read since.
    @Test func dangersAndTheirLikeAreToldApart() throws {
        let report = try report("dangers3")
        #expect(report.messages >= 115 && report.emergencies >= 65)
        #expect(report.accuracy >= 0.86 && report.exactSlots.f1 >= 0.89)
        #expect(report.emergencyRecall >= 0.98 && report.falseEmergencies <= 3)
    }

    /// Two and three requests in one message, the second short and often without a mark. Counted before
    /// (0.869; second matters 0.97 and 0.69), read since.
    @Test func shortSecondMattersAreHeard() throws {
        let report = try report("seconds")
        #expect(report.messages >= 115)
        #expect(report.accuracy >= 0.86 && report.categoryAccuracy >= 0.9 && report.exactSlots.f1 >= 0.88)
        #expect(report.also.precision >= 0.93 && report.also.recall >= 0.72)
    }

    /// The half of a set from the specification. Counted before (0.933; category 0.939), read since.
    @Test func halfOfAnAcceptanceIsUnderstood() throws {
        let report = try report("newcomers10")
        #expect(report.messages >= 140)
        #expect(report.accuracy >= 0.92 && report.categoryAccuracy >= 0.89 && report.urgencyAccuracy >= 0.95)
        #expect(report.exactSlots.f1 >= 0.88 && report.emergencyRecall == 1 && report.falseEmergencies <= 2)
    }

    /// Written to be hard; counted and never read for many versions (0.871), then read.
    @Test func hardMessagesAreUnderstood() throws {
        let report = try report("unseen")
        #expect(report.messages >= 420)
        #expect(report.accuracy >= 0.88 && report.categoryAccuracy >= 0.81 && report.urgencyAccuracy >= 0.79)
        #expect(report.emergencyRecall == 1 && (report.outOfScopeRecall ?? 0) >= 0.85)
    }

    /// What is measured must not have been learnt.
    @Test(arguments: [
        "newcomers", "newcomers2", "newcomers3", "newcomers4", "newcomers5",
        "newcomers6", "newcomers7", "newcomers8", "newcomers9", "newcomers10", "dangers2", "dangers3",
        "seconds", "dictated", "slots2", "slots3",
        "slots4", "sealed", "fresh", "unseen", "heldout", "emergencies", "harmless", "hand", "slots", "inbox",
        "told", "plain",
        "people",
    ])
    func nothingMeasuredIsLearnt(name: String) throws {
        let sources = try IntentLoader.load(directory: Fixture.root + "/Intents")
        let normalizer = Normalizer(spellings: sources.spellings)
        func bare(_ text: String) -> [UInt32] {
            normalizer.normalize(text).codes.filter { !CodeClass.isMark($0) }
        }
        var learnt: Set<[UInt32]> = []
        for source in sources.intents.values {
            learnt.formUnion(source.examples.map { bare($0.source.text) })
        }
        // One or two words ("着火了") are said in no other way.
        let shared = try Fixture.lines(name).map(\.text).filter {
            bare($0).count > 5 && learnt.contains(bare($0))
        }
        #expect(shared == [], "taught and measured: \(shared)")
    }
}
