/* What a provider is asked for a query: which clauses are sent, and which ones are looked for in
 * its rows. A filter is sent only where it cannot lose a row, and every clause is looked for in the
 * rows all the same, because some providers ignore filters. Pure. */
#ifndef PROVIDER_LIST_PLAN_H
#define PROVIDER_LIST_PLAN_H

#include "base/buf.h"
#include "find/query.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number of either side is asked for twice where the provider has a filter for each side only:
 * first the calls from it, then those to it. The same call may come in both passes. */
enum { LIST_PASSES = 2, LIST_FILTERS_MAX = 8 };

struct list_filter {
    enum list_find find;
    struct query_clause clause; /* what it asks for; of the time, only the kind counts */
    const char *value;          /* of {}; or NULL */
    int seconds;
};

/* The provider and the query are borrowed; the query is matched wherever the plan's pages are
 * read. */
struct list_plan {
    const struct provider *provider;
    const struct query *query;
    const char *left_out; /* why the provider is not asked, such as "cannot look for numbers"; NULL:
                             it is asked */
    struct list_filter filters[LIST_FILTERS_MAX]; /* of every pass */
    size_t filter_count;
    struct list_filter sides[LIST_PASSES]; /* one for each pass, if there are two */
    size_t pass_count;
    int64_t since_us, until_us;          /* as they are sent, with a margin */
    const struct query_clause *believed; /* the text that the provider searches for itself, or NULL
                                          */
    bool needs_texts;                    /* the rows' transcripts have to be read */
    struct arena *arena;
};

/* list_plan_done frees what the plan owns. */
void list_plan_init(struct list_plan *out, const struct provider *p, const struct query *q,
                    int64_t now_us);
void list_plan_done(struct list_plan *plan);

/* Appends "time, status asked there; number looked for here", or "all asked there". */
void list_plan_put_asked(struct buf *out, const struct list_plan *plan);
/* The filter's template in the description. */
const char *list_plan_template(const struct list_plan *plan, const struct list_filter *f);

#endif
