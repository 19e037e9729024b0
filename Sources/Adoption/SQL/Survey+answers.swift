/// What is read from the tables that ``Survey/verdicts`` leaves behind.
extension Survey {
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
