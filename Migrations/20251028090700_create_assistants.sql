-- migrate:up

-- A row is written as 'pending' before Vapi is called, so a lost answer can be found again by its idempotency key.
create table assistants (
    id              serial      primary key,
    user_id         integer     not null,
    vapi_id         varchar,
    name            varchar(40) not null,
    voice           jsonb,
    model           jsonb,
    instructions    text,
    first_message   text,
    phone_number    varchar,
    metadata        jsonb,
    state           varchar(16) not null default 'pending',
    idempotency_key varchar(64),
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),

    constraint assistants_user_id_fkey        foreign key (user_id) references users (id) on delete cascade,
    constraint assistants_name_check          check (name <> ''),
    constraint assistants_voice_check         check (jsonb_typeof(voice) = 'object'),
    constraint assistants_model_check         check (jsonb_typeof(model) = 'object'),
    constraint assistants_instructions_check  check (char_length(instructions) <= 20000),
    constraint assistants_first_message_check check (char_length(first_message) <= 1000),
    constraint assistants_metadata_check      check (jsonb_typeof(metadata) = 'object'),
    constraint assistants_state_check         check (state in ('pending', 'created', 'failed', 'deleted')),

    -- Starts with user_id, so it also serves the foreign key and the list of one user's assistants.
    constraint assistants_user_id_idempotency_key_key unique (user_id, idempotency_key)
) with (fillfactor = 90);

-- migrate:down

drop table assistants;
