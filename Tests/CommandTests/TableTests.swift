import LinliAdmin
import Testing

@testable import linli

@Suite struct TableTests {
    /// A Chinese character takes two places, a combining mark none.
    @Test(arguments: [
        ("abc", 3), ("工单", 4), ("3栋2单元501", 11), ("，", 2), ("e\u{301}", 1), ("", 0), ("🚰", 2),
    ])
    func widthsAreCountedInPlaces(_ row: (text: String, width: Int)) {
        #expect(DisplayWidth.of(row.text) == row.width)
    }

    @Test func columnsStandUnderEachOther() {
        let table = Table(titles: ["number", "place"], rows: [["1", "北门"], ["22", "3栋"]])
        #expect(table.lines == ["number  place", "1       北门", "22      3栋"])
        let wide = Table(titles: ["place", "n"], rows: [["北门外", "1"], ["a", "2"]])
        #expect(wide.lines == ["place   n", "北门外  1", "a       2"])
    }

    @Test func aTableWithoutRowsHasNoLines() {
        #expect(Table(titles: ["a"], rows: []).lines.isEmpty)
    }

    @Test func controlCharactersDoNotReachTheTerminal() {
        #expect(Table.oneLine("红\u{1B}[31m\n字") == "红 [31m 字")
    }

    @Test func aListShowsTheWishedColumns() {
        let reward = Reward(code: "tissue", estate: "HTL", name: "抽纸", points: 15, stock: 3)
        #expect(
            Presenter.table([reward], columns: ["code", "name", "stock"]) == [
                "code    name  stock", "tissue  抽纸  3",
            ])
    }

    @Test func theFirstFieldIsTheIdentifier() {
        let balance = PointsBalance(resident: 12, name: "林**", available: 41, held: 0)
        #expect(Presenter.identifier(balance) == "12")
    }

    @Test func aDetailHasItsListsBelowAndNoMissingValues() {
        let token = StaffAccount(
            name: "steward-1",
            roles: [StaffRight(role: "steward", estate: "HTL"), StaffRight(role: "guard")],
            disabled: false)
        #expect(
            Presenter.detail(token) == [
                "name      steward-1", "roles", "  role     estate  area", "  steward  HTL", "  guard",
                "disabled  no",
            ])
    }

    @Test func timesAreReadableAndTextsStay() {
        let entry = AuditEntry(
            at: "2026-03-18T10:05:00+08:00", staff: "a", role: "admin", act: "x", target: "2026+08:00",
            detail: "")
        let lines = Presenter.detail(entry)
        #expect(lines.first == "at      2026-03-18 10:05")
        #expect(lines.last == "target  2026+08:00")
    }
}
