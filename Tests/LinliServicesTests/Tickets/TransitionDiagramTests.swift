import Foundation
import LinliModel
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Docs/States.md shows the table of acts")
struct TransitionDiagramTests {
    /// To be written anew by hand from what the failure prints.
    @Test(arguments: [TransitionDiagram.mermaid, TransitionDiagram.table])
    func pageShows(_ text: String) throws {
        let page = try String(
            contentsOfFile: TemporaryStore.packageRoot + "/Docs/States.md", encoding: .utf8)
        #expect(page.contains(text), "Docs/States.md should hold:\n\(text)")
    }

    @Test("Every act and every state stands in the diagram, and MERGED comes back")
    func whole() {
        for state in TicketState.allCases {
            #expect(TransitionDiagram.mermaid.contains(state.rawValue), "\(state)")
        }
        for act in TicketAct.allCases where TicketTransitions.step(act).to != nil {
            #expect(TransitionDiagram.mermaid.contains(": \(act.rawValue) "), "\(act)")
        }
        #expect(TransitionDiagram.mermaid.contains("MERGED --> DISPATCHED: split"))
        #expect(!TransitionDiagram.mermaid.contains("ARCHIVED --> RATED"))
    }
}
