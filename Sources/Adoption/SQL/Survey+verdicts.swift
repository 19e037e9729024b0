extension Survey {
    /// What follows for each table: findings for a person, and statements for the database.
    ///
    /// A verdict has a level and a sentence, a statement, or both. Statements of phases 0 and 1 make room, those of phase
    /// 2 are the clauses of one `alter table`, those of phase 3 need the columns as they are afterwards.
    static let verdicts = #"""
        create temp table verdict (id integer generated always as identity, position integer, level text, sentence text,
                                   query text, phase integer, statement text);

        insert into verdict (position, level, sentence, phase, statement)
        select s.position, v.level, v.sentence, v.phase, v.statement
          from subject s cross join array_to_string(s.options, ', ') o (list)
         cross join lateral (
                   values ((s.found).oid is null, 'changes', 'There is no such table: it is created.', 1, s.creation),
                          (s.is_plain and o.list <> '' and (s.found).options = '{}', 'changes',
                           format('New pages keep room for changed rows: %s.', o.list), 2, format('set (%s)', o.list)),
                          ((s.found).kind <> 'r', 'blocks', 'It is not a plain table: a view, partitioned or foreign.', 0, null),
                          (not (s.found).is_ours, 'blocks', 'It belongs to another role. Run this as that role '
                           '(DATABASE_OWNER_URL), or hand it over with ''alter table … owner to''.', 0, null),
                          ((s.found).hides_rows, 'blocks', 'It has row-level security, which hides rows. Switch it off with '
                           '''alter table … disable row level security''.', 0, null)
               ) v (applies, level, sentence, phase, statement)
         where v.applies;

        insert into verdict (position, level, sentence, phase, statement)
        select p.position, v.level, v.sentence, v.phase, v.statement
          from pair p left join tally t using (position)
         cross join lateral (
                   select p.is_numbered or (p.is_required and p.value is null and t.rows > 0),
                          p.fit not in ('missing', 'differs') and not p.is_numbered,
                          format('alter column %I set default ', p.name) || p.value
               ) f (is_vital, has_default, set_default)
         cross join lateral (
                   values (p.fit = 'differs', 'blocks',
                           format('%s is %s, where the application needs %s.', p.name, (p.found).type, p.type), 0, null),
                          (p.fit = 'missing' and f.is_vital, 'blocks',
                           format('There is no column %s, and the application needs its values.', p.name), 0, null),
                          (p.fit = 'missing' and p.value = 'now()', 'changes',
                           format('There is no column %s: it is added, null in the rows that are there.', p.name),
                           2, format('add column %I %s, %s', p.name, p.type, f.set_default)),
                          (p.fit = 'missing' and not f.is_vital and p.value is distinct from 'now()', 'changes',
                           format('There is no column %s: it is added with %s.', p.name, coalesce(p.shown_value, 'no values')),
                           2, concat(format('add column %I %s', p.name, p.type), case when p.is_required then ' not null' end,
                                     ' default ' || p.value)),
                          (p.fit = 'converts' and f.has_default and (p.found).value is not null, null, null,
                           2, format('alter column %I drop default', p.name)),
                          (p.fit = 'converts', 'changes',
                           format('%s turns from %s into %s; its values %s.', p.name, (p.found).type, p.type,
                                  case when p.kind like 'timestamp%' then 'are read as UTC' else 'stay the same' end),
                           2, format('alter column %I type %s%s', p.name, p.type, ' using ' || p.conversion)),
                          (f.has_default and p.fit = 'converts', null, null, 2, f.set_default),
                          (f.has_default and p.value <> coalesce((p.found).value, ''), 'changes',
                           format('%s gets the default %s for new rows%s.', p.name, p.shown_value,
                                  ' instead of ' || (p.found).shown_value),
                           2, case when p.fit <> 'converts' then f.set_default end),
                          (f.has_default and p.value is null and (p.found).value is not null and p.fit = 'converts', 'changes',
                           format('%s loses its default %s.', p.name, (p.found).shown_value), 0, null),
                          (f.has_default and p.value is null and (p.found).value is not null and p.fit <> 'converts', 'notes',
                           format('%s keeps its default, %s.', p.name, (p.found).shown_value), 0, null),
                          (p.is_numbered and not (p.found).is_numbered, 'changes',
                           format('%s has nothing that numbers new rows: a sequence is created.', p.name),
                           1, format(E'create sequence %1$s_%2$s_seq start with %3$s owned by %1$s.%2$s;\n'
                                     'alter table %1$s alter column %2$s set default nextval(''%1$s_%2$s_seq'')',
                                     p.table_name, p.name, t.highest + 1)),
                          (p.name = 'id' and t.reached < t.highest, 'changes',
                           format('%s stands at %s, behind the highest id %s: it is moved.', t.sequence, t.reached, t.highest),
                           3, format('alter sequence %s restart with %s', t.sequence, t.highest + 1))
               ) v (applies, level, sentence, phase, statement)
         where v.applies
         order by p.number, v.sentence desc;

        insert into verdict (position, level, sentence)
        select p.position, 'blocks',
               format('The type of %s changes, which %s forbids: drop that, and create it again afterwards.',
                      p.name, pg_describe_object(d.classid, d.objid, 0))
          from pair p
          join pg_depend d on (d.refclassid, d.refobjid, d.refobjsubid) = ('pg_class'::regclass, p.oid, (p.found).number)
         where p.fit = 'converts'
           and d.classid not in ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_statistic_ext'::regclass)
           and not exists (select from pg_attrdef where oid = d.objid and (adrelid, adnum) = (p.oid, (p.found).number));

        -- Old rows that break a check are exempt from it by their ids. 'not valid' would not do: every update of such a row
        -- is held against it, so its owner could save nothing any more.
        insert into verdict (position, level, sentence, phase, statement)
        select r.position, v.level, v.sentence, v.phase, v.statement
          from rule r
          left join tally t  using (position)
          left join answer a using (position, name)
          left join rule_shape n on (n.table_name, n.name) = (r.table_name, r.name) and (n.kind = 'i') = (r.kind = 'i')
         cross join lateral (
                   select string_agg(keys, ', '), ' replaces ' || string_agg(definition, ', '),
                          string_agg(format('drop constraint %I, ', name), '')
                     from rule_shape
                    where (table_name, kind) = (r.table_name, r.kind) and (kind = 'p' or keys = r.keys)
               ) o (keys, replaces, drops)
         cross join lateral (
                   values ('p', o.keys is not null, 'blocks',
                           format('Its primary key is %s, where the application needs %s.', o.keys, r.keys), 0, null),
                          ('p', o.keys is null, 'changes', format('It has no primary key: %s becomes it.', r.keys),
                           2, format('add constraint %I primary key (%s)', r.name, r.keys)),
                          ('f', true, 'changes', r.definition || coalesce(o.replaces, ' is added') || '.',
                           2, format('%sadd constraint %I %s%s', o.drops, r.name, r.definition,
                                     case when a.count > 0 then ' not valid' end)),
                          ('c', n.name is not null, null, null,
                           0, format('alter table %I rename constraint %I to %I', r.table_name, r.name, r.earlier)),
                          ('cl', true, null, null,
                           2, format('add constraint %I check (%s)', r.name,
                                     case when a.count > 0 then format('id <= %s or (%s)', t.highest, r.condition)
                                          else r.condition end)),
                          ('i', n.keys = r.keys and not n.is_owned, 'changes',
                           format('%s is not unique, which saving needs: a unique index replaces it.', r.name),
                           0, format('drop index %I', r.name)),
                          ('i', n.keys <> r.keys or n.is_owned, 'changes',
                           format('%s, over %s, is now called %s.', r.name, n.keys, r.earlier),
                           0, format('alter index %I rename to %I', r.name, r.earlier)),
                          ('i', r.twin is null, 'changes', format('%s, unique over %s, is created.', r.name, r.keys),
                           3, format('create unique index %I on %I (%s)', r.name, r.table_name, r.keys)),
                          ('i', r.twin <> r.name, 'changes',
                           format('%s, unique over %s, is now called %s.', r.twin, r.keys, r.name),
                           1, 'alter index ' || quote_ident(r.twin) || ' rename to ' || r.name)
               ) v (kinds, applies, level, sentence, phase, statement)
         where v.applies and position(r.kind in v.kinds) > 0 and r.is_possible
           and (r.twin is null or (r.kind = 'i' and r.twin <> r.name))
         order by r.kind, r.name, v.phase;

        insert into verdict (position, level, sentence, query)
        select position, level, replace(sentence, '#', count::text), query from answer where count > 0 order by name;

        insert into verdict (position, level, sentence)
        select s.position, 'blocks',
               format('This product does not know the column %I, which is not null and has no default: no row could be added. '
                      'Allow nulls with ''alter table %s alter column %1$I drop not null''.', c.name, s.name)
          from subject s join column_shape c on c.table_name = s.name and c.is_required and not c.has_default
         where s.is_plain and c.name not in (select p.name from pair p where p.position = s.position);

        insert into verdict (position, level, sentence, phase, statement)
        select l.position, l.level, format('%s: %s.', l.heading, string_agg(l.item, ', ' order by l.place, l.item)),
               2, string_agg('alter column ' || l.required || ' set not null', E',\n    ' order by l.item)
          from (
                   select position, 'fits', 'Columns with a type that fits', name, number, null
                     from pair where fit = 'fits' or (fit = 'is wider' and kind = 'number')
                    union all
                   select position, 'changes', 'No row lacks a value, so ''not null'' is added', name, 0, name
                     from answer where kind = 'null' and count = 0
                    union all
                   select position, 'fits', 'As needed', coalesce(definition, name || ', unique over ' || keys), 0, null
                     from rule where kind <> 'l' and (twin = name or (twin is not null and kind <> 'i'))
                    union all
                   select position, 'changes', 'Columns that take longer text than is stored get a check', keys, 0, null
                     from rule where kind = 'l' and twin is null
                    union all
                   select s.position, 'notes', 'Columns that this product does not know stay', c.name, c.number, null
                     from subject s join column_shape c on c.table_name = s.name
                    where c.name not in (select p.name from pair p where p.position = s.position)
                    union all
                   select s.position, 'notes', case f.kind when 'i' then 'Indexes' else 'Constraints' end
                          || ' that this product does not know stay', concat_ws(' ', f.name, f.definition), 0, null
                     from subject s
                     join rule_shape f on f.table_name = s.name and f.kind <> 'p' and not f.is_owned
                    where not exists (
                              select from rule r
                               where r.position = s.position
                                 and (r.twin = f.name
                                      or (r.kind = 'i' and (r.kind, r.name) = (f.kind, f.name))
                                      or (r.kind = 'f' and (r.kind, r.keys) = (f.kind, f.keys) and r.twin is null)))
                    union all
                   select s.position, 'notes', 'Triggers that this product does not know stay', g.tgname, 0, null
                     from subject s join pg_trigger g on g.tgrelid = (s.found).oid and not g.tgisinternal
               ) l (position, level, heading, item, place, required)
          join subject s on s.position = l.position and s.is_plain
         group by l.position, l.level, l.heading;

        insert into verdict (position, level, sentence)
        select min(p.position), 'notes',
               format('The server''s time zone is %s: times that it wrote itself may be local, but are read as UTC.', z.reset_val)
          from pair p join pg_settings z on z.name = 'TimeZone'
         where p.fit = 'converts' and p.kind like 'timestamp%'
           and z.reset_val not in ('UTC', 'Etc/UTC', 'GMT', 'Etc/GMT', 'Zulu', 'Etc/Zulu', 'UCT')
         group by z.reset_val
         union all
        select null, 'notes',
               format('Its revision is %s; this release knows ffacb20841b4 and c256afd5baca. The tables were looked at all the '
                      'same.', coalesce(r[1], 'none'))
          from table_shape t
         cross join pg_temp.answers('select array[string_agg(to_jsonb(a) ->> ''version_num'', '', '')] from ' || t.name || ' a') r
         where t.name = 'alembic_version' and coalesce(r[1], '') not in ('ffacb20841b4', 'c256afd5baca')
        """#
}
