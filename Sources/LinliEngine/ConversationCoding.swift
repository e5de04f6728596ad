import Foundation
import LinliDialogue

/// The state of a conversation as JSON text. What an older version wrote and this one cannot read counts as
/// no state: the resident is asked again, and nothing else is lost.
enum ConversationCoding {
    static func read(_ text: String) -> ConversationState? {
        do {
            return try JSONDecoder().decode(ConversationState.self, from: Data(text.utf8))
        } catch {
            return nil
        }
    }

    static func write(_ state: ConversationState) -> String {
        do {
            return try JSONText.of(state)
        } catch {
            // A value of plain strings and integers always encodes; an empty text reads as "no state".
            return ""
        }
    }
}
