import LinliModel
import Testing

@testable import LinliIntents

@Suite struct LoadingTests {
    @Test func loadsTheShippedFolder() throws {
        do {
            let understanding = try Fixture.understanding.get()
            #expect(understanding.digest.count == 32)
        } catch {
            Issue.record("\(error)")
        }
    }
}
