internal import Postgres

/// See <https://www.postgresql.org/docs/15/catalogs.html>.
extension ShapeReader {
    static let names = Statement(
        "shape_names",
        """
        select relname
          from pg_class
         where relnamespace = current_schema()::regnamespace
           and relkind in ('r', 'p', 'v', 'm', 'f')
        """
    )

    static let tables = Statement(
        "shape_tables",
        """
        select relname, relkind::text, pg_has_role(relowner, 'usage'), relrowsecurity,
               array_to_string(reloptions, ',')
          from pg_class
         where relnamespace = current_schema()::regnamespace
           and relkind in ('r', 'p', 'v', 'm', 'f')
           and relname = any ($1::text[])
         order by array_position($1::text[], relname::text)
        """
    )

    static let columns = Statement(
        "shape_columns",
        """
        select a.attname, format_type(a.atttypid, a.atttypmod), t.typtype = 'e', not a.attnotnull,
               case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
               a.attidentity <> '' or a.attgenerated <> ''
          from pg_attribute a
          join pg_type t         on t.oid = a.atttypid
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = to_regclass(quote_ident($1))
           and a.attnum > 0
           and not a.attisdropped
         order by a.attnum
        """
    )

    static let constraints = Statement(
        "shape_constraints",
        """
        select k.conname, k.contype::text, pg_get_constraintdef(k.oid, true), pg_get_expr(k.conbin, k.conrelid, true),
               (select string_agg(a.attname, ',' order by u.position)
                  from unnest(k.conkey) with ordinality u (number, position)
                  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number)
          from pg_constraint k
         where k.conrelid = to_regclass(quote_ident($1))
           and k.contype in ('p', 'f', 'u', 'c', 'x')
         order by k.contype <> 'p', k.conname
        """
    )

    static let indexes = Statement(
        "shape_indexes",
        """
        select i.relname, x.indisunique, x.indisvalid and x.indpred is null,
               (select string_agg(pg_get_indexdef(x.indexrelid, number, true), ', ' order by number)
                  from generate_series(1, x.indnkeyatts) number),
               exists (select
                         from pg_constraint k
                        where k.conindid = x.indexrelid
                          and k.conrelid = x.indrelid
                          and k.contype in ('p', 'u', 'x'))
          from pg_index x
          join pg_class i on i.oid = x.indexrelid
         where x.indrelid = to_regclass(quote_ident($1))
         order by i.relname
        """
    )

    static let views = Statement(
        "shape_views",
        """
        select distinct v.relname, a.attname
          from pg_depend d
          join pg_rewrite r   on r.oid = d.objid
          join pg_class v     on v.oid = r.ev_class
          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
         where d.classid = 'pg_rewrite'::regclass
           and d.refclassid = 'pg_class'::regclass
           and d.refobjid = to_regclass(quote_ident($1))
           and v.oid <> d.refobjid
         order by 1, 2
        """
    )

    static let triggers = Statement(
        "shape_triggers",
        """
        select tgname
          from pg_trigger
         where tgrelid = to_regclass(quote_ident($1))
           and not tgisinternal
         order by 1
        """
    )
}
