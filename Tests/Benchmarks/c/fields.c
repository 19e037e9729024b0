#include "fields.h"

#include "database.h"

const struct field profile_fields[PROFILE_FIELDS] = {
    {"full_name", KIND_STRING, NULL},        {"organization_name", KIND_STRING, NULL},
    {"industry", KIND_STRING, NULL},         {"timezone", KIND_STRING, NULL},
    {"locale", KIND_STRING, NULL},           {"marketing_opt_in", KIND_BOOL, "false"},
    {"accept_terms", KIND_BOOL, "false"},
};

const struct field studio_config_fields[STUDIO_CONFIG_FIELDS] = {
    {"persona", KIND_STRING, NULL},        {"job_to_be_done", KIND_STRING, NULL},
    {"languages", KIND_RAW, NULL},         {"tone", KIND_STRING, NULL},
    {"guidelines", KIND_STRING, NULL},     {"strategy", KIND_STRING, NULL},
    {"number", KIND_STRING, NULL},         {"business_hours", KIND_STRING, NULL},
    {"fallback_email", KIND_STRING, NULL}, {"calendar", KIND_STRING, NULL},
    {"workspace_apps", KIND_RAW, NULL},    {"crm", KIND_STRING, NULL},
    {"plan", KIND_STRING, "free"},         {"seats", KIND_RAW, "1"},
};

void write_fields(struct text *answer, const PGresult *result, int first, const struct field *fields, int count) {
    for (int i = 0; i < count; i++) {
        const char *value = column(result, 0, first + i);
        text_literal(answer, i ? ",\"" : "\"");
        text_literal(answer, fields[i].name);
        text_literal(answer, "\":");
        if (!value)
            text_literal(answer, "null");
        else if (fields[i].kind == KIND_BOOL)
            text_bool(answer, *value == 't');
        else if (fields[i].kind == KIND_RAW)
            text_literal(answer, value);
        else
            text_string(answer, value);
    }
}
