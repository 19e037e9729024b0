// PATCH: two parameters per field, whether it was given and its value.
#pragma once

#include "fields.h"
#include "routes.h"

struct patch {
    const struct statement *statement;
    const struct field *fields;
    int count;
    // Writes the whole answer from the returned row.
    void (*write)(struct text *answer, const PGresult *result);
};

int patch_run(const struct patch *patch, const struct request *request, struct text *answer);
