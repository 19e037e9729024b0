#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caller.h"
#include "fields.h"
#include "routes.h"

// Columns 0–6 are the profile, 7–20 the studio configuration, the rest is named below.
enum {
    STUDIO_CONFIG = 7,
    FALLBACK_EMAIL = 15,
    ID = 21,
    EMAIL,
    UPDATED_AT,
    COMPLETED,
    HAS_VAPI,
    VAPI_PREVIEW,
    HAS_TWILIO,
    ACCOUNT_SID,
    PHONE_NUMBER,
    VAPI_SKIPPED,
    TWILIO_SKIPPED,
    ASSISTANT_CREATED,
    COMPLETED_AT,
    ASSISTANT_ID,
    ASSISTANT_VAPI_ID,
    ASSISTANT_NAME,
    ASSISTANT_PHONE_NUMBER,
};

// A row for each assistant, in any order: cheaper than to have them sorted and written as JSON by the database.
const struct statement get_state_statements[] = FOR_CALLER(
    "get_onboarding_state",
    "select full_name, organization_name, industry, timezone, locale, marketing_opt_in, accept_terms,"
    " persona, job_to_be_done, languages, tone, guidelines, strategy, number, business_hours, fallback_email,"
    " calendar, workspace_apps, crm, plan, seats,"
    " u.id, email, u.updated_at, onboarding_completed,"
    " v.user_id, v.vapi_api_key_preview, t.user_id, t.account_sid, t.phone_number,"
    " o.onboarding_vapi_skipped, o.onboarding_twilio_skipped, o.onboarding_assistant_created,"
    " onboarding_completed_at, a.id, a.vapi_id, a.name, a.phone_number"
    " from users u left join vapi_credentials v on v.user_id = $1"
    " left join twilio_credentials t on t.user_id = $1"
    " left join user_onboarding o on o.user_id = $1"
    " left join assistants a on a.user_id = $1 and a.state = 'created'");

struct step {
    const char *id;
    int missing[8]; // columns, ended by -1
};

// Where a step needs no column, its own rule below decides.
static const struct step steps[] = {
    {"profile", {0, 1, 2, 3, 4, 6, -1}}, {"vapi", {-1}},           {"ava", {7, 8, 9, 10, 11, -1}},
    {"twilio", {-1}},                    {"telephony", {12, 14, 15, -1}}, {"integrations", {16, 17, 18, -1}},
    {"assistant", {-1}},                 {"plan", {19, 20, -1}},          {"done", {-1}},
};

static bool is_true(const PGresult *result, int index) { return *PQgetvalue(result, 0, index) == 't'; }

static const char *name_of(int index) {
    return index < STUDIO_CONFIG ? profile_fields[index].name : studio_config_fields[index - STUDIO_CONFIG].name;
}

static bool is_missing(const PGresult *result, int index) {
    const char *value = PQgetvalue(result, 0, index);
    if (index == FALLBACK_EMAIL) {
        // Half-written addresses are stored as typed.
        const char *at = strchr(value, '@');
        return !at || at == value || !strchr(at, '.');
    }
    return !*value || strcmp(value, "f") == 0 || strcmp(value, "[]") == 0;
}

// Writes the missing fields of a step as quoted names with commas, and tells how many.
static int write_missing(struct text *out, const PGresult *result, const struct step *step) {
    int count = 0;
    if (strcmp(step->id, "vapi") == 0 && PQgetisnull(result, 0, HAS_VAPI)) {
        text_literal(out, "\"vapi_api_key\"");
        return 1;
    }
    if (strcmp(step->id, "twilio") == 0 && PQgetisnull(result, 0, HAS_TWILIO)) {
        text_literal(out, "\"account_sid\",\"auth_token\"");
        return 2;
    }
    if (strcmp(step->id, "assistant") == 0 && !is_true(result, ASSISTANT_CREATED) &&
        PQgetisnull(result, 0, ASSISTANT_ID)) {
        text_literal(out, "\"assistant\"");
        return 1;
    }
    if (strcmp(step->id, "done") == 0 && !is_true(result, COMPLETED)) {
        text_literal(out, "\"launch\"");
        return 1;
    }
    for (const int *index = step->missing; *index >= 0; index++) {
        if (!is_missing(result, *index)) continue;
        if (count++) text_literal(out, ",");
        text_string(out, name_of(*index));
    }
    return count;
}

