-- migrate:replaces 245e31dd905d0cf60ea2725d1426484872ff772c175bf1d7891f78884d4470d9
-- migrate:up

-- What an answer may be becomes a type of its own. PostgreSQL keeps the checks of a type at hand; those of a table it
-- reads again from their stored text in every statement that changes a row: a third of the cost of saving an answer.
-- The types get their checks last. Without one they are text by another name, and the columns change without the rows
-- being written again.
create domain users_email          as varchar(320);
create domain users_locale         as text;
create domain users_persona        as text;
create domain users_job_to_be_done as text;
create domain users_languages      as jsonb;
create domain users_guidelines     as text;
create domain users_strategy       as text;
create domain users_calendar       as text;
create domain users_workspace_apps as jsonb;
create domain users_crm            as text;
create domain users_plan           as text;
create domain users_seats          as integer;

-- An adopted database has more checks, for its columns have no limits: there the columns get the limits. Where rows from
-- before the adoption break a check, it names their ids and stays; so does the check of a column that a view reads.
do $$
declare
    changes text;
begin
    select string_agg(checks.dropped || format('alter column %I type %s', answer.name, answer.type), ', ')
      into changes
      from (
               values ('email',          'users_email'),          ('full_name',         'varchar(255)'),
                      ('locale',         'users_locale'),         ('organization_name', 'varchar(255)'),
                      ('persona',        'users_persona'),        ('industry',          'varchar(255)'),
                      ('job_to_be_done', 'users_job_to_be_done'), ('timezone',          'varchar(255)'),
                      ('languages',      'users_languages'),      ('tone',              'varchar(64)'),
                      ('guidelines',     'users_guidelines'),     ('number',            'varchar(32)'),
                      ('strategy',       'users_strategy'),       ('business_hours',    'varchar(255)'),
                      ('calendar',       'users_calendar'),       ('fallback_email',    'varchar(320)'),
                      ('workspace_apps', 'users_workspace_apps'), ('crm',               'users_crm'),
                      ('plan',           'users_plan'),           ('seats',             'users_seats')
           ) as answer (name, type)
      join pg_attribute a on a.attrelid = 'users'::regclass and a.attname = answer.name
     cross join lateral (
               select string_agg(format('drop constraint %I, ', k.conname), '') as dropped,
                      bool_and(k.conkey = array[a.attnum])              as have_no_exceptions
                 from pg_constraint k
                where k.conrelid = a.attrelid
                  and k.contype = 'c'
                  and k.conname in (format('users_%s_check', answer.name), format('users_%s_length_check', answer.name))
           ) checks
     where checks.have_no_exceptions
       and not exists (
               select
                 from pg_depend d
                 left join pg_attrdef own on d.classid = 'pg_attrdef'::regclass and own.oid = d.objid
                where d.refclassid = 'pg_class'::regclass
                  and d.refobjid = a.attrelid
                  and d.refobjsubid = a.attnum
                  and d.classid not in ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_statistic_ext'::regclass)
                  and own.adnum is distinct from a.attnum
           );
    if changes is not null then
        execute 'alter table users ' || changes;
    end if;
end
$$;

alter domain users_email          add check (position('@' in value) > 1);
alter domain users_locale         add check (value in ('en', 'fr', 'he'));
alter domain users_persona        add check (value in ('secretary', 'concierge', 'sdr', 'cs'));
alter domain users_job_to_be_done add check (char_length(value) <= 10000);
alter domain users_guidelines     add check (char_length(value) <= 10000);
alter domain users_strategy       add check (value in ('attach', 'purchase'));
alter domain users_calendar       add check (value in ('google', 'outlook', 'none'));
alter domain users_crm            add check (value in ('hubspot', 'salesforce', 'none'));
alter domain users_plan           add check (value in ('free', 'pro', 'business'));
alter domain users_seats          add check (value between 1 and 1000);

-- As many elements as there are known languages in it: so nothing unknown and nothing twice.
alter domain users_languages add check (
    case jsonb_typeof(value)
        when 'array' then jsonb_array_length(value)
                        = (value ? 'en')::integer + (value ? 'fr')::integer + (value ? 'he')::integer
        else value is null
    end
);

-- At most 50 strings of at most 64 characters.
alter domain users_workspace_apps add check (
    case jsonb_typeof(value)
        when 'array' then jsonb_array_length(value) <= 50
                      and not jsonb_path_exists(
                              value,
                              'strict $[*] ? (@.type() != "string" || @ like_regex "^.{65}" flag "s")'
                          )
        else value is null
    end
);

-- migrate:down

do $$
declare
    changes text;
begin
    select string_agg(format(
               'alter column %1$I type %2$s, add constraint %3$I check (%4$s)',
               answer.name,
               answer.type,
               k.conname,
               regexp_replace(pg_get_expr(k.conbin, 0), '\mVALUE\M', quote_ident(answer.name), 'g')
           ), ', ')
      into changes
      from (
               values ('email',          'varchar(320)'), ('locale',         'varchar(5)'),
                      ('persona',        'varchar(32)'),  ('job_to_be_done', 'text'),
                      ('languages',      'jsonb'),        ('guidelines',     'text'),
                      ('strategy',       'varchar(16)'),  ('calendar',       'varchar(16)'),
                      ('workspace_apps', 'jsonb'),        ('crm',            'varchar(16)'),
                      ('plan',           'varchar(16)'),  ('seats',          'integer')
           ) as answer (name, type)
      join pg_attribute a  on a.attrelid = 'users'::regclass and a.attname = answer.name
      join pg_constraint k on k.contypid = a.atttypid;
    if changes is not null then
        execute 'alter table users ' || changes;
    end if;
end
$$;

drop domain users_email, users_locale, users_persona, users_job_to_be_done, users_languages, users_guidelines,
            users_strategy, users_calendar, users_workspace_apps, users_crm, users_plan, users_seats;
