/// The tables of the earlier product, as its Alembic migrations leave them.
public enum EarlierProduct {
    /// Creates them, empty.
    public static let tables = """
        create table alembic_version (version_num varchar(32) primary key);
        insert into alembic_version values ('c256afd5baca');
        create table users (
            id                      serial primary key,
            email                   varchar unique not null,
            hashed_password         varchar not null,
            is_active               boolean default true,
            created_at              timestamp,
            updated_at              timestamp,
            full_name               varchar,
            organization_name       varchar,
            industry                varchar,
            timezone                varchar,
            locale                  varchar(5),
            marketing_opt_in        boolean default false,
            accept_terms            boolean default false,
            persona                 varchar,
            job_to_be_done          text,
            languages               jsonb,
            tone                    varchar,
            guidelines              text,
            strategy                varchar,
            number                  varchar,
            business_hours          varchar,
            fallback_email          varchar,
            calendar                varchar,
            workspace_apps          jsonb,
            crm                     varchar,
            plan                    varchar,
            seats                   integer default 1,
            onboarding_completed    boolean default false,
            onboarding_completed_at timestamp,
            phone                   varchar
        );
        create table vapi_credentials (
            id                     serial primary key,
            user_id                integer references users (id) on delete cascade,
            vapi_api_key_encrypted varchar not null,
            vapi_api_key_preview   varchar,
            created_at             timestamp default now(),
            updated_at             timestamp default now()
        );
        create index idx_vapi_user on vapi_credentials (user_id);
        create table twilio_credentials (
            id                   serial primary key,
            user_id              integer references users (id) on delete cascade,
            account_sid          varchar not null,
            auth_token_encrypted varchar not null,
            phone_number         varchar,
            created_at           timestamp default now(),
            updated_at           timestamp default now()
        );
        create index idx_twilio_user on twilio_credentials (user_id);
        create table user_onboarding (
            id                           serial primary key,
            user_id                      integer references users (id) on delete cascade,
            onboarding_vapi_skipped      boolean default false,
            onboarding_twilio_skipped    boolean default false,
            onboarding_assistant_created boolean default false,
            created_at                   timestamp default now(),
            updated_at                   timestamp default now()
        );
        create index idx_user_onboarding_user on user_onboarding (user_id);
        create table campaigns (id serial primary key, title varchar, user_id integer references users (id));
        """

    /// A query that answers with one text for each row of each table: the same text before and after the adoption when
    /// no value has changed. Times of the earlier product have no zone and mean UTC.
    /// - Parameter columns: the columns of each table; those that the adoption adds are not among them.
    public static func content(of columns: [(table: String, names: [String])]) -> String {
        columns.map { table, names in
            """
            select '\(table) ' || replace((
                       select jsonb_object_agg(key, value)
                         from jsonb_each(to_jsonb(t))
                        where key = any ('{\(names.joined(separator: ","))}')
                   )::text, '+00:00', '')
              from \(table) t
            """
        }.joined(separator: "\nunion all\n") + "\norder by 1"
    }
}
