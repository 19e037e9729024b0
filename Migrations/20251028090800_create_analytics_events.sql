-- migrate:up

-- The outbox: an event is written in the statement that causes it and delivered later, so it is neither lost nor
-- waited for. The id is chosen by whoever reports the event; a repeated id is the same event.
-- When a user is deleted the event stays and forgets the user: funnel counts remain true, nothing points to the person.
create table analytics_events (
    id              uuid        primary key,
    user_id         integer,
    event           varchar(64) not null,
    properties      jsonb       not null default '{}',
    occurred_at     timestamptz not null,
    recorded_at     timestamptz not null default now(),
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null default now(),
    delivered_at    timestamptz,
    parked_at       timestamptz,

    constraint analytics_events_user_id_fkey     foreign key (user_id) references users (id) on delete set null,
    constraint analytics_events_event_check      check (event <> ''),
    constraint analytics_events_properties_check check (jsonb_typeof(properties) = 'object'),
    constraint analytics_events_attempts_check   check (attempts >= 0)
);

-- What the relay looks for: due, not delivered, not given up.
create index idx_analytics_events_due on analytics_events (next_attempt_at)
    where delivered_at is null and parked_at is null;

-- Keeps the deletion of a user from reading the whole outbox.
create index idx_analytics_events_user on analytics_events (user_id) where user_id is not null;

-- migrate:down

drop table analytics_events;
