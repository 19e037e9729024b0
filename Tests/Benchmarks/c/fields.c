#include "fields.h"

#include "database.h"

const struct field profile_fields[] = {
    {"full_name", KIND_STRING}, {"organization_name", KIND_STRING}, {"industry", KIND_STRING},
    {"timezone", KIND_STRING},  {"locale", KIND_STRING},            {"marketing_opt_in", KIND_BOOL},
    {"accept_terms", KIND_BOOL},
};
const int profile_field_count = sizeof profile_fields / sizeof *profile_fields;

const struct field studio_config_fields[] = {
    {"persona", KIND_STRING},        {"job_to_be_done", KIND_STRING}, {"languages", KIND_RAW},
    {"tone", KIND_STRING},           {"guidelines", KIND_STRING},     {"strategy", KIND_STRING},
    {"number", KIND_STRING},         {"business_hours", KIND_STRING}, {"fallback_email", KIND_STRING},
    {"calendar", KIND_STRING},       {"workspace_apps", KIND_RAW},    {"crm", KIND_STRING},
    {"plan", KIND_STRING},           {"seats", KIND_RAW},
};
const int studio_config_field_count = sizeof studio_config_fields / sizeof *studio_config_fields;

void write_fields(struct text *answer, const PGresult *result, int first, const struct field *fields, int count) {
    for (int i = 0; i < count; i++) {
        const char *value = column(result, first + i);
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
