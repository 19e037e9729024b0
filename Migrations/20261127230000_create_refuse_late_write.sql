-- migrate:up

-- What a statement calls that finds its deadline passed: whoever sent it has given up, and may have written again. Its
-- SQLSTATE is its own, so nobody takes it for another error.
create or replace function refuse_late_write() returns boolean language plpgsql as $$
begin
    raise exception 'the statement came after its deadline' using errcode = 'LT001';
end
$$;

-- migrate:down

-- It stays, for workers that still run name it in their statements. It does nothing unless they are late.
comment on function refuse_late_write() is 'Not used by this version.';
