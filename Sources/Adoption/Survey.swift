internal import Postgres
internal import SchemaMigrations

/// A look at the tables, from inside a transaction: what follows for them, and how to prove that no value changes.
///
/// What they should be is not written down a second time: the migrations themselves make it, in the session's schema for
/// temporary tables. SQL then compares both in the catalogue. Nothing of it is left behind.
struct Survey {
    let findings: [AdoptionFinding]
    /// Statements that change a table, or make it, in order.
    let changes: [(table: String, statement: String)]
    /// For each table that is there, the queries that sum up its rows before and after.
    let fingerprints: [(table: String, before: Statement, after: Statement)]

    var isBlocked: Bool { findings.contains { $0.level == .blocks } }

    /// - Parameter steps: what makes the needed tables, each one of them.
    init(_ steps: [MigrationStep], over session: Session) throws(MigrationError) {
        try session.run("savepoint survey; set local search_path = pg_temp")
        try session.run(Self.shapes)
        for step in steps {
            let script = step.section.statements.map(\.text).joined(separator: "\n")
            try session.run(script)
            let creation = Parameter.text(script.hasSuffix(";") ? String(script.dropLast()) : script)
            try session.texts(Statement("adoption_new_table", Self.newTable), [creation], columns: 0)
        }
        for script in [Self.neededShapes, Self.questions, Self.verdicts] { try session.run(script) }
        findings = try session.texts(Statement("adoption_findings", Self.findings), columns: 4).map {
            let level = AdoptionFinding.Level(rawValue: $0[0]) ?? .blocks
            return AdoptionFinding(level: level, table: $0[1], sentence: $0[2], query: $0[3].isEmpty ? nil : $0[3])
        }
        changes = try session.texts(Statement("adoption_changes", Self.changes), columns: 2).map { ($0[0], $0[1]) }
        fingerprints = try session.texts(Statement("adoption_fingerprints", Self.fingerprints), columns: 3).map {
            ($0[0], Statement("adoption_before_\($0[0])", $0[1]), Statement("adoption_after_\($0[0])", $0[2]))
        }
        try session.run("rollback to savepoint survey; release savepoint survey")
    }
}

/// What is asked before the tables are compared, and what is read from the comparison, which ``Survey/verdicts`` ends.
extension Survey {
    /// What speaks against a look at the tables: nothing for those of the earlier product, `adopted` when that is done, or
    /// a sentence. `$1` is whether `schema_migrations` has a row.
    static let origin = """
        select case
                   when $1 and 'alembic_version' = any (names)
                   then 'adopted'
                   when $1
                   then 'This is a database of this product already. Run ''onboardingctl migrate up''.'
                   when names = '{}'
                   then 'The database has no tables: there is nothing to adopt. Run ''onboardingctl migrate up''.'
                   when not names && '{alembic_version, vapi_credentials, twilio_credentials, user_onboarding}'
                     or 3 > (select count(*)
                               from pg_attribute
                              where attrelid = to_regclass(quote_ident(current_schema()) || '.users')
                                and attname in ('id', 'email', 'hashed_password'))
                   then 'This is not a database of the earlier product: it needs a table ''users'' with the columns id, email '
                        'and hashed_password, and beside it ''alembic_version'' or another table of that product.'
               end
          from (
                   select coalesce(array_agg(relname::text), '{}')
                     from pg_class
                    where relnamespace = current_schema()::regnamespace
                      and relkind in ('r', 'p', 'v', 'm', 'f')
                      and relname <> 'schema_migrations'
               ) found (names)
        """

    /// Level, table, sentence and query.
    static let findings = """
        select v.level, coalesce(s.name, 'alembic_version'), v.sentence, v.query
          from verdict v
          left join subject s using (position)
         where v.level is not null
         order by v.position, v.id
        """

    /// Table and statement.
    static let changes = #"""
        select s.name,
               case v.phase
                   when 2 then 'alter table ' || s.name || E'\n    ' || string_agg(v.statement, E',\n    ' order by v.id)
                   else string_agg(v.statement, E';\n' order by v.id)
               end
          from verdict v
          join subject s using (position)
         where v.statement is not null
         group by s.position, s.name, v.phase
         order by s.position, v.phase
        """#

    /// For each table its name and two queries, to be run before and after: how many rows it has, and a checksum over every
    /// original column of every row, blind to the type that the column has. The order of the rows does not matter: their
    /// hashes are added up. A value that moved, changed or vanished changes the sum.
    static let fingerprints = """
        select f.table_name,
               format(q.query, string_agg(coalesce(p.conversion, f.name) || '::text', ', ' order by f.number), f.table_name),
               format(q.query, string_agg(case when p.fit = 'converts' and p.kind like 'timestamp%'
                                               then '(' || f.name || ' at time zone ''UTC'')::text'
                                               else f.name || '::text' end, ', ' order by f.number), f.table_name)
          from (select table_name, quote_ident(name) as name, number from column_shape) f
          left join pair p using (table_name, name)
         cross join (
                   values ('select count(*)::text, md5(concat_ws(''/'', sum(hashtextextended(line, 0)::numeric), '
                           'sum(hashtextextended(line, 1)::numeric))) from (select row(%s)::text from %I) t (line)')
               ) q (query)
         where f.table_name in (select name from subject where is_plain)
         group by f.table_name, q.query
         order by min(p.position)
        """
}
