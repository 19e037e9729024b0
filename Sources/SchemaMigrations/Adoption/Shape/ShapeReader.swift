internal import Platform
internal import Postgres

/// Reads the shape of tables in the current schema.
struct ShapeReader {
    let connection: Connection
    let patience: Duration

    /// The names of everything in the current schema that rows can be read from.
    func tableNames() throws(PostgresError) -> Set<String> {
        let rows = try execute(Self.names, [])
        var names: Set<String> = []
        for index in 0..<rows.count { names.insert(try rows[index].text(0) ?? "") }
        return names
    }

    /// The tables of these names that exist.
    func tables(_ names: some Sequence<String>) throws(PostgresError) -> [TableShape] {
        let values = [Parameter.text("{" + names.joined(separator: ",") + "}")]
        var tables = try each(Self.tables, values) { row throws(PostgresError) in
            TableShape(
                name: try row.text(0) ?? "",
                kind: try row.text(1) ?? "",
                isOurs: try row.bool(2) ?? false,
                hasRowSecurity: try row.bool(3) ?? false,
                options: Set((try row.text(4) ?? "").split(separator: ",").map(String.init))
            )
        }
        for index in tables.indices {
            let name = [Parameter.text(tables[index].name)]
            tables[index].columns = try each(Self.columns, name, Self.column)
            tables[index].constraints = try each(Self.constraints, name, Self.constraint)
            tables[index].indexes = try each(Self.indexes, name, Self.index)
            tables[index].views = try each(Self.views, name) { row throws(PostgresError) in
                (view: try row.text(0) ?? "", column: try row.text(1) ?? "")
            }
            tables[index].triggers = try each(Self.triggers, name) { row throws(PostgresError) in
                try row.text(0) ?? ""
            }
        }
        return tables
    }

    private static func column(_ row: Row) throws(PostgresError) -> ColumnShape {
        let type = try row.text(1) ?? ""
        return ColumnShape(
            name: try row.text(0) ?? "",
            type: type,
            kind: ColumnKind(type: type, isEnumeration: try row.bool(2) ?? false),
            isNullable: try row.bool(3) ?? true,
            defaultValue: try row.text(4),
            isComputed: try row.bool(5) ?? false
        )
    }

    private static func constraint(_ row: Row) throws(PostgresError) -> ConstraintShape {
        ConstraintShape(
            name: try row.text(0) ?? "",
            kind: try row.text(1) ?? "",
            definition: try row.text(2) ?? "",
            condition: try row.text(3),
            columns: (try row.text(4) ?? "").split(separator: ",").map(String.init)
        )
    }

    private static func index(_ row: Row) throws(PostgresError) -> IndexShape {
        IndexShape(
            name: try row.text(0) ?? "",
            isUnique: try row.bool(1) ?? false,
            isWhole: try row.bool(2) ?? false,
            keys: try row.text(3) ?? "",
            belongsToConstraint: try row.bool(4) ?? false
        )
    }

    private func each<Element>(
        _ statement: Statement,
        _ values: [Parameter],
        _ read: (Row) throws(PostgresError) -> Element
    ) throws(PostgresError) -> [Element] {
        let rows = try execute(statement, values)
        var elements: [Element] = []
        for index in 0..<rows.count { elements.append(try read(rows[index])) }
        return elements
    }

    private func execute(_ statement: Statement, _ values: [Parameter]) throws(PostgresError) -> Rows {
        try connection.execute(statement, values, deadline: MonotonicClock.now + patience)
    }
}
