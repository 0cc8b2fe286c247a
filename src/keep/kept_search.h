/* Looks through the kept calls for those that a query asks for, in slices of time: the newest call
 * first (see kept_list.h). Runs on the thread that parses JSON; no other thread may match the same
 * query meanwhile. */
#ifndef KEEP_KEPT_SEARCH_H
#define KEEP_KEPT_SEARCH_H

#include "find/query.h"
#include "keep/kept_trouble.h"
#include "provider/list_row.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Everything is borrowed until the search is freed. */
struct kept_search_terms {
    const char *dir;
    const struct query *query;
    const struct provider_set *providers;
    size_t max_bytes; /* of a kept call's text */
};

struct kept_search;

struct kept_search *kept_search_new(const struct kept_search_terms *terms);
void kept_search_free(struct kept_search *s); /* s may be NULL */
/* Continues until time_now_ms() says until_ms; at least one call is looked at. Returns whether
 * there is more to do. */
bool kept_search_step(struct kept_search *s, int64_t until_ms);

/* The rows found since the last time, newest call first. The caller frees each with free(), and the
 * array. NULL if there are none. */
struct list_row **kept_search_take(struct kept_search *s, size_t *count);
/* How many files there are (0: not known yet), and how many of them were looked at. */
size_t kept_search_total(const struct kept_search *s);
size_t kept_search_looked(const struct kept_search *s);
/* Files and folders that were passed over so far. Files of providers that the query does not ask
 * for are not opened, and what is wrong with a call's answers is not found out if the words of the
 * query are not in its file. */
const struct kept_troubles *kept_search_troubles(const struct kept_search *s);

/* Whether a query asks for this call. */
bool kept_search_matches(const struct query *q, const struct provider *p, const struct call *c);

#endif
