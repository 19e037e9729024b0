// One connection per worker, one prepared statement per route.
#pragma once

#include <libpq-fe.h>

struct statement {
    const char *name, *sql;
    int parameters;
};

void database_connect(void);
PGresult *database_run(const struct statement *statement, const char *const *values);

// For a left join of nothing libpq yields an empty string; this tells null from empty.
const char *column(const PGresult *result, int index);
