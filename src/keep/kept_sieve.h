/* A quick look whether a kept call can have the words of a query, before its JSON is read: most
 * calls of a search are left aside by it. It never leaves aside a call that matches. Pure. */
#ifndef KEEP_KEPT_SIEVE_H
#define KEEP_KEPT_SIEVE_H

#include "find/query.h"

#include <stdbool.h>
#include <stddef.h>

enum { KEPT_SIEVE_WORDS = 8 };

/* The words belong to the query. */
struct kept_sieve {
    struct {
        const char *letters; /* ASCII letters, in any case */
        size_t count;
    } words[KEPT_SIEVE_WORDS];
    size_t count;
};

struct kept_sieve kept_sieve_of(const struct query *q);
/* Whether the call of that text, as it is unpacked, may match. A text that this program did not
 * write always passes. */
bool kept_sieve_passes(const struct kept_sieve *s, const char *text, size_t bytes);

#endif
