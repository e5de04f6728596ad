import CPostgres
import Foundation
import LinliSQL

/// One connection of libpq, used by one thread at a time. Every wait has an end of our own.
///
/// A server that is stopped or a cable that is cut gives no answer, and libpq would wait for ever. So
/// statements are sent without blocking, and after the deadline the connection is *broken*: it is closed,
/// never used again, and the server is told to stop the statement in case it still lives.
final class PostgresLink {
    private let connection: OpaquePointer
    /// Written by libpq while it reads an answer, so by the thread that waits for it.
    private let warningCount: UnsafeMutablePointer<UInt32>
    private(set) var isBroken = false

    /// Blocks until the server has greeted us, at most the URL's or the options' `connect_timeout` a host.
    ///
    /// - Throws: `.unavailable` with libpq's words, which name host and user, never the password.
    init(_ url: PostgresURL, _ options: PostgresOptions) throws(SQLError) {
        let parameters = url.parameters(options)
        let opened = Self.withCStrings(parameters.map(\.0)) { keywords in
            Self.withCStrings(parameters.map(\.1)) { PQconnectdbParams(keywords, $0, 1) }
        }
        guard let opened else { throw SQLError(.unavailable, "out of memory") }
        guard PQstatus(opened) == CONNECTION_OK else {
            defer { PQfinish(opened) }
            throw SQLError(.unavailable, "\(url.place): \(Self.words(of: opened))")
        }
        guard PQsetnonblocking(opened, 1) == 0 else {
            PQfinish(opened)
            throw SQLError(.unavailable, "\(url.place): the connection cannot be used without blocking")
        }
        connection = opened
        warningCount = .allocate(capacity: 1)
        warningCount.initialize(to: 0)
        linli_pq_count_warnings(opened, warningCount)
    }

    deinit {
        PQfinish(connection)
        warningCount.deallocate()
    }

    /// How often the server has answered with a WARNING.
    var warnings: UInt32 { warningCount.pointee }

    /// libpq's view of the transaction; `.unknown` where the connection is lost.
    var state: PGTransactionStatusType { isBroken ? PQTRANS_UNKNOWN : PQtransactionStatus(connection) }

    /// What the server said of itself at the greeting, such as `server_encoding`.
    func greeting(_ name: String) -> String? {
        PQparameterStatus(connection, name).map { String(cString: $0) }
    }

    /// Runs what `send` sends and returns its last result.
    ///
    /// - Throws: `.unavailable` where the connection broke or `deadline` passed; the link is broken then.
    func exchange(
        until deadline: ContinuousClock.Instant?, _ send: (OpaquePointer) -> Int32
    ) throws(SQLError) -> PostgresResult {
        guard !isBroken else { throw SQLError(.unavailable, "the connection is broken") }
        guard send(connection) == 1 else { throw broken(Self.words(of: connection)) }
        try flush(until: deadline)
        var last: OpaquePointer?
        while true {
            while PQisBusy(connection) == 1 {
                do {
                    try wait(for: Int16(POLLIN), until: deadline)
                    try consume()
                } catch {
                    PQclear(last)
                    throw error
                }
            }
            guard let result = PQgetResult(connection) else { break }
            PQclear(last)
            last = result
        }
        guard let last, PQstatus(connection) == CONNECTION_OK else {
            PQclear(last)
            throw broken(Self.words(of: connection))
        }
        return PostgresResult(last)
    }

    // MARK: Notifications

    /// The words that came from other connections by NOTIFY since the last call; each once.
    func takeNotices() -> Set<String> {
        var words: Set<String> = []
        while let notice = PQnotifies(connection) {
            defer { PQfreemem(notice) }
            guard notice.pointee.be_pid != PQbackendPID(connection) else { continue }
            words.insert(String(cString: notice.pointee.extra))
        }
        return words
    }

    /// Waits until the server says something, `other` can be read, or `deadline` has passed.
    ///
    /// - Throws: `.unavailable` where the connection broke.
    func awaitWord(or other: Int32, until deadline: ContinuousClock.Instant?) throws(SQLError) {
        var descriptors = [PQsocket(connection), other].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let left = deadline.map { ($0 - ContinuousClock.now) / Duration.milliseconds(1) }
        let milliseconds = left.map { Int32(max(0, min($0.rounded(.up), 1_000_000))) } ?? -1
        // Interrupted or over: the caller looks and comes again.
        guard poll(&descriptors, 2, milliseconds) > 0, descriptors[0].revents != 0 else { return }
        try consume()
    }

    // MARK: Waiting

