// Each route: what it reads, its one statement, and what it writes.
#pragma once

#include "database.h"
#include "text.h"
#include "token.h"

struct request {
    const char *method, *path, *user_agent;
    const char *body;
    size_t body_length;
    struct token token;
};

struct route {
    const char *method, *path;
    bool needs_token;
    // Fills the answer and returns the HTTP status.
    int (*answer)(const struct request *request, struct text *answer);
};

// True when the token names no session, or one that is live. $1 is the user, $2 the session.
#define CALLER                                                                                                         \
    "u.id = $1::integer and u.is_active and ($2::uuid is null or exists (select from sessions s where s.id = $2::uuid" \
    " and s.user_id = u.id and s.ended_at is null and s.expires_at > now()))"
#define UTC(column) "to_char(" column " at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"

extern const struct route all_routes[];
extern const struct statement *const all_statements[];

extern const struct statement get_vapi_statement, get_state_statement, patch_profile_statement,
    patch_studio_config_statement, find_user_statement, open_session_statement;

int get_vapi_settings(const struct request *request, struct text *answer);
int get_onboarding_state(const struct request *request, struct text *answer);
int patch_profile(const struct request *request, struct text *answer);
int patch_studio_config(const struct request *request, struct text *answer);
int login(const struct request *request, struct text *answer);

int refuse(struct text *answer, int status, const char *detail);