static void write_steps(struct text *answer, const PGresult *result) {
    static struct text missing;
    const char *resume_at = "done";
    bool found = is_true(result, COMPLETED);
    text_literal(answer, ",\"steps\":[");
    for (int i = 0; i < 9; i++) {
        char head[64];
        text_clear(&missing);
        int count = write_missing(&missing, result, &steps[i]);
        bool skipped = (i == 1 && is_true(result, VAPI_SKIPPED)) || (i == 3 && is_true(result, TWILIO_SKIPPED));
        const char *status = count == 0 ? "done" : skipped ? "skipped" : "todo";
        if (!found && *status == 't') {
            resume_at = steps[i].id;
            found = true;
        }
        snprintf(head, sizeof head, "%s{\"id\":\"%s\",\"number\":%d,", i ? "," : "", steps[i].id, i + 1);
        text_literal(answer, head);
        text_literal(answer, "\"status\":");
        text_string(answer, status);
        text_literal(answer, ",\"missing\":[");
        text_add(answer, missing.bytes, missing.length);
        text_literal(answer, "]}");
    }
    text_literal(answer, "],\"resume_at\":");
    text_string(answer, resume_at);
    text_literal(answer, "}");
}

static void write_credentials(struct text *answer, const PGresult *result) {
    const char *account_sid = column(result, 0, ACCOUNT_SID);
    char preview[16] = "****";
    size_t length = account_sid ? strlen(account_sid) : 0;
    if (length >= 8) snprintf(preview, sizeof preview, "%.2s****%s", account_sid, account_sid + length - 4);
    text_literal(answer, ",\"vapi\":{\"has_vapi_key\":");
    text_bool(answer, !PQgetisnull(result, 0, HAS_VAPI));
    text_literal(answer, ",\"vapi_api_key_preview\":");
    text_string(answer, column(result, 0, VAPI_PREVIEW));
    text_literal(answer, "},\"twilio\":{\"has_credentials\":");
    text_bool(answer, !PQgetisnull(result, 0, HAS_TWILIO));
    text_literal(answer, ",\"account_sid_preview\":");
    text_string(answer, account_sid ? preview : NULL);
    text_literal(answer, ",\"phone_number\":");
    text_string(answer, column(result, 0, PHONE_NUMBER));
}

// By ascending id.
static void write_assistants(struct text *answer, const PGresult *result) {
    int rows = PQgetisnull(result, 0, ASSISTANT_ID) ? 0 : PQntuples(result);
    long last = 0;
    text_literal(answer, "[");
    for (int written = 0; written < rows; written++) {
        int next = 0;
        long least = LONG_MAX;
        for (int row = 0; row < rows; row++) {
            long id = atol(PQgetvalue(result, row, ASSISTANT_ID));
            if (id <= last || id >= least) continue;
            least = id;
            next = row;
        }
        last = least;
        text_literal(answer, written ? ",{\"id\":" : "{\"id\":");
        text_literal(answer, PQgetvalue(result, next, ASSISTANT_ID));
        text_literal(answer, ",\"vapi_id\":");
        text_string(answer, column(result, next, ASSISTANT_VAPI_ID));
        text_literal(answer, ",\"name\":");
        text_string(answer, column(result, next, ASSISTANT_NAME));
        text_literal(answer, ",\"phone_number\":");
        text_string(answer, column(result, next, ASSISTANT_PHONE_NUMBER));
        text_literal(answer, "}");
    }
    text_literal(answer, "]");
}

int get_onboarding_state(const struct request *request, struct text *answer) {
    const char *values[2];
    caller_values(&request->token, values);
    PGresult *result = database_run(&get_state_statements[has_session(&request->token)], values);
    if (!result) return refuse(answer, 500, "Internal Server Error");
    if (PQntuples(result) == 0) {
        PQclear(result);
        return refuse(answer, 401, "Invalid token");
    }
    text_literal(answer, "{\"profile\":{\"id\":");
    text_literal(answer, PQgetvalue(result, 0, ID));
    text_literal(answer, ",\"email\":");
    text_string(answer, PQgetvalue(result, 0, EMAIL));
    text_literal(answer, ",");
    write_fields(answer, result, 0, profile_fields, PROFILE_FIELDS);
    text_literal(answer, ",\"updated_at\":");
    text_time(answer, PQgetvalue(result, 0, UPDATED_AT));
    text_literal(answer, "},\"studio_config\":{");
    write_fields(answer, result, STUDIO_CONFIG, studio_config_fields, STUDIO_CONFIG_FIELDS);
    text_literal(answer, ",\"updated_at\":");
    text_time(answer, PQgetvalue(result, 0, UPDATED_AT));
    text_literal(answer, "}");
    write_credentials(answer, result);
    text_literal(answer, "},\"onboarding\":{\"onboarding_vapi_skipped\":");
    text_bool(answer, is_true(result, VAPI_SKIPPED));
    text_literal(answer, ",\"onboarding_twilio_skipped\":");
    text_bool(answer, is_true(result, TWILIO_SKIPPED));
    text_literal(answer, ",\"onboarding_assistant_created\":");
    text_bool(answer, is_true(result, ASSISTANT_CREATED));
    text_literal(answer, "},\"assistants\":");
    write_assistants(answer, result);
    text_literal(answer, ",\"completed\":");
    text_bool(answer, is_true(result, COMPLETED));
    text_literal(answer, ",\"completed_at\":");
    text_time(answer, column(result, 0, COMPLETED_AT));
    write_steps(answer, result);
    PQclear(result);
    return 200;
}
