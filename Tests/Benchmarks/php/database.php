<?php
// One persistent connection per worker.
declare(strict_types=1);

// True when the token names no session, or one that is live.
const CALLER = 'u.id = $1::integer and u.is_active and ($2::uuid is null or exists (select from sessions s
    where s.id = $2::uuid and s.user_id = u.id and s.ended_at is null and s.expires_at > now()))';

function utc(string $column): string
{
    return "to_char($column at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
}

/** The first row of the statement, or null. */
function row(string $sql, array $values): ?array
{
    $result = pg_query_params(pg_pconnect(getenv('DATABASE_URL')), $sql, $values);
    return pg_fetch_assoc($result) ?: null;
}
