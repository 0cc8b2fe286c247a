/* The rows of a description, one after another, into a struct provider; the table of the words is
 * word.def. */
#ifndef PROVIDER_DESCRIBE_H
#define PROVIDER_DESCRIBE_H

#include "provider/draft.h"

/* Applies rows to the draft; a later row of the same name wins. Variables are declared before any
 * of their values is read. */
void describe_rows(struct draft *d, const struct rows *rows);

/* All names that a section of this provider may have, ending with NULL (owned by the arena). Of
 * header.N only header.2 is listed, and of variables only their values' names. */
const char **describe_names(struct arena *a, const struct provider *p);

/* Calls `each` for every word that points into an answer, with its name as a description has it and
 * the provider's pointers, whose list may be empty. The name is valid during the call only. */
void describe_each(const struct provider *p,
                   void (*each)(void *to, const char *name, const struct sources *sources),
                   void *to);
/* The checks that need all rows: reads the variables' values from the environment, which win over
 * the configuration's, and reports everything that is missing, unknown or not allowed. */
void describe_check(struct draft *d);

#endif
