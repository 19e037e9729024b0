extension Survey {
    /// What follows for each table: findings for a person, and statements for the database.
    ///
    /// A verdict has a level and a sentence, a statement, or both. Statements of phases 0 and 1 make room, those of phase 2
    /// are the clauses of one `alter table`, those of phase 3 need the columns as they are afterwards.
    static let verdicts = #"""
        create temp table verdict (
            id        integer generated always as identity,
            position  integer,
            level     text,
            sentence  text,
            phase     integer,
            statement text,
            query     text
        );

        create function pg_temp.renaming(table_name text, name text, new_name text, is_constraint boolean) returns text
        language sql strict as $$
            select format(case when is_constraint then 'alter table %I rename constraint %I to %I'
                               else 'alter index %2$I rename to %3$I' end, table_name, name, new_name)
        $$;

        insert into verdict (position, level, sentence, phase, statement)
        select s.position, v.level, v.sentence, v.phase, v.statement
          from subject s
         cross join array_to_string(s.needed_options, ', ') o (list)
         cross join lateral (
                   values (s.oid is null, 'changes', 'There is no such table: it is created.', 1, s.creation),
                          (s.is_plain and o.list <> '' and s.options = '{}', 'changes',
                           format('New pages keep room for changed rows: %s.', o.list), 2, format('set (%s)', o.list)),
                          (s.kind <> 'r', 'blocks',
                           'It is not a plain table but a view, or it is partitioned or foreign.', 0, null),
                          (not s.is_ours, 'blocks',
                           format('It belongs to another role. Run this as that role (DATABASE_OWNER_URL), or hand it over '
                                  'with ''alter table %s owner to …''.', s.name), 0, null),
                          (s.hides_rows, 'blocks',
                           format('It has row-level security, which would hide rows from the application. Switch it off '
                                  'with ''alter table %s disable row level security''.', s.name), 0, null)
               ) v (applies, level, sentence, phase, statement)
         where v.applies;

        -- Columns.
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
                   select p.fit not in ('missing', 'differs') and not p.is_numbered,
                          p.value is distinct from p.found_value,
                          p.is_numbered or (p.is_required and p.value is null and t.rows > 0),
                          case when p.is_required and p.value is distinct from 'now()' then ' not null' end
               ) f (is_there, has_other_default, is_vital, not_null)
         cross join lateral (
                   values (p.fit = 'differs', 'blocks',
                           format('%s is %s, where the application needs %s.', p.name, p.found_type, p.type), 0, null),
                          (p.fit = 'missing' and f.is_vital, 'blocks',
                           format('There is no column %s, and the application cannot do without its values.', p.name), 0, null),
                          (p.fit = 'missing' and not f.is_vital, 'changes',
                           format('There is no column %s: it is added, %s.', p.name,
                                  case when p.value = 'now()' then 'null in the rows that are there'
                                       else coalesce('with ' || p.shown_value || ' in every row', 'without values') end), 2,
                           format('add column %I %s%s%s', p.name, p.type, f.not_null,
                                  case when p.value = 'now()' then format(', alter column %I set default now()', p.name)
                                       else ' default ' || p.value end)),
                          (p.fit = 'converts' and f.is_there and p.found_value is not null, null, null, 2,
                           format('alter column %I drop default', p.name)),
                          (p.fit = 'converts', 'changes',
                           format('%s turns from %s into %s; %s.', p.name, p.found_type, p.type,
                                  case p.kind when 'timestamp with time zone' then 'its values are read as UTC'
                                              else 'every value stays the same' end), 2,
                           format('alter column %I type %s%s', p.name, p.type, ' using ' || p.conversion)),
                          (f.is_there and p.value is not null and (f.has_other_default or p.fit = 'converts'), null, null, 2,
                           format('alter column %I set default %s', p.name, p.value)),
                          (f.is_there and p.value is not null and f.has_other_default, 'changes',
                           format('%s gets the default %s for new rows%s.', p.name, p.shown_value,
                                  ' instead of ' || p.found_shown_value), 0, null),
                          (f.is_there and p.value is null and f.has_other_default, 
                           case p.fit when 'converts' then 'changes' else 'notes' end,
                           format(case p.fit when 'converts' then '%s loses its default %s.'
                                             else '%s keeps its default %s, which a new installation does not have.' end,
                                  p.name, p.found_shown_value), 0, null),
                          (p.is_numbered and not p.found_numbered, 'changes',
                           format('%s has nothing that numbers new rows: the sequence %s_%1$s_seq is created.', p.name, p.table_name), 1,
                           format(E'create sequence %2$s_%1$s_seq start with %3$s owned by %2$s.%1$s;\n'
                                  'alter table %2$s alter column %1$s set default nextval(''%2$s_%1$s_seq'')',
                                  p.name, p.table_name, t.highest + 1))
               ) v (applies, level, sentence, phase, statement)
         where v.applies
         order by p.number;

        insert into verdict (position, level, sentence, phase, statement)
        select position, 'changes',
               format('The sequence %s stands at %s, behind the highest id %s: it is moved.', sequence, reached, highest),
               3, format('alter sequence %s restart with %s', sequence, highest + 1)
          from tally
         where reached < highest;

        insert into verdict (position, level, sentence)
        select p.position, 'blocks',
               format('The type of %s changes, which this forbids: %s. Drop it, and create it again afterwards.',
                      p.name, pg_describe_object(d.classid, d.objid, 0))
          from pair p
          join pg_depend d on (d.refclassid, d.refobjid, d.refobjsubid) = ('pg_class'::regclass, p.oid, p.found_number)
         where p.fit = 'converts'
           and d.classid not in ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_statistic_ext'::regclass)
           and not exists (select from pg_attrdef where oid = d.objid and adrelid = p.oid and adnum = p.found_number);

        -- Constraints and unique indexes. Old rows that break a check are exempt by their ids. 'not valid' would not do:
        -- every update of such a row is held against the check, so its owner could save nothing any more.
        insert into verdict (position, level, sentence, phase, statement)
        select r.position, v.level, v.sentence, v.phase, v.statement
          from rule r
          left join tally t      using (position)
          left join question q   using (position, name)
          left join rule_shape n on (n.table_name, n.name) = (r.table_name, r.name) and (n.kind = 'i') = (r.kind = 'i')
         cross join lateral (
                   select string_agg(keys, ', '),
                          string_agg(definition, ', '),
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
                           format('It has no primary key: %s becomes it.', r.keys), 2,
                           format('add constraint %I primary key (%s)', r.name, r.keys)),
                          ('f', r.twin is null, 'changes',
                           format('%s %s.', r.definition, coalesce('replaces ' || o.definitions, 'is added')), 2,
                           format('%sadd constraint %I %s%s', o.drops, r.name, r.definition,
                                  case when q.count > 0 then ' not valid' end)),
                          ('c', r.twin is null and n.name is not null, null, null, 0,
                           pg_temp.renaming(r.table_name, r.name, r.name || '_earlier', true)),
                          ('cl', r.twin is null, null, null, 2,
                           format(case when q.count > 0 then 'add constraint %I check (id <= %2$s or (%3$s))'
                                       else 'add constraint %I check (%3$s)' end, r.name, t.highest, r.condition)),
                          ('i', r.twin = r.name, 'fits', format('%s is unique over %s.', r.name, r.keys), 0, null),
                          ('i', r.twin is distinct from r.name and n.keys = r.keys and not n.is_owned, 'changes',
                           format('%s is not unique, which saving needs: a unique index replaces it.', r.name), 0,
                           format('drop index %I', r.name)),
                          ('i', r.twin is distinct from r.name and (n.keys <> r.keys or n.is_owned), 'changes',
                           format('%s, over %s, is now called %1$s_earlier.', r.name, n.keys), 0,
                           pg_temp.renaming(r.table_name, r.name, r.name || '_earlier', n.is_owned)),
                          ('i', r.twin <> r.name, 'changes',
                           format('%s, unique over %s, is now called %s.', r.twin, r.keys, r.name), 1,
                           pg_temp.renaming(r.table_name, r.twin, r.name, r.is_twin_owned)),
                          ('i', r.twin is null, 'changes', format('%s, unique over %s, is created.', r.name, r.keys), 3,
                           format('create unique index %I on %I (%s)', r.name, r.table_name, r.keys))
               ) v (kinds, applies, level, sentence, phase, statement)
         where v.applies
           and position(r.kind in v.kinds) > 0
           and r.is_possible;

        insert into verdict (position, level, sentence)
        select position, 'changes', format('Columns that take longer text than the application stores get a check: %s.',
                                           string_agg(keys, ', '))
          from rule
         where kind = 'l' and twin is null
         group by position;

        -- Rows.
        insert into verdict (position, level, sentence, phase, statement)
        select position, 'changes',
               format('No row lacks a value, so ''not null'' is added: %s.', string_agg(name, ', ' order by id)), 2,
               string_agg(format('alter column %I set not null', name), E',\n    ' order by id)
          from question
         where kind = 'null' and count = 0
         group by position;

        insert into verdict (position, level, sentence, query)
        select q.position, v.level,
               format(v.sentence, q.keys, q.rows, q.count, q.name, r.rule, p.meaning_of_null), q.query
          from question q
          left join pair p using (position, name)
          left join rule r using (position, name)
          join (
                   values ('null', true,  'blocks', '%s has no value in %s.'),
                          ('null', false, 'notes', '%s has no value in %s, which %6$s. It stays, and ''not null'' is not added.'),
                          ('too long', true, 'notes', '%s is longer than %5$s characters in %2$s, left as is. The limit holds for new rows only.'),
                          ('too big', true, 'blocks', '%s holds numbers that do not fit into 32 bits in %s.'),
                          ('U+0000', true, 'blocks', '%s holds the character U+0000, which jsonb cannot hold, in %s.'),
                          ('breaks', true, 'notes', '%s breaks %4$s in %2$s, left as is and still to be saved by their owners. '
                                                    'The check holds for new rows only; the API takes no such value.'),
                          ('orphan', true, 'notes', 'Of users that do not exist: %2$s, left as is, which nobody sees. The '
                                                    'foreign key holds for new rows only.'),
                          ('repeated id', true, 'blocks', 'Ids that occur more than once: %3$s.'),
                          ('repeated address', true, 'blocks', 'Addresses that occur more than once when upper and lower case are not told apart: %3$s. Whoever signs in must be one user: rename or delete the others.'),
                          ('repeated user', true, 'blocks', 'Users with several rows, where the application keeps one: %3$s. Keep the row that is in use and delete the others.')
               ) v (kind, is_vital, level, sentence)
            on v.kind = q.kind
           and v.is_vital = (p.meaning_of_null is null or q.kind <> 'null')
         where q.count > 0
         order by q.id;

        -- What this product does not know.
        insert into verdict (position, level, sentence)
        select s.position, v.level, format(v.sentence, v.list, s.name)
          from subject s
         cross join lateral (
                   select 'blocks',
                          '%s is a column that this product does not know. It is ''not null'' and has no default, so no row '
                          'could be added. Allow nulls (''alter table %2$s alter column %1$s drop not null'') or give it a '
                          'default.',
                          quote_ident(name)
                     from column_shape
                    where table_name = s.name
                      and is_required
                      and not has_default
                      and name not in (select p.name from pair p where p.position = s.position)
                    union all
                   select 'notes', 'Columns that this product does not know stay: %s.', string_agg(name, ', ' order by number)
                     from column_shape
                    where table_name = s.name
                      and (has_default or not is_required)
                      and name not in (select p.name from pair p where p.position = s.position)
                    union all
                   select 'notes',
                          case f.kind when 'i' then 'Indexes' else 'Constraints' end
                          || ' that this product does not know stay: %s.',
                          string_agg(concat_ws(' ', f.name, f.definition), ', ' order by f.name)
                     from rule_shape f
                    where f.table_name = s.name
                      and f.kind <> 'p'
                      and not f.is_owned
                      and not exists (
                              select
                                from rule r
                               where r.position = s.position
                                 and (r.twin = f.name
                                      or (r.kind = 'i' and (f.kind, f.name) = (r.kind, r.name))
                                      or (r.kind = 'f' and (f.kind, f.keys) = (r.kind, r.keys) and r.twin is null))
                          )
                    group by 2
                    union all
                   select 'notes', 'Triggers that this product does not know stay and keep running: %s.',
                          string_agg(tgname, ', ' order by tgname)
                     from pg_trigger
                    where tgrelid = s.oid
                      and not tgisinternal
               ) v (level, sentence, list)
         where s.is_plain
           and v.list is not null;

        insert into verdict (position, level, sentence)
        select s.position, 'notes',
               format('The server''s time zone is %s: times that the server itself wrote may be local times, and are read '
                      'as UTC all the same.', z.reset_val)
          from subject s
          join pg_settings z on z.name = 'TimeZone'
         where s.name = 'users'
           and z.reset_val not in ('UTC', 'Etc/UTC', 'GMT', 'Etc/GMT', 'Zulu', 'Etc/Zulu', 'UCT')
           and exists (select from pair where fit = 'converts' and kind = 'timestamp with time zone');

        insert into verdict (level, sentence)
        select 'notes',
               coalesce('Its revision is ' || r.ids[1] || '; this release knows ffacb20841b4 and c256afd5baca.',
                        'It names no revision.') || ' The tables were looked at all the same.'
          from table_shape t
         cross join pg_temp.answers(
                   'select array[string_agg(to_jsonb(a) ->> ''version_num'', '', '')] from ' || t.name || ' a'
               ) r (ids)
         where t.name = 'alembic_version'
           and coalesce(r.ids[1], '') not in ('ffacb20841b4', 'c256afd5baca')
        """#
}
