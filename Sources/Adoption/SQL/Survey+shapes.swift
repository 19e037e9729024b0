/// What the catalogue says about the tables of the current schema: the same views read what the migrations have made and
/// what is there. See <https://www.postgresql.org/docs/15/catalogs.html>.
extension Survey {
    /// What means the same is made equal here, to be compared: a type is a `kind` of value and the `size` of what fits;
    /// a constraint or index is its `rule`, without the casts and parentheses that depend on how it was created.
    static let shapes = #"""
        create table needed (position integer generated always as identity, name text, creation text);

        create function answers(query text) returns text[] language plpgsql strict as
        'declare answer text[]; begin execute query into answer; return answer; end';

        create view table_shape as
        select oid, relname::text as name, relkind as kind, coalesce(reloptions, '{}') as options,
               pg_has_role(relowner, 'usage') as is_ours, relrowsecurity as hides_rows
          from pg_class
         where relnamespace = current_schema()::regnamespace
           and relkind in ('r', 'p', 'v', 'm', 'f');

        create view column_shape as
        select t.name                                                                       as table_name,
               a.attname::text                                                              as name,
               a.attnum                                                                     as number,
               format_type(a.atttypid, a.atttypmod)                                         as type,
               case
                   when y.typtype = 'e' or y.typname = 'citext'                           then 'word'
                   when a.atttypid in ('text'::regtype, 'varchar'::regtype)               then 'text'
                   when a.atttypid in ('text[]'::regtype, 'varchar[]'::regtype)           then 'list'
                   when a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) then 'number'
                   else format_type(a.atttypid, null)
               end                                                                          as kind,
               case
                   when a.atttypid not in ('text'::regtype, 'varchar'::regtype) then y.typlen
                   when a.atttypmod > 0                                         then a.atttypmod - 4
                   else 2147483647
               end                                                                          as size,
               a.attnotnull                                                                 as is_required,
               a.attidentity <> '' or a.attgenerated <> '' or e.value is not null           as has_default,
               a.attidentity <> '' or coalesce(e.value like 'nextval(%', false)             as is_numbered,
               e.value,
               regexp_replace(e.value, '^(''.*'')::.*$', '\1')                              as shown_value,
               coalesce(substring(e.value from 'nextval\(''(.*)''::regclass\)'),
                        pg_get_serial_sequence(t.oid::regclass::text, a.attname))           as sequence
          from table_shape t
          join pg_attribute a    on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
          join pg_type y         on y.oid = a.atttypid
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated = ''
         cross join regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^CURRENT_TIMESTAMP$', 'now()') e (value);

        create view rule_shape as
        select t.name                              as table_name,
               k.conname::text                     as name,
               k.contype::text                     as kind,
               d.definition,
               pg_get_expr(k.conbin, t.oid, true)  as condition,
               (select string_agg(a.attname, ', ' order by array_position(k.conkey, a.attnum))
                  from pg_attribute a
                 where a.attrelid = t.oid and a.attnum = any (k.conkey))  as keys,
               regexp_replace(d.definition, case k.contype when 'c' then '::character varying|::text|\[\]|[()]|' else '' end
                                            || ' NOT VALID$', '', 'g')  as rule,
               false                               as is_owned
          from table_shape t
          join pg_constraint k on k.conrelid = t.oid and k.contype in ('p', 'f', 'u', 'c', 'x')
         cross join pg_get_constraintdef(k.oid, true) d (definition)
         union all
        select t.name, i.relname::text, 'i', null, null, k.keys,
               case when x.indisunique and x.indisvalid and x.indpred is null then replace(k.keys, '::text', '') end,
               exists (select from pg_constraint where conindid = i.oid and contype in ('p', 'u', 'x'))
          from table_shape t
          join pg_index x on x.indrelid = t.oid
          join pg_class i on i.oid = x.indexrelid
         cross join lateral (select string_agg(pg_get_indexdef(i.oid, place, true), ', ' order by place)
                               from generate_series(1, x.indnkeyatts) place) k (keys)
        """#

    /// Notes the table that a migration has made, and the statements that made it.
    static let newTable = """
        insert into needed (name, creation)
        select name, $1 from table_shape where kind = 'r' and name <> 'needed' and name not in (select name from needed)
        """

    /// Keeps the shapes of what the migrations have made, and drops it.
    static let neededShapes = """
        create table needed_table  as select * from needed join table_shape using (name);
        create table needed_column as select * from column_shape where table_name in (select name from needed);
        create table needed_rule   as select * from rule_shape
                                       where table_name in (select name from needed)
                                         and (kind <> 'i' or (rule is not null and not is_owned));
        do 'begin execute (select ''drop table '' || string_agg(name, '', '') || '' cascade'' from needed); end';
        set local search_path to default
        """
}
