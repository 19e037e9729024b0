-- migrate:up

-- Failed sign-ins per account, counted here so that the count holds over every worker and every restart.
-- Keyed by a hash of the address that was tried: an unknown address is counted like a known one.
create table login_attempts (
    account_hash      bytea       primary key,
    failures          integer     not null default 0,
    window_started_at timestamptz not null default now(),
    blocked_until     timestamptz,

    constraint login_attempts_account_hash_check check (octet_length(account_hash) = 32),
    constraint login_attempts_failures_check     check (failures >= 0)
) with (fillfactor = 90);

-- migrate:down

drop table login_attempts;
