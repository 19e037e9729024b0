#include "patch_statement.h"

#include <stdio.h>
#include <stdlib.h>

#include "caller.h"

// A connection keeps so many; the oldest makes room.
enum { KEPT = 64 };

static struct kept {
    const struct patch *patch; // null while nothing is prepared here
    unsigned named;
    bool with_session;
    struct statement statement;
    char name[16];
} kept[KEPT];
static int next;

static void write_sql(struct text *sql, const struct patch *patch, unsigned named, bool with_session) {
    int parameter = with_session ? 2 : 1;
    text_clear(sql);
    if (!named) {
        // Nothing changes, so neither does the time of the last change.
        text_literal(sql, "select ");
        text_literal(sql, patch->columns);
        text_literal(sql, with_session ? " from users u, sessions s" SESSION : " from users u" ACCOUNT);
    } else {
        text_literal(sql, "update users u set ");
        for (int i = 0; i < patch->count; i++) {
            char assignment[64];
            if (!(named & 1u << i)) continue;
            snprintf(assignment, sizeof assignment, "%s = $%d, ", patch->fields[i].name, ++parameter);
            text_literal(sql, assignment);
        }
        text_literal(sql, "updated_at = now()");
        text_literal(sql, with_session ? " from sessions s" SESSION : ACCOUNT);
        text_literal(sql, " returning ");
        text_literal(sql, patch->columns);
    }
    text_add(sql, "", 1);
}

const struct statement *patch_statement(const struct patch *patch, unsigned named, bool with_session) {
    for (struct kept *each = kept; each < kept + KEPT && each->patch; each++)
        if (each->named == named && each->patch == patch && each->with_session == with_session) return &each->statement;

    static struct text sql;
    struct kept *place = &kept[next];
    if (place->patch) database_forget(place->name);
    write_sql(&sql, patch, named, with_session);
    snprintf(place->name, sizeof place->name, "patch_%d", next);
    place->statement = (struct statement){
        place->name, sql.bytes, (with_session ? 2 : 1) + __builtin_popcount(named),
    };
    if (!database_prepare(&place->statement)) exit(1);
    place->patch = patch;
    place->named = named;
    place->with_session = with_session;
    next = (next + 1) % KEPT;
    return &place->statement;
}
