-- migrate:up

create table twilio_credentials (
    id                   serial      primary key,
    user_id              integer     not null,
    account_sid          varchar     not null,
    auth_token_encrypted varchar     not null,
    phone_number         varchar,
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now(),

    constraint twilio_credentials_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);

-- Unique, because saving credentials is an upsert on user_id.
create unique index idx_twilio_user on twilio_credentials (user_id);

-- migrate:down

drop table twilio_credentials;
