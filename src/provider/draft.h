/* A provider's description while it is being read: the rows of its INI sections and the provider
 * made from them so far. Used on one thread while a set is made; the set's arena owns every string.
 */
#ifndef PROVIDER_DRAFT_H
#define PROVIDER_DRAFT_H

#include "base/arena.h"
#include "config/ini.h"
#include "config/problems.h"
#include "provider/provider.h"

enum { ROWS_MAX = 256 };

struct rows {
    const struct ini_entry *list;
    size_t count;
};

struct draft {
    struct provider made;
    const char *section; /* "provider ringyo" */
    const char *file;    /* where the section begins */
    int line;
    struct rows builtin, own; /* of the compiled-in description; of the user's section */
    enum { DRAFT_RAW, DRAFT_MAKING, DRAFT_MADE } state;
    struct arena *arena;
    struct problems *problems;
};

/* Reports a problem and marks the provider as broken. `row` NULL: the section itself. */
void draft_problem(struct draft *d, const struct ini_entry *row, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A copy of an array of `had` elements, with room for `want`. Arrays are copied before they change,
 * because descriptions made with `like` share them. */
void *draft_grown(struct draft *d, const void *old, size_t had, size_t want, size_t bytes);
/* The row that set `name` last, or NULL. */
const struct ini_entry *draft_row(const struct draft *d, const char *name);

#endif
