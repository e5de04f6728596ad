import Testing

@testable import LinliIntents

@Suite struct NumberReaderTests {
    @Test(arguments: [
        ("501", "501"), ("五零一", "501"), ("幺洞洞六", "1006"), ("十二零三", "1203"), ("一千零一", "1001"), ("十二", "12"),
        ("二十", "20"), ("三十五", "35"), ("两", "2"), ("廿三", "23"), ("一百二", "120"), ("两百五十", "250"),
        ("0001", "0001"),
        ("十", "10"), ("一百零八", "108"), ("八洞拐", "807"), ("幺洞洞拐", "1007"),
    ])
    func readsNumerals(text: String, digits: String) {
        let number = NumberReader.read(text.codes, at: 0)
        #expect(number?.digits == digits)
        #expect(number?.end == text.codes.count)
    }

    @Test(arguments: [("一拐弯", "1"), ("三楼拐角", "3"), ("二洞拐角", "2")])
    func aTurnIsNoSeven(text: String, digits: String) {
        #expect(NumberReader.read(text.codes, at: 0)?.digits == digits)
    }

    @Test(arguments: ["洞", "个", "", "九九九九九九九九九九九九九九九九九九九九"])
    func refusesWhatIsNoNumber(text: String) {
        #expect(NumberReader.read(text.codes, at: 0) == nil)
    }
}
