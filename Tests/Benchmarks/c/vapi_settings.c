#include "routes.h"

const struct statement get_vapi_statement = {
    "get_vapi_settings",
    "select v.id is not null, v.vapi_api_key_preview "
    "from users u left join vapi_credentials v on v.user_id = u.id where " CALLER,
    2,
};

int get_vapi_settings(const struct request *request, struct text *answer) {
    const char *values[] = {request->token.user_id, *request->token.session_id ? request->token.session_id : NULL};
    PGresult *result = database_run(&get_vapi_statement, values);
    if (!result) return refuse(answer, 500, "Internal Server Error");
    int status = 200;
    if (PQntuples(result) == 0) {
        status = refuse(answer, 401, "Invalid token");
    } else {
        text_literal(answer, "{\"has_vapi_key\":");
        text_bool(answer, *PQgetvalue(result, 0, 0) == 't');
        text_literal(answer, ",\"vapi_api_key_preview\":");
        text_string(answer, column(result, 1));
        text_literal(answer, "}");
    }
    PQclear(result);
    return status;
}
