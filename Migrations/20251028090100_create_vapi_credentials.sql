-- migrate:up

create table vapi_credentials (
    id                     serial      primary key,
    user_id                integer     not null,
    vapi_api_key_encrypted varchar     not null,
    vapi_api_key_preview   varchar,
    created_at             timestamptz not null default now(),
    updated_at             timestamptz not null default now(),

    constraint vapi_credentials_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);

-- Unique, because saving a key is an upsert on user_id.
create unique index idx_vapi_user on vapi_credentials (user_id);

-- migrate:down

drop table vapi_credentials;
