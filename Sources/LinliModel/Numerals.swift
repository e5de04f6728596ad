/// Chinese numerals that people write in short answers: 第二个, 八位, 两个小时.
///
/// What a message says by itself is read in `LinliIntents`; here stands only what a flow has to read in the
/// light of its own question.
enum Numerals {
    /// What one character counts; 十 and 百 multiply the figure before them.
    static let values: [Character: Int] = [
        "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "百": 100,
    ]
}
