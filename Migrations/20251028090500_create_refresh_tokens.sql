-- migrate:up

-- Only the SHA-256 of a refresh token is kept. A rotated token holds the seed its successor was made from, so that
-- presenting it again within the grace time yields the same successor.
create table refresh_tokens (
    token_hash     bytea       primary key,
    session_id     uuid        not null,
    generation     integer     not null,
    created_at     timestamptz not null default now(),
    rotated_at     timestamptz,
    successor_seed bytea,

    constraint refresh_tokens_session_id_fkey  foreign key (session_id) references sessions (id) on delete cascade,
    constraint refresh_tokens_token_hash_check check (octet_length(token_hash) = 32),
    constraint refresh_tokens_rotated_check    check ((rotated_at is null) = (successor_seed is null))
) with (fillfactor = 90);

create index idx_refresh_tokens_session on refresh_tokens (session_id);

-- migrate:down

drop table refresh_tokens;
