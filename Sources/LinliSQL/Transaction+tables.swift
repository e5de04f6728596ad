/// What a store says of its own tables.
extension Transaction {
    /// The columns of a table in their order; none where there is no such table.
    package func columns(of table: String) throws(SQLError) -> [String] {
        switch dialect.engine {
        case .sqlite:
            try all("SELECT name FROM pragma_table_info(\(table)) ORDER BY cid") {
                row throws(SQLError) in try row.text(0)
            }
        case .postgres:
            try all(
                """
                SELECT CAST(column_name AS TEXT) FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = \(table)
                ORDER BY ordinal_position
                """
            ) { row throws(SQLError) in try row.text(0) }
        }
    }

    /// The columns of a table's primary key, in the key's order.
    package func keyColumns(of table: String) throws(SQLError) -> [String] {
        switch dialect.engine {
        case .sqlite:
            try all("SELECT name FROM pragma_table_info(\(table)) WHERE pk > 0 ORDER BY pk") {
                row throws(SQLError) in try row.text(0)
            }
        case .postgres:
            try all(
                """
                SELECT CAST(k.column_name AS TEXT) FROM information_schema.table_constraints c
                JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name)
                WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema = current_schema()
                    AND c.table_name = \(table) AND k.table_name = \(table)
                ORDER BY k.ordinal_position
                """
            ) { row throws(SQLError) in try row.text(0) }
        }
    }
}
