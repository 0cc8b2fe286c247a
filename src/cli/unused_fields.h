/* The values of a JSON document that no field used, as a table of JSON Pointers (RFC 6901). */
#ifndef CLI_UNUSED_FIELDS_H
#define CLI_UNUSED_FIELDS_H

#include "call/value.h"
#include "cli/table.h"

enum { UNUSED_FIELDS_ROWS_MAX = 200 };

/* Makes a table with one row for each pointer: the pointer from `root`, with `*` for any index of a
 * list; the first value; the number of values. `but` (may be NULL) and everything below it is left
 * out. Returns false if there are more than UNUSED_FIELDS_ROWS_MAX rows, or too many values. The
 * caller frees the table with table_done. */
bool unused_fields(struct table *out, const struct value *root, const struct value *but);

#endif
