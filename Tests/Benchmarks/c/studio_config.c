#include "patch.h"

const struct statement patch_studio_config_statement = {
    "patch_studio_config",
    "update users u set"
    " persona = case when $3 then $4 else persona end,"
    " job_to_be_done = case when $5 then $6 else job_to_be_done end,"
    " languages = case when $7 then $8::jsonb else languages end,"
    " tone = case when $9 then $10 else tone end,"
    " guidelines = case when $11 then $12 else guidelines end,"
    " strategy = case when $13 then $14 else strategy end,"
    " number = case when $15 then $16 else number end,"
    " business_hours = case when $17 then $18 else business_hours end,"
    " fallback_email = case when $19 then $20 else fallback_email end,"
    " calendar = case when $21 then $22 else calendar end,"
    " workspace_apps = case when $23 then $24::jsonb else workspace_apps end,"
    " crm = case when $25 then $26 else crm end,"
    " plan = case when $27 then coalesce($28, 'free') else plan end,"
    " seats = case when $29 then coalesce($30::integer, 1) else seats end,"
    " updated_at = now() where " CALLER
    " returning persona, job_to_be_done, languages, tone, guidelines, strategy, number, business_hours,"
    " fallback_email, calendar, workspace_apps, crm, plan, seats, " UTC("updated_at"),
    30,
};

static void write_studio_config(struct text *answer, const PGresult *result) {
    text_literal(answer, "{");
    write_fields(answer, result, 0, studio_config_fields, studio_config_field_count);
    text_literal(answer, ",\"updated_at\":");
    text_string(answer, PQgetvalue(result, 0, 14));
    text_literal(answer, "}");
}

int patch_studio_config(const struct request *request, struct text *answer) {
    const struct patch patch = {
        &patch_studio_config_statement, studio_config_fields, studio_config_field_count, write_studio_config,
    };
    return patch_run(&patch, request, answer);
}
