/* What of a JSON document no field took, as pointers with their values. */
#ifndef CLI_LEFT_OVER_H
#define CLI_LEFT_OVER_H

#include "call/value.h"
#include "cli/table.h"

enum { LEFT_OVER_ROWS = 200 };

/* A row each, whole: the pointer from `root`, where `*` stands for any place in a list; the first
 * value there; how often, where more than once. `but` (may be NULL) and what is below it is left
 * out. At most LEFT_OVER_ROWS rows, of the first values; false: there is more. */
bool left_over(struct table *out, const struct value *root, const struct value *but);

#endif
