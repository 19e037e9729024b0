extension Survey {
    /// Puts each table, column and rule that is needed beside the one that is there, and asks the rows: how many lack a
    /// value, break a check…
    ///
    /// One pass over a table answers its questions, except whether a value occurs twice, and those about columns that are
    /// converted: they are asked of the converted values.
    static let questions = #"""
        create temp table subject as
        select n.position, n.name, n.creation, n.options as needed_options,
               t.oid, t.kind, t.is_ours, t.hides_rows, t.options,
               t.kind = 'r' and t.is_ours and not t.hides_rows as is_plain
          from needed_table n
          left join table_shape t using (name);

        create temp table pair as
        select s.position, s.oid, n.*,
               f.number       as found_number,
               f.type         as found_type,
               f.is_required  as found_required,
               f.is_numbered  as found_numbered,
               f.value        as found_value,
               f.shown_value  as found_shown_value,
               f.sequence     as found_sequence,
               format(c.conversion, n.name) as conversion,
               format(c.reading, n.name)    as reading,
               case
                   when f.name is null                               then 'missing'
                   when f.kind = n.kind and f.size = n.size          then 'fits'
                   when f.kind = n.kind and f.size > n.size          then 'is wider'
                   when f.kind = n.kind or c.found_kind is not null  then 'converts'
                   else 'differs'
               end            as fit,
               case
                   when n.name = 'is_active'
                   then 'counts as disabled, as before; ''onboardingctl user enable'' lets one in'
                   when n.name = 'hashed_password'
                   then 'lets nobody sign in until ''onboardingctl user set-password'''
                   when n.name = 'user_id'                      then 'belongs to nobody'
                   when n.name in ('created_at', 'updated_at')  then 'leaves the time unknown'
                   when not n.is_numbered                       then 'counts as ' || n.shown_value
               end            as meaning_of_null
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
                   select position, table_name, format('%s_%s_length_check', table_name, name), 'l', size::text,
                          format('char_length(%I) <= %s', name, size), name, null, false
                     from pair
                    where fit = 'is wider' and kind = 'text'
               )
        select w.*, t.name as twin, t.is_owned as is_twin_owned, c.is_possible, c.is_askable, c.source
          from wanted w
         cross join lateral (
                   select bool_and(p.fit <> 'differs'),
                          bool_and(p.fit not in ('differs', 'missing')),
                          case
                              when bool_or(p.reading is not null)
                              then format('(select id, %s from %s) %2$s',
                                          string_agg(concat_ws(' as ', p.reading, p.name), ', '), w.table_name)
                              else w.table_name
                          end
                     from pair p
                    where p.position = w.position
                      and w.keys ~ format('\m%s\M', p.name)
               ) c (is_possible, is_askable, source)
          left join lateral (
                   select f.name, f.is_owned
                     from rule_shape f
                    where f.table_name = w.table_name
                      and case w.kind
                              when 'l' then f.name = w.name
                              when 'c' then (f.kind, f.rule, f.name) = (w.kind, w.rule, w.name)
                              else (f.kind, f.rule) = (w.kind, w.rule)
                          end
                    order by f.name <> w.name
                    limit 1
               ) t on true;

        -- How many rows a table has, and how far its ids and the sequence behind them have come.
        create temp table tally as
        select p.position,
               p.table_name,
               ids.answer[1]::bigint      as rows,
               ids.answer[2]::bigint      as highest,
               p.found_sequence           as sequence,
               numbers.answer[1]::bigint  as reached
          from pair p
         cross join pg_temp.answers(
                   'select array[count(*), coalesce(max(id), 0)]::text[] from ' || p.table_name
               ) ids (answer)
         cross join pg_temp.answers(
                   'select array[last_value - 1 + is_called::integer]::text[] from ' || p.found_sequence
               ) numbers (answer)
         where p.name = 'id'
           and p.fit not in ('differs', 'missing');

        create temp table question (
            id        integer generated always as identity,
            position  integer,
            name      text,
            kind      text,
            keys      text,
            source    text,
            condition text,
            query     text generated always as (
                case
                    when condition is null
                    then 'select ' || keys || ', array_agg(id order by id) from ' || source
                         || ' group by 1 having count(*) > 1 and ' || keys || ' is not null'
                    else 'select id, ' || keys || ' from ' || source || ' where ' || condition || ' order by id'
                end
            ) stored,
            count     bigint,
            rows      text generated always as (count::text || case count when 1 then ' row' else ' rows' end) stored
        );

        insert into question (position, name, kind, keys, source, condition)
        select p.position, p.name, q.kind, p.name, p.table_name, format(q.condition, p.name)
          from pair p
          join tally using (position)
         cross join lateral (
                   values ('null',    p.is_required and not p.found_required, '%I is null'),
                          ('too big', p.fit = 'is wider' and p.kind = 'number' and p.name <> 'seats',
                                                                              '%I not between 1 and 2147483647'),
                          ('U+0000',  p.found_type = 'json' and p.fit = 'converts',
                                                                              'position(''\u0000'' in %I::text) > 0')
               ) q (kind, applies, condition)
         where p.fit <> 'differs'
           and q.applies
         union all
        select r.position, r.name, q.kind, r.keys, r.source, q.condition
          from rule r
          join tally using (position)
         cross join lateral (
                   values ('p', 'repeated id',      null),
                          ('i', case r.table_name when 'users' then 'repeated address' else 'repeated user' end, null),
                          ('l', 'too long',         format('not (%s)', r.condition)),
                          ('c', 'breaks',           format('not (%s)', regexp_replace(r.condition, '\n\s*', ' ', 'g'))),
                          ('f', 'orphan',           format('%s is not null and not exists (select from users parent '
                                                           'where parent.id = %s.%1$s)', r.keys, r.table_name))
               ) q (rule_kind, kind, condition)
         where q.rule_kind = r.kind
           and r.is_askable
           and (r.twin is null or r.kind in ('i', 'l'));

        update question q
           set count = answer.count::bigint
          from (
                   select array_agg(id order by id),
                          pg_temp.answers(format(
                              'select array[%s]::text[] from %s',
                              string_agg(format('count(*) filter (where %s)', condition), ', ' order by id),
                              source
                          ))
                     from question
                    where condition is not null
                    group by source
                    union all
                   select array[id], pg_temp.answers(format('select array[count(*)]::text[] from (%s) repeated', query))
                     from question
                    where condition is null
               ) asked (ids, counts)
         cross join unnest(asked.ids, asked.counts) answer (id, count)
         where q.id = answer.id
        """#
}
