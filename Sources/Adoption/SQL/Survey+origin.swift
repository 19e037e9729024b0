extension Survey {
    /// What speaks against a look at the tables: nothing for those of the earlier product, `adopted` when that is done, or
    /// a sentence. `$1` is whether `schema_migrations` has a row.
    static let origin = """
        select case
                   when $1 and 'alembic_version' = any (names)
                   then 'adopted'
                   when $1
                   then 'This is a database of this product already. Run ''onboardingctl migrate up''.'
                   when names = '{}'
                   then 'The database has no tables: there is nothing to adopt. Run ''onboardingctl migrate up''.'
                   when not names && '{alembic_version, vapi_credentials, twilio_credentials, user_onboarding}'
                     or 3 > (select count(*)
                               from pg_attribute
                              where attrelid = to_regclass(quote_ident(current_schema()) || '.users')
                                and attname in ('id', 'email', 'hashed_password'))
                   then 'This is not a database of the earlier product: it needs a table ''users'' with the columns id, email '
                        'and hashed_password, and beside it ''alembic_version'' or another table of that product.'
               end
          from (
                   select coalesce(array_agg(relname::text), '{}')
                     from pg_class
                    where relnamespace = current_schema()::regnamespace
                      and relkind in ('r', 'p', 'v', 'm', 'f')
                      and relname <> 'schema_migrations'
               ) found (names)
        """
}
