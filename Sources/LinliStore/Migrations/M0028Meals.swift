import LinliSQL

extension Schema {
    /// Lunch to the door (`domain.md` H01, 2.8): an order that runs, the days of it that are not like the
    /// others, and whom to call where nobody opens.
    static let meals = Migration(version: 28, name: "meals") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE meal_orders (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                unit_id \(integer) NOT NULL REFERENCES units (id),
                eater TEXT NOT NULL DEFAULT '',
                diet TEXT NOT NULL DEFAULT '',
                weekdays TEXT NOT NULL DEFAULT '',
                minute \(integer),
                from_day TEXT NOT NULL,
                until_day TEXT,
                created_at \(integer) NOT NULL,
                ended_at \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX meal_orders_resident ON meal_orders (resident_id)")
        try tx.run("CREATE INDEX meal_orders_day ON meal_orders (estate, until_day)")
        try tx.run(
            """
            CREATE TABLE meal_days (
                order_id \(integer) NOT NULL REFERENCES meal_orders (id),
                day TEXT NOT NULL,
                state TEXT NOT NULL
                    \(check: "state", among: ["planned", "skipped", "delivered", "no_answer"]),
                minute \(integer),
                ticket_id \(integer) REFERENCES tickets (id),
                at \(integer) NOT NULL,
                PRIMARY KEY (order_id, day)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX meal_days_ticket ON meal_days (ticket_id)")
        try tx.run("ALTER TABLE care_list ADD COLUMN contact TEXT NOT NULL DEFAULT ''")
    }
}
