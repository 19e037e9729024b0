#include "database.h"

#include <stdio.h>
#include <stdlib.h>

#include "routes.h"

static PGconn *connection;

// In UTC the text of a timestamp needs no conversion in SQL.
static const char settings[] = "set timezone = 'UTC'; set plan_cache_mode = force_generic_plan";

static bool is_done(PGresult *result) {
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!done) fputs(PQerrorMessage(connection), stderr);
    PQclear(result);
    return done;
}

void database_connect(void) {
    connection = PQconnectdb(getenv("DATABASE_URL"));
    if (PQstatus(connection) != CONNECTION_OK) {
        fputs(PQerrorMessage(connection), stderr);
        exit(1);
    }
    if (!is_done(PQexec(connection, settings))) exit(1);
    for (const struct statement *const *each = all_statements; *each; each++)
        if (!database_prepare(*each)) exit(1);
}

bool database_prepare(const struct statement *statement) {
    return is_done(PQprepare(connection, statement->name, statement->sql, statement->parameters, NULL));
}

void database_forget(const char *name) {
    char sql[64];
    snprintf(sql, sizeof sql, "deallocate %s", name);
    is_done(PQexec(connection, sql));
}

PGresult *database_run(const struct statement *statement, const char *const *values) {
    PGresult *result = PQexecPrepared(connection, statement->name, statement->parameters, values, NULL, NULL, 0);
    if (PQresultStatus(result) == PGRES_TUPLES_OK) return result;
    fputs(PQerrorMessage(connection), stderr);
    PQclear(result);
    if (PQstatus(connection) != CONNECTION_OK) exit(1);
    return NULL;
}

const char *column(const PGresult *result, int row, int index) {
    return PQgetisnull(result, row, index) ? NULL : PQgetvalue(result, row, index);
}
