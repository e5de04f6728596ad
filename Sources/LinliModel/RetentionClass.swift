/// Kinds of data that are kept for a time of their own (`domain.md` 2.10). The raw value is the name of the
/// setting behind `retention.`.
package enum RetentionClass: String, Sendable, Codable, CaseIterable {
    /// What was said and what was answered, word by word.
    case message
    /// Pictures, voices and files of matters that are at their end.
    case attachment
    /// Words, place and person of a matter, of a wish and of praise. What is counted stays.
    case ticket
    /// For what points were given. Points and balances stay: each balance is the sum of its postings.
    case ledger
    /// What was booked and for whom: seats, talks, visits, meals.
    case booking
    /// Who voted how. The counts stay.
    case vote
    /// Who on the staff did what.
    case audit

    package var chinese: String {
        switch self {
        case .message: "消息原文"
        case .attachment: "附件"
        case .ticket: "工单与诉求"
        case .ledger: "积分事由"
        case .booking: "预约与上门"
        case .vote: "表决意见"
        case .audit: "操作记录"
        }
    }
}
