/* --find with -p: the calls of a query, from all providers, printed in one list. */
#ifndef CLI_FIND_BATCH_H
#define CLI_FIND_BATCH_H

#include "config/config.h"
#include "print/row_form.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

struct find_batch_request {
    const char *query;        /* "-": standard input; empty: today */
    const char *const *words; /* the names of the providers to ask; none: all that have a key */
    size_t word_count;
    enum row_form form;
    int cols;
    bool mask;
    int jobs, max_wait_s;
    bool offline; /* only kept calls can be asked for */
    size_t limit; /* the newest so many rows are printed; 0: all */
};

/* Prints the rows and returns the exit code. */
int find_batch_run(const struct config *config, const struct provider_set *set,
                   const struct find_batch_request *request);

#endif
