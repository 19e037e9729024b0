// PATCH: an update that names only the columns that the body names.
#pragma once

#include "fields.h"
#include "routes.h"

struct patch {
    const struct field *fields;
    int count;
    // What the update returns, beginning with the fields in order.
    const char *columns;
    // Writes the whole answer from the returned row.
    void (*write)(struct text *answer, const PGresult *result);
};

int patch_run(const struct patch *patch, const struct request *request, struct text *answer);
