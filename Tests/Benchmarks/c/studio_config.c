#include "patch.h"

static void write_studio_config(struct text *answer, const PGresult *result) {
    text_literal(answer, "{");
    write_fields(answer, result, 0, studio_config_fields, STUDIO_CONFIG_FIELDS);
    text_literal(answer, ",\"updated_at\":");
    text_time(answer, PQgetvalue(result, 0, 14));
    text_literal(answer, "}");
}

int patch_studio_config(const struct request *request, struct text *answer) {
    static const struct patch patch = {
        studio_config_fields, STUDIO_CONFIG_FIELDS,
        "persona, job_to_be_done, languages, tone, guidelines, strategy, number, business_hours, fallback_email,"
        " calendar, workspace_apps, crm, plan, seats, updated_at",
        write_studio_config,
    };
    return patch_run(&patch, request, answer);
}
