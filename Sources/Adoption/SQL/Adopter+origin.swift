internal import Postgres

extension Adopter {
    /// The word `adopted` for tables that were adopted before, else why they cannot be looked at; neither for tables of the
    /// earlier product. `$1` is whether `schema_migrations` has a row.
    static let origin = Statement(
        "adoption_origin",
        """
        with relation as (
                 select oid, relname::text as name
                   from pg_class
                  where relnamespace = current_schema()::regnamespace
                    and relkind in ('r', 'p', 'v', 'm', 'f')
                    and relname <> 'schema_migrations'
             ),
             found as (select coalesce(array_agg(name), '{}') as names from relation)
        select case when $1 and 'alembic_version' = any (names) then 'adopted' end,
               case
                   when $1 and 'alembic_version' = any (names)
                   then null
                   when $1
                   then 'This is a database of this product already. Run ''onboardingctl migrate up''.'
                   when names = '{}'
                   then 'The database has no tables: there is nothing to adopt. Run ''onboardingctl migrate up''.'
                   when 3 > (select count(*)
                               from relation
                               join pg_attribute on attrelid = oid and not attisdropped
                              where name = 'users' and attname in ('id', 'email', 'hashed_password'))
                   then 'This is not a database of the earlier product: it has no table ''users'' with the columns id, '
                        'email and hashed_password.'
                   when not names && '{alembic_version, vapi_credentials, twilio_credentials, user_onboarding}'
                   then 'This is not a database of the earlier product: beside ''users'' it has neither '
                        '''alembic_version'' nor ''vapi_credentials'', ''twilio_credentials'' or ''user_onboarding''.'
               end
          from found
        """
    )
}
