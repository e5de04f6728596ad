import LinliModel
import LinliStore

/// Sessions as iCalendar (RFC 5545): lines end with CRLF and are folded at 75 bytes between characters.
enum ReceptionCalendar {
    static func write(_ sessions: [SessionRow], at now: Instant) -> String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//linli//reception//ZH", "CALSCALE:GREGORIAN",
        ]
        for session in sessions.sorted(by: { $0.startsAt < $1.startsAt }) {
            lines += event(session, at: now)
        }
        lines.append("END:VCALENDAR")
        return lines.map { folded($0) + "\r\n" }.joined()
    }

    private static func event(_ session: SessionRow, at now: Instant) -> [String] {
        let end =
            session.startsAt + .minutes(Int64(max(session.seats, session.booked) * session.seatMinutes))
        return [
            "BEGIN:VEVENT", "UID:session-\(session.id)@\(session.estate).linli", "DTSTAMP:\(stamp(now))",
            "DTSTART:\(stamp(session.startsAt))", "DTEND:\(stamp(end))",
            "SUMMARY:\(escaped(session.name))",
            "LOCATION:\(escaped(session.place))",
            "DESCRIPTION:\(escaped("已约 \(session.booked)，可约 \(session.seats)"))",
            "STATUS:\(session.state == .cancelled ? "CANCELLED" : "CONFIRMED")", "END:VEVENT",
        ]
    }

    /// `20260319T070000Z`.
    static func stamp(_ instant: Instant) -> String {
        let utc = (instant - .hours(8)).civil
        let digits = [utc.date.month, utc.date.day, utc.hour, utc.minute, utc.second].map(\.twoDigits)
        return "\(utc.date.year)\(digits[0])\(digits[1])T\(digits[2])\(digits[3])\(digits[4])Z"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\", ";", ",": result += "\\\(character)"
            case "\n", "\r\n", "\r": result += "\\n"
            default: result.append(character)
            }
        }
        return result
    }

    /// Octets of one line of the file (RFC 5545, 3.1); what is longer goes on behind a space.
    private static let lineOctets = 75

    static func folded(_ line: String) -> String {
        var result = ""
        var bytes = 0
        for character in line {
            let size = character.utf8.count
            if bytes + size > lineOctets {
                result += "\r\n "
                bytes = 1
            }
            result.append(character)
            bytes += size
        }
        return result
    }
}
