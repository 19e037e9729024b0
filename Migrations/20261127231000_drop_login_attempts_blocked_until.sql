-- migrate:up

-- Nothing ever wrote it: whether an account has to wait follows from its window.
alter table login_attempts drop column blocked_until;

-- migrate:down

alter table login_attempts add column blocked_until timestamptz;
