// Each route: what it reads, its statement, and what it writes.
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

extern const struct route all_routes[];
// What each connection prepares when it opens.
extern const struct statement *const all_statements[];

extern const struct statement get_vapi_statements[2], get_state_statements[2], find_user_statement, open_session_statement;

int get_vapi_settings(const struct request *request, struct text *answer);
int get_onboarding_state(const struct request *request, struct text *answer);
int patch_profile(const struct request *request, struct text *answer);
int patch_studio_config(const struct request *request, struct text *answer);
int login(const struct request *request, struct text *answer);

int refuse(struct text *answer, int status, const char *detail);
