-- migrate:up

-- One row per sign-in. An access token names its session, so ending the row ends the token at once.
create table sessions (
    id           uuid         primary key default gen_random_uuid(),
    user_id      integer      not null,
    created_at   timestamptz  not null default now(),
    last_used_at timestamptz  not null default now(),
    expires_at   timestamptz  not null,
    remember     boolean      not null default false,
    user_agent   varchar(512),
    generation   integer      not null default 0,
    ended_at     timestamptz,
    ended_reason varchar(32),

    constraint sessions_user_id_fkey       foreign key (user_id) references users (id) on delete cascade,
    constraint sessions_ended_reason_check check (
        ended_reason in ('logout', 'revoked', 'password_changed', 'reuse_detected')
    ),
    constraint sessions_ended_check        check ((ended_at is null) = (ended_reason is null))
) with (fillfactor = 90);

create index idx_sessions_user on sessions (user_id);

-- migrate:down

drop table sessions;
