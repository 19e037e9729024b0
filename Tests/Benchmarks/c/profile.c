#include "patch.h"

const struct statement patch_profile_statement = {
    "patch_profile",
    "update users u set"
    " full_name = case when $3 then $4 else full_name end,"
    " organization_name = case when $5 then $6 else organization_name end,"
    " industry = case when $7 then $8 else industry end,"
    " timezone = case when $9 then $10 else timezone end,"
    " locale = case when $11 then $12 else locale end,"
    " marketing_opt_in = case when $13 then coalesce($14, false) else marketing_opt_in end,"
    " accept_terms = case when $15 then coalesce($16, false) else accept_terms end,"
    " updated_at = now() where " CALLER
    " returning full_name, organization_name, industry, timezone, locale, marketing_opt_in, accept_terms,"
    " id, email, " UTC("updated_at"),
    16,
};

static void write_profile(struct text *answer, const PGresult *result) {
    text_literal(answer, "{");
    write_fields(answer, result, 0, profile_fields, profile_field_count);
    text_literal(answer, ",\"id\":");
    text_literal(answer, PQgetvalue(result, 0, 7));
    text_literal(answer, ",\"email\":");
    text_string(answer, PQgetvalue(result, 0, 8));
    text_literal(answer, ",\"updated_at\":");
    text_string(answer, PQgetvalue(result, 0, 9));
    text_literal(answer, "}");
}

int patch_profile(const struct request *request, struct text *answer) {
    const struct patch patch = {&patch_profile_statement, profile_fields, profile_field_count, write_profile};
    return patch_run(&patch, request, answer);
}
