// Who asks: the account in $1 and, in statements for a token that names a session, that one, in $2.
#pragma once

#include <string.h>

#include "token.h"

#define ACCOUNT " where u.id = $1 and u.is_active"
#define SESSION ACCOUNT " and s.id = $2 and s.user_id = $1 and s.ended_at is null and s.expires_at > now()"

// A query, which ends with its tables, in its two forms, to be chosen from by `has_session`.
#define FOR_CALLER(name, sql) {{name, sql ACCOUNT, 1}, {name "_session", sql ", sessions s" SESSION, 2}}

static inline bool has_session(const struct token *token) { return *token->session_id; }

// Puts the caller before other values and returns how many those are.
static inline int caller_values(const struct token *token, const char **values) {
    values[0] = token->user_id;
    values[1] = token->session_id;
    return has_session(token) ? 2 : 1;
}
