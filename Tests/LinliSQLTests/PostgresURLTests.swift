import LinliPostgres
import LinliSQL
import Testing

/// Where a store is, without what nobody may read.
@Suite struct PostgresURLTests {
    @Test func thePlaceHasNoSecret() throws {
        let url = try PostgresURL("postgres://linli:geheim@db.local:5433/estate?sslmode=verify-full")
        #expect(url.place == "postgres://db.local:5433/estate")
        #expect(url.holdsPassword)
        let plain = try PostgresURL("postgres://linli@db.local/estate")
        #expect(!plain.holdsPassword)
    }

    @Test(arguments: [
        "", "sqlite:linli.sqlite", "postgres://a/b?geheim=1", "host=/tmp password=geheim",
    ])
    func whatIsNoneIsRefusedWithoutRepeatingIt(text: String) {
        do throws(SQLError) {
            _ = try PostgresURL(text)
            Issue.record("taken: \(text)")
        } catch {
            #expect(error.kind == .unavailable)
            #expect(!error.description.contains("geheim"))
        }
    }
}
