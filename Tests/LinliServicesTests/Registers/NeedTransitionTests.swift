import Foundation
import LinliModel
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("The table of acts on a need")
struct NeedTransitionTests {
    /// To be written anew by hand from what the failure prints.
    @Test("Docs/States.md shows it")
    func page() throws {
        let page = try String(
            contentsOfFile: TemporaryStore.packageRoot + "/Docs/States.md", encoding: .utf8)
        #expect(
            page.contains(NeedTransitions.mermaid), "Docs/States.md should hold:\n\(NeedTransitions.mermaid)")
    }

    @Test("Every state is reached and every open one is left")
    func whole() {
        let reached = Set(NeedAct.allCases.compactMap { NeedTransitions.step($0).to })
        #expect(reached.union([.collected]) == Set(NeedState.allCases))
        for state in NeedState.allCases {
            let ways = NeedAct.allCases.filter {
                NeedTransitions.step($0).from.contains(state) && NeedTransitions.step($0).to != state
                    && NeedTransitions.step($0).to != nil
            }
            #expect(ways.isEmpty != state.isOpen, "\(state)")
        }
    }

    @Test("Numbers as people write them", arguments: [("N-07", 7), ("n7", 7), ("7", 7), ("N-107", 107)])
    func numbers(text: String, id: Int64) {
        #expect(NeedID(number: text)?.rawValue == id)
    }

    @Test("What is no number", arguments: ["", "N-", "N-0", "R-07", "N-7x", "LL260316-0001", "-7"])
    func noNumbers(text: String) {
        #expect(NeedID(number: text) == nil)
    }
}

extension NeedTransitions {
    /// A Mermaid diagram for `Docs/States.md`.
    static var mermaid: String {
        var lines = ["stateDiagram-v2", "    [*] --> collected: 收集"]
        for act in NeedAct.allCases {
            guard let to = step(act).to else { continue }
            for from in step(act).from where from != to {
                lines.append("    \(from.rawValue) --> \(to.rawValue): \(act.rawValue) \(act.chinese)")
            }
        }
        for state in NeedState.allCases where !state.isOpen { lines.append("    \(state.rawValue) --> [*]") }
        return lines.joined(separator: "\n")
    }
}
