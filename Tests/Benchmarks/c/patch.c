#include "patch.h"

#include <jansson.h>
#include <stdlib.h>

#include "caller.h"
#include "patch_statement.h"

// The text of one value for the database; what must be freed is put into `owned`.
static const char *database_text(json_t *value, const char *cleared, char **owned) {
    if (json_is_string(value)) return json_string_value(value);
    if (json_is_true(value)) return "true";
    if (json_is_false(value)) return "false";
    if (json_is_null(value)) return cleared;
    return *owned = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
}

int patch_run(const struct patch *patch, const struct request *request, struct text *answer) {
    const char *values[2 + MAXIMUM_FIELDS];
    char *owned[MAXIMUM_FIELDS] = {0};
    unsigned named = 0;
    json_t *body = json_loadb(request->body, request->body_length, 0, NULL);
    if (!body) return refuse(answer, 422, "JSON decode error");

    int count = caller_values(&request->token, values);
    for (int i = 0; i < patch->count; i++) {
        json_t *value = json_object_get(body, patch->fields[i].name);
        if (!value) continue;
        named |= 1u << i;
        values[count++] = database_text(value, patch->fields[i].cleared, &owned[i]);
    }
    PGresult *result = database_run(patch_statement(patch, named, has_session(&request->token)), values);
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
