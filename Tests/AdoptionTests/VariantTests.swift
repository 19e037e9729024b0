import Adoption
import Platform
import Postgres
import SchemaMigrations
import Support
import Testing

/// Adoption of tables that have changed since the earlier product made them.
@Suite struct VariantTests {
    @Test(arguments: [
        "alter table users alter column languages type json using languages",
        "alter table users alter column languages drop default, alter column languages type text[] using '{en,fr}'",
        "alter table users alter column email type varchar(40), alter column hashed_password type varchar(60)",
        "create type plan_type as enum ('free', 'pro'); alter table users alter column plan type plan_type"
            + " using plan::plan_type, alter column plan set default 'pro'",
        "alter table users alter column seats type smallint",
        "alter table users alter column id type bigint",
        "alter table users drop column organization_name, drop column marketing_opt_in",
        "drop table user_onboarding",
        "drop index idx_vapi_user, idx_twilio_user",
        "drop index idx_vapi_user; alter table vapi_credentials add constraint one_key unique (user_id)",
        "alter table vapi_credentials drop constraint vapi_credentials_user_id_fkey,"
            + " add constraint vapi_credentials_user_id_fkey foreign key (user_id) references users (id)",
        "alter table vapi_credentials drop constraint vapi_credentials_user_id_fkey",
        "alter table users drop constraint users_email_key; create unique index ix_users_email on users (email)",
        "alter table users alter column id drop default; drop sequence users_id_seq",
        "alter table user_onboarding drop constraint user_onboarding_pkey",
        "alter table users add constraint users_plan_check check (plan <> 'gold')",
        "create view plans as select plan, tone from users",
        "alter table users alter column created_at set default timezone('utc', now())",
        "alter table users alter column updated_at type timestamptz, alter column updated_at set default current_timestamp",
        "drop table alembic_version",
        "alter table twilio_credentials drop column user_id cascade",
    ])
    func aVariantIsAdoptedAndTakesNewUsers(change: String) throws {
        let installation = try Installation(Installation.users, change)
        let database = installation.database
        let content = EarlierProduct.content(of: try installation.columns())
        let before = try database.texts(content)
        let report = try installation.adoptAndMigrate()
        #expect(report.outcome == .adopted, "\(report.sentences(.blocks))")
        #expect(try database.texts(content) == before)
        try database.run(
            """
            insert into users (email, hashed_password) values ('new@example.org', 'z');
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) select id, 'k' from users where email like 'new%'
                on conflict (user_id) do update set updated_at = now();
            insert into twilio_credentials (user_id, account_sid, auth_token_encrypted)
                select id, 'a', 'b' from users where email like 'new%'
                on conflict (user_id) do update set account_sid = 'c';
            insert into user_onboarding (user_id) select id from users where email like 'new%'
                on conflict (user_id) do nothing;
            update users set languages = '["he"]', plan = 'business', seats = 4 where email like 'new%';
            """,
            as: "app"
        )
        let error = #expect(throws: PostgresError.self) {
            try database.run("insert into users (email, hashed_password) values ('ADA@EXAMPLE.ORG', 'z')", as: "app")
        }
        #expect(error?.sqlState == "23505")
        try database.run("delete from users where email like 'new%'")
        #expect(try database.texts("select id::text from vapi_credentials where vapi_api_key_encrypted = 'k'").isEmpty)
    }

    @Test func whatBlocksIsShownAndNothingChanges() throws {
        let installation = try Installation()
        let database = installation.database
        try database.run(
            """
            insert into users (email, hashed_password) values ('a@example.org', 'x'), ('A@example.org', 'x'), ('b@c.d', 'x');
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) values (1, 'x'), (1, 'y'), (3, 'z');
            insert into twilio_credentials (user_id, account_sid, auth_token_encrypted) values (null, 'x', 'y'), (null, 'x', 'y');
            alter table user_onboarding add column score integer not null;
            """
        )
        let before = try installation.state()
        let report = try installation.adopt()
        #expect(report.outcome == .blocked)
        let blocking = report.sentences(.blocks)
        #expect(blocking.contains("users: Addresses that occur more than once"))
        #expect(blocking.contains("vapi_credentials: Users with several rows"))
        #expect(blocking.contains("user_onboarding: This product does not know the column score"))
        #expect(blocking.split(separator: "\n").count == 3)
        #expect(try installation.rowsShown(report, .blocks) == [1, 1])
        #expect(try installation.state() == before)
        try database.run(
            """
            delete from users where id = 2;
            delete from vapi_credentials where id = 1;
            alter table user_onboarding alter column score drop not null;
            """
        )
        #expect(try installation.adopt().outcome == .adopted)
    }

    @Test(arguments: [
        ("alter table users alter column seats drop default, alter column seats type uuid using null", "seats is uuid"),
        ("alter table users alter column plan type char(9)", "plan is character(9)"),
        (
            "alter table users drop constraint users_pkey cascade, add primary key (id, email)",
            "primary key is id, email"
        ),
        ("alter table vapi_credentials drop column id", "no column id"),
        (
            "insert into users (email, hashed_password) values ('a@b.example', 'x');"
                + "insert into twilio_credentials (user_id, account_sid, auth_token_encrypted) values (1, 'a', 'b');"
                + "alter table twilio_credentials drop column auth_token_encrypted", "no column auth_token_encrypted"
        ),
        ("create view recent as select created_at from users", "view recent"),
        ("alter table users enable row level security", "row-level security"),
        (
            "alter table users alter column languages type json using languages;"
                + #"insert into users (email, hashed_password, languages) values ('a@b.example', 'x', '["\u0000"]')"#,
            "U+0000"
        ),
        (
            "alter table users alter column id type bigint;"
                + "insert into users (id, email, hashed_password) values (3000000000, 'a@b.example', 'x')",
            "do not fit into 32 bits"
        ),
        ("alter table users rename to people; create view users as select * from people", "not a plain table"),
    ])
    func whatCannotBeTakenOverBlocks(change: String, sentence: String) throws {
        let installation = try Installation(change)
        let report = try installation.adopt()
        #expect(report.outcome == .blocked)
        #expect(report.sentences(.blocks).contains(sentence), "\(report.sentences(.blocks))")
        #expect(try installation.rowsShown(report, .blocks).allSatisfy { $0 > 0 })
        #expect(try installation.database.texts("select to_regclass('schema_migrations')::text") == [nil])
    }

    @Test func tablesOfAnotherRoleBlock() throws {
        let installation = try Installation()
        try installation.database.run("alter table users owner to postgres", as: "postgres")
        #expect(try installation.adopt().sentences(.blocks).contains("belongs to another role"))
    }
}
