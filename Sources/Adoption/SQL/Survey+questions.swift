extension Survey {
    /// Puts each table, column and rule that is needed beside the one that is there, and asks the rows: how many lack a
    /// value, break a check…
    ///
    /// One pass over a table answers its questions, except whether a value occurs twice, and those about columns that are
    /// converted: they are asked of the converted values.
    static let questions = #"""
        create temp table subject as
        select n.*, t as found, t.kind = 'r' and t.is_ours and not t.hides_rows as is_plain
          from needed_table n left join table_shape t using (name);

        create temp table pair as
        select s.position, (s.found).oid, n.*, f as found,
               format(c.conversion, n.name) as conversion, format(c.reading, n.name) as reading,
               case
                   when f.name is null                               then 'missing'
                   when f.kind = n.kind and f.size = n.size          then 'fits'
                   when f.kind = n.kind and f.size > n.size          then 'is wider'
                   when f.kind = n.kind or c.found_kind is not null  then 'converts'
                   else 'differs'
               end as fit,
               case
                   when n.name = 'is_active' then 'They count as disabled, as before; ''onboardingctl user enable'' lets one in'
                   when n.name = 'hashed_password' then 'Nobody can sign in with them before ''onboardingctl user set-password'''
                   when n.name = 'user_id'                      then 'They belong to nobody'
                   when n.name in ('created_at', 'updated_at')  then 'Their time is unknown'
                   when not n.is_numbered                       then 'They count as ' || n.shown_value
               end as meaning_of_null
          from subject s
          join needed_column n     on n.table_name = s.name
          left join column_shape f on f.table_name = s.name and f.name = n.name
          left join (
                   values ('word', 'text',  '%I::text',     '%I::text'),
                          ('list', 'jsonb', 'to_jsonb(%I)', 'to_jsonb(%I)'),
                          ('json', 'jsonb', '%I::jsonb',
                           'case when position(''\u0000'' in %1$I::text) = 0 then %1$I::jsonb end'),
                          ('timestamp without time zone', 'timestamp with time zone', null, '%I at time zone ''UTC''')
               ) c (found_kind, kind, conversion, reading) on (c.found_kind, c.kind) = (f.kind, n.kind)
         where s.is_plain;

        -- Longer text than the application stores gets a check of its length.
        create temp table rule as
        with wanted as (
                   select s.position, n.* from needed_rule n join subject s on s.name = n.table_name where s.is_plain
                    union all
                   select position, table_name, format('%s_%s_length_check', table_name, name), 'l', null,
                          format('char_length(%I) <= %s', name, size), name, null, false
                     from pair where fit = 'is wider' and kind = 'text'
               )
        select w.*, w.name || '_earlier' as earlier, t.name as twin, c.is_possible, c.is_askable, c.source
          from wanted w
         cross join lateral (
                   select bool_and(p.fit <> 'differs'), bool_and(p.fit not in ('differs', 'missing')),
                          format(case when bool_or(p.reading is not null) then '(select id, %s from %s) %2$s' else '%2$s' end,
                                 string_agg(concat_ws(' as ', p.reading, p.name), ', '), w.table_name)
                     from pair p
                    where p.position = w.position and w.keys ~ format('\m%s\M', p.name)
               ) c (is_possible, is_askable, source)
          left join lateral (
                   select f.name
                     from rule_shape f
                    where f.table_name = w.table_name
                      and (w.kind = 'l' or (f.kind, f.rule) = (w.kind, w.rule))
                      and (w.kind not in ('c', 'l') or f.name = w.name)
                    order by f.name <> w.name
                    limit 1
               ) t on true;

        -- How many rows a table has, and how far its ids and the sequence behind them have come.
        create temp table tally as
        select p.position, i[1]::numeric as rows, i[2]::numeric as highest, (p.found).sequence, n[1]::numeric as reached
          from pair p
         cross join pg_temp.answers('select array[count(*), coalesce(max(id), 0)]::text[] from ' || p.table_name) i
         cross join pg_temp.answers('select array[last_value - 1 + is_called::int]::text[] from ' || (p.found).sequence) n
         where p.name = 'id' and p.fit not in ('differs', 'missing');

        create temp table question as
        select row_number() over () as id, q.*,
               format(case when q.condition is null
                           then 'select %1$s, array_agg(id order by id) from %2$s group by 1 having count(*) > 1 and %1$s is not null'
                           else 'select id, %s from %s where %s order by id' end, q.keys, q.source, q.condition) as query
          from (
                   select p.position, p.name, p.name, p.table_name, c.kind, c.condition, c.level, p.name || c.sentence
                     from pair p
                    cross join lateral (
                              values (p.is_required and not (p.found).is_required, 'null', p.name || ' is null',
                                      case when p.meaning_of_null is null then 'blocks' else 'notes' end,
                                      concat(' has no value, rows: #.', ' ' || p.meaning_of_null || '; ''not null'' is not added.')),
                                     (p.fit = 'is wider' and p.kind = 'number' and p.name <> 'seats', 'too big',
                                      p.name || ' not between 1 and 2147483647', 'blocks',
                                      ' holds numbers that do not fit into 32 bits, rows: #.'),
                                     (p.fit = 'converts' and (p.found).kind = 'json', 'U+0000',
                                      'position(''\u0000'' in ' || p.name || '::text) > 0', 'blocks',
                                      ' holds U+0000, which jsonb cannot hold, rows: #.')
                          ) c (applies, kind, condition, level, sentence)
                    where c.applies and p.fit <> 'differs'
                    union all
                   select r.position, r.name, r.keys, r.source, r.kind, c.condition, c.level, c.sentence
                     from rule r
                     join lateral (
                              values ('p', null, 'blocks', 'Ids that occur more than once: #.'),
                                     ('i', null, 'blocks',
                                      case r.table_name
                                          when 'users'
                                          then 'Addresses that occur more than once, upper case or lower: #. Rename or delete all but one.'
                                          else 'Users with several rows: #. Keep the row that is in use and delete the others.'
                                      end),
                                     ('l', format('not (%s)', r.condition), 'notes',
                                      format('%s is too long, rows: #. They stay; new rows have to keep to the limit.', r.keys)),
                                     ('c', format('not (%s)', regexp_replace(r.condition, '\n\s*', ' ', 'g')), 'notes',
                                      format('%s breaks %s, rows: #. They stay and can still be saved; new rows have to keep to it.',
                                             r.keys, r.name)),
                                     ('f', format('%s is not null and not exists (select from users parent where parent.id = %s.%1$s)',
                                                  r.keys, r.table_name), 'notes',
                                      'Of users that do not exist, rows: #. They stay, and nobody sees them; new rows are checked.')
                          ) c (kind, condition, level, sentence) using (kind)
                    where r.is_askable and (r.twin is null or r.kind in ('i', 'l'))
               ) q (position, name, keys, source, kind, condition, level, sentence)
          join tally using (position);

        create temp table answer as
        select q.*, a.count::bigint
          from (
                   select array_agg(id order by id),
                          pg_temp.answers(format('select array[%s]::text[] from %s',
                                                 string_agg(format('count(*) filter (where %s)', coalesce(condition, 'true')),
                                                            ', ' order by id), s.source))
                     from question
                    cross join lateral (values (case when condition is null then '(' || query || ') s' else source end)) s (source)
                    group by s.source
               ) pass (ids, counts)
         cross join unnest(pass.ids, pass.counts) a (id, count)
          join question q using (id)
        """#
}
