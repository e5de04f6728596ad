import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// `/receptions` and `/bookings`
enum ReceptionRoutes {
    static func all(_ desk: ReceptionDesk) -> [AdminRoute] {
        sessions(desk) + bookings(desk)
    }

    private static func sessions(_ desk: ReceptionDesk) -> [AdminRoute] {
        [
            .get("/receptions", "reception.list", query: ["estate", "limit", "after"]) {
                call throws(SQLError) in
                try desk.list(estate: call.text("estate"), rows: call.rows, call.desk)
            },
            .get("/receptions/{id}", "reception.list") { call throws(SQLError) in
                try desk.show(SessionID(call.number("id")), call.desk)
            },
            .get("/receptions/{id}/waitlist", "reception.waitlist") { call throws(SQLError) in
                try desk.waitlist(SessionID(call.number("id")), call.desk)
            },
            .post("/receptions", "reception.open") { (call, request: OpenReception) throws(SQLError) in
                try desk.open(request, call.desk)
            },
            .post("/receptions/{id}/move", "reception.move") {
                (call, request: MoveReception) throws(SQLError) in
                try desk.move(SessionID(call.number("id")), request, call.desk)
            },
            .post("/receptions/{id}/cancel", "reception.cancel") {
                (call, request: Reason) throws(SQLError) in
                try desk.cancel(SessionID(call.number("id")), request, call.desk)
            },
            .post("/receptions/{id}/bookings", "reception.book") {
                (call, request: BookReception) throws(SQLError) in
                try desk.book(SessionID(call.number("id")), request, call.desk)
            },
            .get("/receptions/calendar", "reception.export", query: ["estate"]) { call throws(SQLError) in
                try desk.export(estate: call.text("estate"), call.desk)
            },
        ]
    }

    private static func bookings(_ desk: ReceptionDesk) -> [AdminRoute] {
        [
            .post("/bookings/{id}/move", "reception.move") {
                (call, request: MoveBooking) throws(SQLError) in
                try desk.move(BookingID(call.number("id")), request, call.desk)
            },
            .post("/bookings/{id}/cancel", "reception.cancel") {
                (call, request: Reason) throws(SQLError) in
                try desk.cancel(BookingID(call.number("id")), request, call.desk)
            },
            .post("/bookings/{id}/attend", "reception.attend") {
                (call, request: AttendBooking) throws(SQLError) in
                try desk.attend(BookingID(call.number("id")), request, call.desk)
            },
            .post("/bookings/{id}/outcome", "reception.outcome") {
                (call, request: BookingOutcome) throws(SQLError) in
                try desk.writeOutcome(BookingID(call.number("id")), request, call.desk)
            },
            .post("/topics/{id}/answer", "reception.outcome") {
                (call, request: BookingOutcome) throws(SQLError) in
                try desk.answerTopic(TopicID(call.number("id")), request, call.desk)
            },
        ]
    }
}
