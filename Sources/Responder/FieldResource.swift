public import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Pooling
internal import Postgres

/// A list of fields of the caller's that can be read and changed: GET and PATCH, and everything behind them.
///
/// A PATCH changes the columns that its body names and no others; null puts the default back, or clears; an empty one
/// changes nothing; the answer is the whole resource as it is stored.
public struct FieldResource: Sendable {
    /// Where the fields are kept.
    public enum Table: Sendable {
        /// In the caller's row of `users`, which every statement calls `u`.
        case users
        /// In a table with at most one row for each user, found by its unique `user_id`.
        case ofUser(String, alias: String)
    }

    /// What the answer consists of.
    public let list: SelectList
    /// The answer's shape.
    public let shape: Shape
    /// The two routes.
    public let routes: [ResponderRoute<NoServices>]

    /// A resource.
    /// - Parameters:
    ///   - name: of the answer's schema, such as `Profile`; the operations are `getProfile` and `changeProfile`.
    ///   - summary: what it is, for the documentation, such as "The caller's profile."
    ///   - leading: columns that stand in front of the fields and cannot be changed.
    ///   - trailing: columns that stand behind them.
    ///   - fields: at most 64.
    ///   - events: are written with the changes that they tell of.
    public init(
        _ name: String,
        _ path: String,
        aliases: [String] = [],
        _ summary: String,
        table: Table = .users,
        leading: SelectList = [],
        fields: [StoredField],
        trailing: SelectList = [],
        events: [ChangeEvent] = []
    ) {
        precondition(fields.count <= 64, "a resource has at most 64 fields")
        let sql = FieldStatements(
            name: name,
            table: table,
            leading: leading,
            fields: fields,
            trailing: trailing,
            events
        )
        let select = CallerStatement("\(name)_select", sql.select)
        let list = sql.list
        let shape = Shape.object(name, list.members)
        let valueNames = fields.indices.map(FieldStatements.valueName)
        let defaults = fields.map(\.defaultValue)
        @Sendable func answer(_ row: Row) throws -> Response {
            try .json { json in try list.write(row, to: &json) }
        }
        routes = [
            Route(
                .get,
                path,
                aliases: aliases,
                name: "get\(name)",
                summary: summary,
                answers: [Answer(.ok, "As it is stored.", shape)]
            ) { call in try answer(call.row(of: select)) },
            Route(
                .patch,
                path,
                aliases: aliases,
                name: "change\(name)",
                summary: "Changes the fields that the body names; null clears one, or puts its default back.",
                input: .fields(fields.map(\.field)),
                answers: [Answer(.ok, "As it is stored after the change.", shape)]
            ) { call in
                guard !call.body.isEmpty else { return try answer(call.row(of: select)) }
                var values: ParameterValues = [:]
                var named: UInt64 = 0
                for (position, member) in zip(call.body.positions, call.body.members) {
                    named |= 1 << UInt64(position)
                    let value = StoredField.parameter(member.value, default: defaults[position])
                    values.append(valueNames[position], value)
                }
                for (number, event) in sql.events(named) { try event.addID(number, for: call.request, to: &values) }
                let update = call.context.worker.database.variant("\(name)#\(String(named, radix: 16))") {
                    sql.update(named)
                }
                return try answer(call.row(of: update, values, .idempotentWrite))
            },
        ]
        self.list = list
        self.shape = shape
    }
}

/// The SQL of a ``FieldResource``. Pure.
struct FieldStatements: Sendable {
    let list: SelectList
    private let table: FieldResource.Table
    private let fields: [StoredField]
    private let events: [ChangeEvent]

    init(
        name: String,
        table: FieldResource.Table,
        leading: SelectList,
        fields: [StoredField],
        trailing: SelectList,
        _ events: [ChangeEvent]
    ) {
        self.table = table
        self.fields = fields
        self.events = events
        let alias =
            switch table {
            case .users: "u"
            case .ofUser(_, let alias): alias
            }
        list = leading + SelectList(fields.map { $0.selected(from: alias) }) + trailing
    }

    static func valueName(_ position: Int) -> String { "v\(position)" }

    /// The events that a request may cause that names these fields, by number.
    func events(_ named: UInt64) -> [(Int, ChangeEvent)] {
        guard !events.isEmpty else { return [] }
        return events.enumerated().filter { _, event in
            fields.indices.contains { named & 1 << UInt64($0) != 0 && fields[$0].column == event.field }
        }.map { ($0.offset, $0.element) }
    }

    var select: String {
        switch table {
        case .users:
            """
            select \(list.sql)
              from users u
             where \(Caller.isLive)
            """
        case .ofUser(let name, let alias):
            """
            select \(list.sql)
              from users u
              left join \(name) \(alias) on \(alias).user_id = u.id
             where \(Caller.isLive)
            """
        }
    }

    /// The statement that changes the named fields.
    func update(_ named: UInt64) -> String {
        let told = events(named)
        let positions = fields.indices.filter { named & 1 << UInt64($0) != 0 }
        let values = positions.map { ":\(Self.valueName($0))::\(fields[$0].parameterType)" }
        let columns = positions.map { fields[$0].column }
        switch (table, told.isEmpty) {
        case (.users, true):
            return """
                update users u
                   set \(assignments(columns, values))
                 where \(Caller.isLive)
                   and \(WriteDeadline.isAhead)
                returning \(list.sql)
                """
        case (.users, false):
            return """
                with before as materialized (
                    select u.*
                      from users u
                     where \(Caller.isLive)
                       and \(WriteDeadline.isAhead)
                       for no key update
                ), after as (
                    update users u
                       set \(assignments(columns, values))
                      from before
                     where u.id = before.id
                    returning u.*
                ), \(insertions(told, user: "after.id"))
                select \(list.sql)
                  from after u
                """
        case (.ofUser(let name, let alias), true):
            return """
                \(upsert(name, alias, columns, values, from: "users u"))
                returning \(list.sql)
                """
        case (.ofUser(let name, let alias), false):
            return """
                with before as materialized (
                    select *
                      from \(name)
                     where user_id = :caller
                       for no key update
                ), after as (
                    \(upsert(name, alias, columns, values, from: "users u left join before on true"))
                    returning \(alias).*
                ), \(insertions(told, user: "after.user_id"))
                select \(list.sql)
                  from after \(alias)
                """
        }
    }

    private func upsert(
        _ name: String,
        _ alias: String,
        _ columns: [String],
        _ values: [String],
        from source: String
    ) -> String {
        """
        insert into \(name) as \(alias) (user_id, \(columns.joined(separator: ", ")))
        select u.id, \(values.joined(separator: ", "))
          from \(source)
         where \(Caller.isLive)
           and \(WriteDeadline.isAhead)
            on conflict (user_id)
            do update set \(assignments(columns, columns.map { "excluded.\($0)" }))
        """
    }

    private func assignments(_ columns: [String], _ values: [String]) -> String {
        (zip(columns, values).map { "\($0) = \($1)" } + ["updated_at = now()"]).joined(separator: ",\n       ")
    }

    private func insertions(_ told: [(Int, ChangeEvent)], user: String) -> String {
        told.map { $1.insertion($0, user: user) }.joined(separator: ", ")
    }
}
