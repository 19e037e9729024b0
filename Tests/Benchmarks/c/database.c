#include "database.h"

#include <stdio.h>
#include <stdlib.h>

#include "routes.h"

static PGconn *connection;

void database_connect(void) {
    connection = PQconnectdb(getenv("DATABASE_URL"));
    if (PQstatus(connection) != CONNECTION_OK) {
        fputs(PQerrorMessage(connection), stderr);
        exit(1);
    }
    for (const struct statement *const *each = all_statements; *each; each++) {
        PGresult *result = PQprepare(connection, (*each)->name, (*each)->sql, (*each)->parameters, NULL);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            fputs(PQerrorMessage(connection), stderr);
            exit(1);
        }
        PQclear(result);
    }
}

PGresult *database_run(const struct statement *statement, const char *const *values) {
    PGresult *result = PQexecPrepared(connection, statement->name, statement->parameters, values, NULL, NULL, 0);
    if (PQresultStatus(result) == PGRES_TUPLES_OK) return result;
    fputs(PQerrorMessage(connection), stderr);
    PQclear(result);
    if (PQstatus(connection) != CONNECTION_OK) exit(1);
    return NULL;
}

const char *column(const PGresult *result, int index) {
    return PQgetisnull(result, 0, index) ? NULL : PQgetvalue(result, 0, index);
}
