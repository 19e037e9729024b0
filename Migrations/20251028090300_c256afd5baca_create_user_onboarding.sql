-- migrate:up

create table user_onboarding (
    id                           serial      primary key,
    user_id                      integer     not null,
    onboarding_vapi_skipped      boolean     not null default false,
    onboarding_twilio_skipped    boolean     not null default false,
    onboarding_assistant_created boolean     not null default false,
    created_at                   timestamptz not null default now(),
    updated_at                   timestamptz not null default now(),

    constraint user_onboarding_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);

-- Unique, because saving the flags is an upsert on user_id.
create unique index idx_user_onboarding_user on user_onboarding (user_id);

-- migrate:down

drop table user_onboarding;
