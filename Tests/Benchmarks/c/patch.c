#include "patch.h"

#include <jansson.h>
#include <stdlib.h>

enum { MAXIMUM_FIELDS = 16 };

// The text of one value for the database; what must be freed is put into `owned`.
static const char *database_text(json_t *value, char **owned) {
    if (json_is_string(value)) return json_string_value(value);
    if (json_is_true(value)) return "true";
    if (json_is_false(value)) return "false";
    if (!value || json_is_null(value)) return NULL;
    return *owned = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
}

int patch_run(const struct patch *patch, const struct request *request, struct text *answer) {
    const char *values[2 + 2 * MAXIMUM_FIELDS];
    char *owned[MAXIMUM_FIELDS] = {0};
    json_t *body = json_loadb(request->body, request->body_length, 0, NULL);
    if (!body) return refuse(answer, 422, "JSON decode error");

    values[0] = request->token.user_id;
    values[1] = *request->token.session_id ? request->token.session_id : NULL;
    for (int i = 0; i < patch->count; i++) {
        json_t *value = json_object_get(body, patch->fields[i].name);
        values[2 + 2 * i] = value ? "true" : "false";
        values[3 + 2 * i] = database_text(value, &owned[i]);
    }
    PGresult *result = database_run(patch->statement, values);
    int status = 200;
    if (!result)
        status = refuse(answer, 500, "Internal Server Error");
    else if (PQntuples(result) == 0)
        status = refuse(answer, 401, "Invalid token");
    else
        patch->write(answer, result);
    PQclear(result);
    for (int i = 0; i < patch->count; i++) free(owned[i]);
    json_decref(body);
    return status;
}
