import LinliAdmin
import Testing

@testable import linli

@Suite struct TableTests {
    /// A Chinese character takes two places, a combining mark none.
    @Test(arguments: [
        ("abc", 3), ("工单", 4), ("3栋2单元501", 11), ("，", 2), ("e\u{301}", 1), ("", 0), ("🚰", 2),
        ("❤️", 2), ("⏰", 2), ("👨‍👩‍👧", 2), ("🇨🇳", 2), ("“：”", 4), ("ﾊ", 1), ("𠮷", 2),
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

    @Test func aNarrowTerminalCutsTheWidestColumnAndNoCharacterInHalf() {
        let table = Table(
            titles: ["编号", "内容", "状态"], rows: [["N-07", "楼下健身角想要遮阳的棚子", "收集"], ["N-08", "短", "梳理"]])
        #expect(
            table.lines(within: 26) == [
                "编号  内容            状态", "N-07  楼下健身角想…   收集", "N-08  短              梳理",
            ])
        #expect(table.lines(within: 26).allSatisfy { DisplayWidth.of($0) <= 26 })
        #expect(table.lines(within: 12) == ["编号  内容 …", "N-07  楼下…", "N-08  短   …"])
        let long = Table(titles: ["编号", "地点"], rows: [["LL260318-0001", "3栋2单元电梯口"]])
        #expect(long.lines(within: 26) == ["编号           地点", "LL260318-0001  3栋2单元电…"])
        #expect(table.lines(within: nil) == table.lines && table.lines(within: 200) == table.lines)
    }

    @Test(arguments: [("工单", 4, "工单"), ("工单", 3, "工…"), ("工单", 2, "…"), ("ab", 0, ""), ("abc", 2, "a…")])
    func whatDoesNotFitIsCut(_ row: (text: String, places: Int, cut: String)) {
        #expect(DisplayWidth.cut(row.text, to: row.places) == row.cut)
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
                "代码    名称  库存", "tissue  抽纸  3",
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
                "账号  steward-1", "角色", "  角色     小区  范围", "  steward  HTL", "  guard", "停用  否",
            ])
    }

    @Test func timesAreReadableAndTextsStay() {
        let entry = AuditEntry(
            at: "2026-03-18T10:05:00+08:00", staff: "a", role: "admin", act: "x", target: "2026+08:00",
            detail: "")
        let lines = Presenter.detail(entry)
        #expect(lines.first == "时间      2026-03-18 10:05")
        #expect(lines.last == "对象      2026+08:00")
    }
}
