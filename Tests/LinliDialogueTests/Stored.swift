import Foundation
import LinliDialogue

/// A state through the form in which it is stored.
enum Stored {
    static func again(_ state: ConversationState) throws -> ConversationState {
        try JSONDecoder().decode(ConversationState.self, from: try JSONEncoder().encode(state))
    }
}
