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

/* Is called with a word's name as a description has it and the provider's pointers, whose list may
 * be empty. The name is valid during the call only. */
typedef void describe_found(void *to, const char *name, const struct sources *sources);
/* Finds every word that points into the answer with a call. */
void describe_each(const struct provider *p, describe_found *each, void *to);
/* Finds every word that points into the answer with a list, which the provider has: its own words,
 * then those of a row, with `row.` before the name if that line counts there. */
void describe_each_of_list(const struct provider *p, describe_found *each, void *to);
/* Makes the description of the rows of a list, once all lines are read. */
void describe_list_row(struct draft *d);
/* Reads the variables' values from the environment, which win over the configuration's, and reports
 * those that are not allowed. */
void describe_variables(struct draft *d);
/* The checks that need all rows: reports everything that is missing, unknown or not allowed. */
void describe_check(struct draft *d);
/* The same for the lines about lists of calls: reports what is missing, means nothing, or would not
 * be a request. */
void describe_lists_check(struct draft *d);
/* Parts of both. That every {name} in the text of a row is a variable, or in `extra`, which ends
 * with NULL; and that a path begins with '/' and can be in a URL. */
bool describe_check_names(struct draft *d, const char *row, const char *text,
                          const char *const extra[]);
void describe_check_path(struct draft *d, const char *row, const char *path);

#endif
