#include "routes.h"

const struct route all_routes[] = {
    {"GET", "/api/v1/vapi-settings", true, get_vapi_settings},
    {"GET", "/api/v1/user/onboarding-state", true, get_onboarding_state},
    {"PATCH", "/api/v1/user/profile", true, patch_profile},
    {"PATCH", "/api/v1/user/studio-config", true, patch_studio_config},
    {"POST", "/api/v1/auth/login", false, login},
    {0},
};

const struct statement *const all_statements[] = {
    &get_vapi_statements[0], &get_vapi_statements[1], &get_state_statements[0],
    &get_state_statements[1], &find_user_statement,   &open_session_statement,
    NULL,
};

int refuse(struct text *answer, int status, const char *detail) {
    text_literal(answer, "{\"detail\":");
    text_string(answer, detail);
    text_literal(answer, "}");
    return status;
}
