-- migrate:up

-- One row per person: who they are, and every answer of the onboarding wizard.
-- Wizard answers stay null until given; a column with a default returns to it when the answer is cleared.
create table users (
    id                      serial       primary key,
    email                   varchar(320) not null,
    hashed_password         varchar      not null,
    is_active               boolean      not null default true,
    created_at              timestamptz  not null default now(),
    updated_at              timestamptz  not null default now(),

    full_name               varchar(255),
    organization_name       varchar(255),
    industry                varchar(255),
    timezone                varchar(255),
    locale                  varchar(5),
    marketing_opt_in        boolean      not null default false,
    accept_terms            boolean      not null default false,

    persona                 varchar(32),
    job_to_be_done          text,
    languages               jsonb,
    tone                    varchar(64),
    guidelines              text,

    strategy                varchar(16),
    number                  varchar(32),
    business_hours          varchar(255),
    fallback_email          varchar(320),

    calendar                varchar(16),
    workspace_apps          jsonb,
    crm                     varchar(16),

    plan                    varchar(16)  not null default 'free',
    seats                   integer      not null default 1,

    onboarding_completed    boolean      not null default false,
    onboarding_completed_at timestamptz,

    constraint users_email_check          check (position('@' in email) > 1),
    constraint users_locale_check         check (locale in ('en', 'fr', 'he')),
    constraint users_persona_check        check (persona in ('secretary', 'concierge', 'sdr', 'cs')),
    constraint users_job_to_be_done_check check (char_length(job_to_be_done) <= 10000),
    constraint users_guidelines_check     check (char_length(guidelines) <= 10000),
    constraint users_strategy_check       check (strategy in ('attach', 'purchase')),
    constraint users_calendar_check       check (calendar in ('google', 'outlook', 'none')),
    constraint users_crm_check            check (crm in ('hubspot', 'salesforce', 'none')),
    constraint users_plan_check           check (plan in ('free', 'pro', 'business')),
    constraint users_seats_check          check (seats between 1 and 1000),

    -- As many elements as there are known languages in it: so nothing unknown and nothing twice.
    constraint users_languages_check check (
        case jsonb_typeof(languages)
            when 'array' then jsonb_array_length(languages)
                            = (languages ? 'en')::integer + (languages ? 'fr')::integer + (languages ? 'he')::integer
            else languages is null
        end
    ),

    -- At most 50 strings of at most 64 characters.
    constraint users_workspace_apps_check check (
        case jsonb_typeof(workspace_apps)
            when 'array' then jsonb_array_length(workspace_apps) <= 50
                          and not jsonb_path_exists(
                                  workspace_apps,
                                  'strict $[*] ? (@.type() != "string" || @ like_regex "^.{65}" flag "s")'
                              )
            else workspace_apps is null
        end
    )
) with (fillfactor = 90);

-- The wizard saves often. No column that a save changes is indexed and pages keep room for the new row version,
-- so a save touches no index.
create unique index users_email_key on users (lower(email));

-- migrate:down

drop table users;
