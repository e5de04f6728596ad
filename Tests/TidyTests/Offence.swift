import Testing

/// A place where the tree breaks a rule of style, in the form that editors jump to.
struct Offence: CustomStringConvertible, Equatable {
    let path: String
    /// Counts from 1.
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

/// Records every offence, so that one run names them all.
func expectNone(_ offences: [Offence], _ location: SourceLocation = #_sourceLocation) {
    for offence in offences {
        Issue.record(Comment(rawValue: offence.description), sourceLocation: location)
    }
}
