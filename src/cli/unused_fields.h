/* What of a JSON document no field took, as pointers with their values. */
#ifndef CLI_UNUSED_FIELDS_H
#define CLI_UNUSED_FIELDS_H

#include "call/value.h"
#include "cli/table.h"

enum { UNUSED_FIELDS_ROWS_MAX = 200 };

/* A row each, whole: the pointer from `root`, where `*` stands for any place in a list; the first
 * value there; how often, where more than once. `but` (may be NULL) and what is below it is left
 * out. At most UNUSED_FIELDS_ROWS_MAX rows, of the first values; false: there is more. */
bool unused_fields(struct table *out, const struct value *root, const struct value *but);

#endif
