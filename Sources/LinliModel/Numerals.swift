/// Chinese numerals that people write in short answers: 第二个, 八位, 两个小时.
///
/// What a message says by itself is read in `LinliIntents`; here stands only what a flow or a service has to
/// read in the light of its own question.
package enum Numerals {
    /// What one character counts; 十 and 百 multiply the figure before them.
    package static let values: [Character: Int] = [
        "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "百": 100,
    ]

    /// "三" of 3; nil of what takes more than one character.
    package static func figure(_ number: Int) -> String? {
        let figures = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
        return figures.indices.contains(number) ? figures[number] : nil
    }
}
