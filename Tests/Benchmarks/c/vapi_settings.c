#include "caller.h"
#include "routes.h"

const struct statement get_vapi_statements[] = FOR_CALLER(
    "get_vapi_settings", "select v.user_id, v.vapi_api_key_preview"
                         " from users u left join vapi_credentials v on v.user_id = u.id");

int get_vapi_settings(const struct request *request, struct text *answer) {
    const char *values[2];
    caller_values(&request->token, values);
    PGresult *result = database_run(&get_vapi_statements[has_session(&request->token)], values);
    if (!result) return refuse(answer, 500, "Internal Server Error");
    int status = 200;
    if (PQntuples(result) == 0) {
        status = refuse(answer, 401, "Invalid token");
    } else {
        text_literal(answer, "{\"has_vapi_key\":");
        text_bool(answer, !PQgetisnull(result, 0, 0));
        text_literal(answer, ",\"vapi_api_key_preview\":");
        text_string(answer, column(result, 0, 1));
        text_literal(answer, "}");
    }
    PQclear(result);
    return status;
}
