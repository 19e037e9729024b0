#include "patch.h"

static void write_profile(struct text *answer, const PGresult *result) {
    text_literal(answer, "{");
    write_fields(answer, result, 0, profile_fields, PROFILE_FIELDS);
    text_literal(answer, ",\"id\":");
    text_literal(answer, PQgetvalue(result, 0, 7));
    text_literal(answer, ",\"email\":");
    text_string(answer, PQgetvalue(result, 0, 8));
    text_literal(answer, ",\"updated_at\":");
    text_time(answer, PQgetvalue(result, 0, 9));
    text_literal(answer, "}");
}

int patch_profile(const struct request *request, struct text *answer) {
    static const struct patch patch = {
        profile_fields, PROFILE_FIELDS,
        "full_name, organization_name, industry, timezone, locale, marketing_opt_in, accept_terms, u.id, email, updated_at",
        write_profile,
    };
    return patch_run(&patch, request, answer);
}
