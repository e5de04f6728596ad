import LinliModel
import LinliSQL

/// The steps of a project that residents are told (`domain.md` I07, B08): planned for a day, reached on one.
/// One that was reached stays so.
package struct MilestoneTable {
    let tx: Transaction

    /// Another day for a step of the same name moves it; false where that one was reached.
    package func plan(_ need: NeedID, _ name: String, due: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO milestones (need_id, name, due_at)
            VALUES (\(need), \(name.withoutNUL), \(due.milliseconds))
            ON CONFLICT (need_id, name) DO UPDATE SET due_at = excluded.due_at
            WHERE milestones.reached_at IS NULL
            """) == 1
    }

    /// With a picture of it, where there is one; false where it was reached before.
    package func reach(
        _ need: NeedID, _ name: String, photo: String, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO milestones (need_id, name, reached_at, photo)
            VALUES (\(need), \(name.withoutNUL), \(now.milliseconds), \(photo.withoutNUL))
            ON CONFLICT (need_id, name)
            DO UPDATE SET reached_at = excluded.reached_at, photo = excluded.photo
            WHERE milestones.reached_at IS NULL
            """) == 1
    }

    /// Those that were reached in their order, then those that are planned.
    package func of(_ need: NeedID) throws(SQLError) -> [Milestone] {
        try tx.all(
            """
            SELECT name, due_at, reached_at, photo FROM milestones WHERE need_id = \(need)
            ORDER BY CASE WHEN reached_at IS NULL THEN 1 ELSE 0 END, COALESCE(reached_at, due_at), id
            """
        ) { row throws(SQLError) in
            Milestone(
                name: try row.text(0), dueAt: try row.instantOrNil(1), reachedAt: try row.instantOrNil(2),
                photo: try row.text(3))
        }
    }
}

/// Who wants to hear of a need that he has not wished for himself.
package struct FollowerTable {
    let tx: Transaction

    /// False where he does already.
    package func add(_ need: NeedID, _ resident: ResidentID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO need_followers (need_id, resident_id, at)
            VALUES (\(need), \(resident), \(now.milliseconds))
            ON CONFLICT (need_id, resident_id) DO NOTHING
            """) == 1
    }

    package func remove(_ need: NeedID, _ resident: ResidentID) throws(SQLError) -> Bool {
        try tx.run(
            "DELETE FROM need_followers WHERE need_id = \(need) AND resident_id = \(resident)") == 1
    }

    package func has(_ need: NeedID, _ resident: ResidentID) throws(SQLError) -> Bool {
        try tx.first(
            "SELECT 1 FROM need_followers WHERE need_id = \(need) AND resident_id = \(resident)"
        ) { row throws(SQLError) in try row.integer(0) } != nil
    }

    /// In the order in which they came.
    package func of(_ need: NeedID) throws(SQLError) -> [ResidentID] {
        try tx.all(
            "SELECT resident_id FROM need_followers WHERE need_id = \(need) ORDER BY at, resident_id"
        ) { row throws(SQLError) in ResidentID(try row.integer(0)) }
    }

    /// Those who follow it or one that it stands for and have wished for none of them, by their ids.
    package func listeners(
        of need: NeedID, after: ResidentID, limit: Int
    ) throws(SQLError) -> [ResidentID] {
        try tx.all(
            """
            SELECT DISTINCT f.resident_id FROM need_followers f
            JOIN needs n ON n.id = f.need_id AND (n.id = \(need) OR n.merged_into = \(need))
            WHERE f.resident_id > \(after) AND NOT EXISTS (
                SELECT 1 FROM needs w
                WHERE (w.id = \(need) OR w.merged_into = \(need)) AND w.resident_id = f.resident_id)
            ORDER BY f.resident_id LIMIT \(limit)
            """
        ) { row throws(SQLError) in ResidentID(try row.integer(0)) }
    }

    package func needs(of resident: ResidentID) throws(SQLError) -> [NeedID] {
        try tx.all(
            "SELECT need_id FROM need_followers WHERE resident_id = \(resident) ORDER BY need_id"
        ) { row throws(SQLError) in NeedID(try row.integer(0)) }
    }
}
