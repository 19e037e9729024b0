// One connection per worker. What is fixed is prepared when it opens, what depends on a body when it is first needed.
#pragma once

#include <libpq-fe.h>
#include <stdbool.h>

struct statement {
    const char *name, *sql;
    int parameters;
};

void database_connect(void);
bool database_prepare(const struct statement *statement);
void database_forget(const char *name);
PGresult *database_run(const struct statement *statement, const char *const *values);

// For a left join of nothing libpq yields an empty string; this tells null from empty.
const char *column(const PGresult *result, int row, int index);
