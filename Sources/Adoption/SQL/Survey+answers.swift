internal import Postgres

/// What is read from the tables that ``Survey/verdicts`` leaves behind.
extension Survey {
    static let findings = Statement(
        "adoption_findings",
        """
        select v.level, coalesce(s.name, 'alembic_version'), v.sentence, v.query
          from verdict v
          left join subject s using (position)
         where v.level is not null
         order by v.position, v.id
        """
    )

    static let changes = Statement(
        "adoption_changes",
        #"""
        select s.name, v.statement
          from subject s
          join (
                   select position, phase, id, statement from verdict where phase <> 2
                    union all
                   select v.position, 2, 0,
                          'alter table ' || s.name || E'\n    ' || string_agg(v.statement, E',\n    ' order by v.id)
                     from verdict v
                     join subject s using (position)
                    where v.phase = 2
                    group by v.position, s.name
               ) v using (position)
         where v.statement is not null
         order by s.position, v.phase, v.id
        """#
    )

    /// For each table two queries, to be run before and after: its rows, and a checksum over every original column of
    /// every row, blind to the type that the column has.
    ///
    /// The order of the rows does not matter: their hashes are added up. A value that moved, changed or vanished changes
    /// the sum.
    static let fingerprints = Statement(
        "adoption_fingerprints",
        """
        select s.name, format(f.query, c.before, s.name), format(f.query, c.after, s.name)
          from subject s
         cross join lateral (
                   select string_agg(coalesce(p.conversion, quote_ident(f.name)) || '::text', ', ' order by f.number),
                          string_agg(
                              case
                                  when p.fit = 'converts' and p.kind = 'timestamp with time zone'
                                  then format('(%I at time zone ''UTC'')::text', f.name)
                                  else format('%I::text', f.name)
                              end,
                              ', ' order by f.number
                          )
                     from column_shape f
                     left join pair p using (table_name, name)
                    where f.table_name = s.name
               ) c (before, after)
         cross join (
                   values ('select count(*), md5(concat_ws(''/'', sum(hashtextextended(line, 0)::numeric), '
                           'sum(hashtextextended(line, 1)::numeric))) from (select row(%s)::text from %I) t (line)')
               ) f (query)
         where s.is_plain
         order by s.position
        """
    )
}
