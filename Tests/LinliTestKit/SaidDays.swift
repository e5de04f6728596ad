import LinliIntents
import LinliModel

/// The days that words name, as the understanding reads them: for tests of what comes behind it.
package enum SaidDays {
    package static func of(_ words: String, on today: CivilDate) -> [NamedDays] {
        let text = NormalizedText(shown: words.unicodeScalars.map(\.value))
        return NamedDays.read(text, on: today, holidays: Holidays())
    }
}
