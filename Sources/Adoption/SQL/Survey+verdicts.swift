extension Survey {
    /// What follows for each table: findings for a person, and statements for the database.
    ///
    /// A verdict has a level and a sentence, a statement, or both. Statements of phases 0 and 1 make room, those of phase
    /// 2 are the clauses of one `alter table`, those of phase 3 need the columns as they are afterwards.
    static let verdicts = #"""
        create temp table verdict (
            id integer generated always as identity, position integer, level text, sentence text, phase integer,
            statement text, query text
        );

        insert into verdict (position, level, sentence, phase, statement)
        select s.position, v.level, v.sentence, v.phase, v.statement
          from subject s
         cross join array_to_string(s.options, ', ') o (list)
         cross join lateral (
                   values ((s.found).oid is null, 'changes', 'There is no such table: it is created.', 1, s.creation),
                          (s.is_plain and o.list <> '' and (s.found).options = '{}', 'changes',
                           format('New pages keep room for changed rows: %s.', o.list), 2, format('set (%s)', o.list)),
                          ((s.found).kind <> 'r', 'blocks',
                           'It is not a plain table but a view, or it is partitioned or foreign.', 0, null),
                          (not (s.found).is_ours, 'blocks',
                           format('It belongs to another role. Run this as that role (DATABASE_OWNER_URL), or hand it '
                                  'over with ''alter table %s owner to …''.', s.name), 0, null),
                          ((s.found).hides_rows, 'blocks',
                           format('It has row-level security, which would hide rows from the application. Switch it '
                                  'off with ''alter table %s disable row level security''.', s.name), 0, null)
               ) v (applies, level, sentence, phase, statement)
         where v.applies;

        insert into verdict (position, level, sentence)
        select position, 'fits', format('Columns with a type that fits: %s.', string_agg(name, ', ' order by number))
          from pair
         where fit = 'fits' or (fit = 'is wider' and kind = 'number')
         group by position;

        insert into verdict (position, level, sentence, phase, statement)
        select p.position, v.level, v.sentence, v.phase, v.statement
          from pair p
          left join tally t using (position)
         cross join lateral (
                   select p.is_numbered or (p.is_required and p.value is null and t.rows > 0),
                          p.value = 'now()',
                          p.fit not in ('missing', 'differs') and not p.is_numbered,
                          format('alter column %I set default ', p.name) || p.value,
                          case when (p.found).value is not null and not p.is_numbered
                               then format('alter column %I drop default', p.name) end
               ) f (is_vital, is_time, has_default, set_default, drop_default)
         cross join lateral (
                   values (p.fit = 'differs', 'blocks',
                           format('%s is %s, where the application needs %s.', p.name, (p.found).type, p.type), 0, null),
                          (p.fit = 'missing' and f.is_vital, 'blocks',
                           format('There is no column %s, and the application needs its values.', p.name), 0, null),
                          (p.fit = 'missing' and not f.is_vital, 'changes',
                           format('There is no column %s: it is added, %s.', p.name,
                                  case when f.is_time then 'null in the rows that are there'
                                       else coalesce('with ' || p.shown_value || ' in every row', 'without values') end),
                           2, format('add column %I %s', p.name, p.type)
                              || case when f.is_time then ', ' || f.set_default
                                      else concat(case when p.is_required then ' not null' end, ' default ' || p.value) end),
                          (p.fit = 'converts', 'changes',
                           format('%s turns from %s into %s; %s.', p.name, (p.found).type, p.type,
                                  case when p.kind like 'timestamp%' then 'its values are read as UTC'
                                       else 'every value stays the same' end),
                           2, concat_ws(E',\n    ', f.drop_default,
                                        format('alter column %I type %s%s', p.name, p.type, ' using ' || p.conversion),
                                        case when f.has_default then f.set_default end)),
                          (f.has_default and p.value is distinct from (p.found).value,
                           case when p.value is null and p.fit <> 'converts' then 'notes' else 'changes' end,
                           format(case when p.value is not null then '%s gets the default %s for new rows%s.'
                                       when p.fit = 'converts'  then '%1$s loses its default %4$s.'
                                       else '%1$s keeps its default %4$s, which a new installation does not have.' end,
                                  p.name, p.shown_value, ' instead of ' || (p.found).shown_value, (p.found).shown_value),
                           2, case when p.fit <> 'converts' then f.set_default end),
                          (p.is_numbered and not (p.found).is_numbered, 'changes',
                           format('%s has nothing that numbers new rows: a sequence is created.', p.name),
                           1, format(E'create sequence %1$s_%2$s_seq start with %3$s owned by %1$s.%2$s;\n'
                                     'alter table %1$s alter column %2$s set default nextval(''%1$s_%2$s_seq'')',
                                     p.table_name, p.name, t.highest + 1)),
                          (p.name = 'id' and t.reached < t.highest, 'changes',
                           format('The sequence %s stands at %s, behind the highest id %s: it is moved.',
                                  t.sequence, t.reached, t.highest),
                           3, format('alter sequence %s restart with %s', t.sequence, t.highest + 1))
               ) v (applies, level, sentence, phase, statement)
         where v.applies
         order by p.number;

        insert into verdict (position, level, sentence)
        select p.position, 'blocks',
               format('The type of %s changes, which is impossible with this: %s. Drop it, and create it again afterwards.',
                      p.name, pg_describe_object(d.classid, d.objid, 0))
          from pair p
          join pg_depend d on (d.refclassid, d.refobjid, d.refobjsubid) = ('pg_class'::regclass, p.oid, (p.found).number)
         where p.fit = 'converts'
           and d.classid not in ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_statistic_ext'::regclass)
           and not exists (select from pg_attrdef where oid = d.objid and (adrelid, adnum) = (p.oid, (p.found).number));

        -- Old rows that break a check are exempt from it by their ids. 'not valid' would not do: every update of such a row
        -- is held against the check, so its owner could save nothing any more.
        insert into verdict (position, level, sentence, phase, statement)
        select r.position, v.level, v.sentence, v.phase, v.statement
          from rule r
          left join tally t      using (position)
          left join answer a     using (position, name)
          left join rule_shape n on (n.table_name, n.name) = (r.table_name, r.name) and (n.kind = 'i') = (r.kind = 'i')
         cross join lateral (
                   select string_agg(keys, ', '), string_agg(definition, ', '),
                          string_agg(format('drop constraint %I, ', name), '')
                     from rule_shape
                    where (table_name, kind) = (r.table_name, r.kind)
                      and (kind = 'p' or keys = r.keys)
               ) o (keys, definitions, drops)
         cross join lateral (
                   values ('pfc', r.twin is not null, 'fits', r.definition || '.', 0, null),
                          ('p', r.twin is null and o.keys is not null, 'blocks',
                           format('Its primary key is %s, where the application needs %s.', o.keys, r.keys), 0, null),
                          ('p', r.twin is null and o.keys is null, 'changes',
                           format('It has no primary key: %s becomes it.', r.keys),
                           2, format('add constraint %I primary key (%s)', r.name, r.keys)),
                          ('f', r.twin is null, 'changes',
                           format('%s %s.', r.definition, coalesce('replaces ' || o.definitions, 'is added')),
                           2, format('%sadd constraint %I %s%s', o.drops, r.name, r.definition,
                                     case when a.count > 0 then ' not valid' end)),
                          ('c', r.twin is null and n.name is not null, null, null,
                           0, format('alter table %I rename constraint %I to %I', r.table_name, r.name, r.name || '_earlier')),
                          ('cl', r.twin is null, null, null,
                           2, format('add constraint %I check (%s)', r.name,
                                     case when a.count > 0 then format('id <= %s or (%s)', t.highest, r.condition)
                                          else r.condition end)),
                          ('i', r.twin = r.name, 'fits', format('%s is unique over %s.', r.name, r.keys), 0, null),
                          ('i', r.twin is distinct from r.name and n.keys = r.keys and not n.is_owned, 'changes',
                           format('%s is not unique, which saving needs: a unique index replaces it.', r.name),
                           0, format('drop index %I', r.name)),
                          ('i', r.twin is distinct from r.name and (n.keys <> r.keys or n.is_owned), 'changes',
                           format('%s, over %s, is now called %1$s_earlier.', r.name, n.keys),
                           0, format('alter index %I rename to %I', r.name, r.name || '_earlier')),
                          ('i', r.twin <> r.name, 'changes',
                           format('%s, unique over %s, is now called %s.', r.twin, r.keys, r.name),
                           1, 'alter index ' || quote_ident(r.twin) || ' rename to ' || r.name),
                          ('i', r.twin is null, 'changes', format('%s, unique over %s, is created.', r.name, r.keys),
                           3, format('create unique index %I on %I (%s)', r.name, r.table_name, r.keys))
               ) v (kinds, applies, level, sentence, phase, statement)
         where v.applies
           and position(r.kind in v.kinds) > 0
           and r.is_possible
         order by r.kind, r.name;

        insert into verdict (position, level, sentence)
        select position, 'changes', format('Columns that take longer text than the application stores get a check: %s.',
                                           string_agg(keys, ', ' order by keys))
          from rule
         where kind = 'l' and twin is null
         group by position;

        insert into verdict (position, level, sentence, phase, statement)
        select position, 'changes',
               format('No row lacks a value, so ''not null'' is added: %s.', string_agg(name, ', ' order by name)),
               2, string_agg(format('alter column %I set not null', name), E',\n    ' order by name)
          from answer
         where kind = 'null' and count = 0
         group by position;

        insert into verdict (position, level, sentence, query)
        select position, level, replace(sentence, '#', count::text), query from answer where count > 0 order by name;

        -- What this product does not know stays, as long as rows can be added.
        insert into verdict (position, level, sentence)
        select s.position, v.level, format(v.sentence, v.list, s.name)
          from subject s
         cross join lateral (
                   select 'blocks',
                          'This product does not know the column %s, which is ''not null'' without a default: no row could '
                          'be added. Allow nulls (''alter table %2$s alter column %1$s drop not null'').',
                          quote_ident(c.name)
                     from column_shape c
                    where c.table_name = s.name
                      and c.is_required and not c.has_default
                      and c.name not in (select name from pair where position = s.position)
                    union all
                   select 'notes', 'Columns that this product does not know stay: %s.',
                          string_agg(c.name, ', ' order by c.number)
                     from column_shape c
                    where c.table_name = s.name
                      and (c.has_default or not c.is_required)
                      and c.name not in (select name from pair where position = s.position)
                    union all
                   select 'notes',
                          case f.kind when 'i' then 'Indexes' else 'Constraints' end
                          || ' that this product does not know stay: %s.',
                          string_agg(concat_ws(' ', f.name, f.definition), ', ' order by f.name)
                     from rule_shape f
                    where f.table_name = s.name
                      and f.kind <> 'p' and not f.is_owned
                      and not exists (
                              select
                                from rule r
                               where r.position = s.position
                                 and (r.twin = f.name
                                      or (r.kind = 'i' and (r.kind, r.name) = (f.kind, f.name))
                                      or (r.kind = 'f' and (r.kind, r.keys) = (f.kind, f.keys) and r.twin is null))
                          )
                    group by 2
                    union all
                   select 'notes', 'Triggers that this product does not know stay and keep running: %s.',
                          string_agg(tgname, ', ' order by tgname)
                     from pg_trigger
                    where tgrelid = (s.found).oid and not tgisinternal
               ) v (level, sentence, list)
         where s.is_plain and v.list is not null;

        insert into verdict (position, level, sentence)
        select min(p.position), 'notes',
               format('The server''s time zone is %s: times that the server itself wrote may be local times, and are read as '
                      'UTC all the same.', z.reset_val)
          from pair p
          join pg_settings z on z.name = 'TimeZone'
         where p.fit = 'converts' and p.kind like 'timestamp%'
           and z.reset_val not in ('UTC', 'Etc/UTC', 'GMT', 'Etc/GMT', 'Zulu', 'Etc/Zulu', 'UCT')
         group by z.reset_val;

        insert into verdict (level, sentence)
        select 'notes', coalesce('Its revision is ' || r.ids[1] || '; this release knows ffacb20841b4 and c256afd5baca.',
                                 'It names no revision.') || ' The tables were looked at all the same.'
          from table_shape t
         cross join pg_temp.answers(
                   'select array[string_agg(to_jsonb(a) ->> ''version_num'', '', '')] from ' || t.name || ' a'
               ) r (ids)
         where t.name = 'alembic_version'
           and coalesce(r.ids[1], '') not in ('ffacb20841b4', 'c256afd5baca')
        """#
}
