/// Where a clause ends, for all flows.
///
/// ```swift
/// "周四的吧，排污管、路灯的事".wholeClauses    // ["周四的吧", "排污管、路灯的事"]
/// "周四的吧，排污管、路灯的事".clausesAndItems // ["周四的吧", "排污管", "路灯的事"]
/// "好的～那就周四😊".wordRuns               // ["好的", "那就周四"]
/// ```
extension String {
    /// What stands between the signs that end a clause; whoever writes without signs leaves a space. What is
    /// enumerated stays together.
    var wholeClauses: [String] { split { $0.endsClause }.map(String.init) }

    /// The same, each thing of an enumeration by itself.
    var clausesAndItems: [String] { split { $0.endsItem }.map(String.init) }

    /// The letters and numbers that stand together, whatever stands between them: faces, dashes, brackets.
    var wordRuns: [String] {
        let words = lettersAndNumbers
        if words.utf8.count == utf8.count { return isEmpty ? [] : [self] }
        return split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

extension Character {
    private static let ends = Set("，。！？；,.!?; \n")

    var endsClause: Bool { Self.ends.contains(self) }
    var endsItem: Bool { self == "、" || endsClause }
}
