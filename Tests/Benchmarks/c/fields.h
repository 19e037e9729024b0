// The columns of the profile and of the studio configuration, and how each is written.
#pragma once

#include <libpq-fe.h>

#include "text.h"

enum kind { KIND_STRING, KIND_BOOL, KIND_RAW }; // raw: a number or JSON as the database prints it

struct field {
    const char *name;
    enum kind kind;
    const char *cleared; // what null in a body means, as text for the database
};

enum { PROFILE_FIELDS = 7, STUDIO_CONFIG_FIELDS = 14 };
extern const struct field profile_fields[PROFILE_FIELDS], studio_config_fields[STUDIO_CONFIG_FIELDS];

// Writes `"name":value,…` for the columns from `first` on.
void write_fields(struct text *answer, const PGresult *result, int first, const struct field *fields, int count);