    private func flush(until deadline: ContinuousClock.Instant?) throws(SQLError) {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1:
                try wait(for: Int16(POLLIN | POLLOUT), until: deadline)
                try consume()
            default: throw broken(Self.words(of: connection))
            }
        }
    }

    private func consume() throws(SQLError) {
        guard PQconsumeInput(connection) == 1 else { throw broken(Self.words(of: connection)) }
    }

    private func wait(for events: Int16, until deadline: ContinuousClock.Instant?) throws(SQLError) {
        guard awaited(events, until: deadline) else {
            cancelElsewhere()
            throw broken("the server did not answer in time")
        }
    }

    /// False where the deadline passed.
    private func awaited(_ events: Int16, until deadline: ContinuousClock.Instant?) -> Bool {
        var descriptor = pollfd(fd: PQsocket(connection), events: events, revents: 0)
        while true {
            var milliseconds: Int32 = -1
            if let deadline {
                let left = (deadline - ContinuousClock.now) / Duration.milliseconds(1)
                guard left > 0 else { return false }
                milliseconds = Int32(min(left.rounded(.up), 1_000_000))
            }
            let count = poll(&descriptor, 1, milliseconds)
            // An error other than an interruption shows when libpq reads.
            if count > 0 || (count < 0 && errno != EINTR) { return true }
        }
    }

    // MARK: The end

    /// Never used again; what the server still does for it ends with the connection.
    func abandon() {
        isBroken = true
    }

    private func broken(_ words: String) -> SQLError {
        isBroken = true
        return SQLError(.unavailable, "the connection to PostgreSQL broke: \(words)")
    }

    /// Asks the server to stop what it does, on a thread of its own: the asking opens a connection, which may
    /// take as long as the statement.
    private func cancelElsewhere() {
        guard let ticket = PQgetCancel(connection) else { return }
        let request = CancelRequest(ticket: ticket)
        let thread = Thread { request.send() }
        thread.name = "linli.pg.cancel"
        thread.start()
    }

    /// libpq's message of several lines as one line.
    private static func words(of connection: OpaquePointer) -> String {
        String(cString: PQerrorMessage(connection)).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "; ")
    }

    private static func withCStrings<Output>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Output
    ) -> Output {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) } + [nil])
    }
}

/// A request to stop a statement; sent once, then gone.
private struct CancelRequest: @unchecked Sendable {
    // Unchecked: the ticket belongs to the one thread that it is handed to.
    let ticket: OpaquePointer

    func send() {
        var words = [CChar](repeating: 0, count: 256)
        _ = PQcancel(ticket, &words, Int32(words.count))
        PQfreeCancel(ticket)
    }
}

/// One result of libpq, freed with this value.
final class PostgresResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var isFine: Bool {
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: true
        default: false
        }
    }

    /// The five characters of SQLSTATE; `XX000` where the server gave none.
    var sqlstate: String { field("C") ?? "XX000" }

    func error(in sql: String?) -> SQLError {
        PostgresFailure.error(sqlstate: sqlstate, words: field("M") ?? "no message", sql: sql)
    }

    /// The rows that an INSERT, UPDATE or DELETE changed.
    var changedRows: Int {
        let command = String(cString: PQcmdStatus(pointer))
        guard ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(where: command.hasPrefix) else { return 0 }
        return Int(String(cString: PQcmdTuples(pointer))) ?? 0
    }

    /// `COMMIT` answers `ROLLBACK` where the transaction had failed.
    var command: String { String(cString: PQcmdStatus(pointer)) }

    /// - Throws: `.decoding` for a column of a type that no store has.
    func rows(sql: String) throws(SQLError) -> [Row] {
        let columns = PQnfields(pointer)
        let types = (0..<columns).map { PQftype(pointer, $0) }
        var rows: [Row] = []
        rows.reserveCapacity(Int(PQntuples(pointer)))
        for row in 0..<PQntuples(pointer) {
            var values: [Value] = []
            values.reserveCapacity(types.count)
            for column in 0..<columns {
                values.append(try value(row, column, types[Int(column)], sql))
            }
            rows.append(Row(values: values))
        }
        return rows
    }

    private func value(
        _ row: Int32, _ column: Int32, _ type: UInt32, _ sql: String
    ) throws(SQLError) -> Value {
        if PQgetisnull(pointer, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, row, column), count: Int(PQgetlength(pointer, row, column)))
        guard let value = WireDecoding.value(bytes, of: type) else {
            throw SQLError(.decoding, "column \(column) has type \(type), which no store has", sql: sql)
        }
        return value
    }

    private func field(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(pointer, Int32(code.value)).map { String(cString: $0) }
    }
}
