import LinliSQL

/// PostgreSQL's SQLSTATEs, told by consequence.
///
/// No message carries a bound value: the server's own words are kept where they can only name tables,
/// columns, SQL text and the server's state; of other classes only the code is told, because there the
/// server quotes what it was given. DETAIL, which quotes rows, is never read.
enum PostgresFailure {
    /// - Parameter words: the primary message, without DETAIL.
    static func error(sqlstate: String, words: String, sql: String?) -> SQLError {
        let message = mayQuoteValues(sqlstate) ? "PostgreSQL refused with \(sqlstate)" : words
        return SQLError(kind(of: sqlstate), "\(message) (\(sqlstate))", sql: sql)
    }

    /// Data exceptions (22), errors that a function raised (P0) and what we do not know quote values.
    private static func mayQuoteValues(_ sqlstate: String) -> Bool {
        !["08", "23", "25", "26", "28", "3D", "40", "42", "53", "54", "55", "57", "58"].contains(
            String(sqlstate.prefix(2)))
    }

    /// A statement prepared earlier does not fit the tables any more (another daemon has migrated them) or is
    /// gone (a pooler changed the connection): forgetting all of them and running the body again mends it.
    static func concernsPreparedStatement(_ sqlstate: String) -> Bool {
        sqlstate == "0A000" || sqlstate == "26000"
    }

    static func kind(of sqlstate: String) -> SQLError.Kind {
        switch sqlstate {
        case "53100": return .full
        case "55P03", "57014", "55006": return .busy
        case "25006": return .readOnly
        case "23505", "23P01": return .unique
        case "40001", "40P01", "40000": return .conflict
        case "40002": return .constraint
        case "40003": return .outcomeUnknown
        case "XX001", "XX002": return .corrupt
        case "0A000", "26000": return .conflict
        default: break
        }
        switch sqlstate.prefix(2) {
        case "22", "54": return .value
        case "23": return .constraint
        // The server is not reached, stops, starts, has no place, or does not know us.
        case "08", "28", "3D", "53", "57", "58": return .unavailable
        default: return .misuse
        }
    }
}
