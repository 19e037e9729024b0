// The statements of PATCH, each prepared when a set of columns is first named.
#pragma once

#include "patch.h"

enum { MAXIMUM_FIELDS = 16 };

// `named` has a bit for each field. The values are the caller and then the named fields in order.
const struct statement *patch_statement(const struct patch *patch, unsigned named, bool with_session);
