/* A walk through the list of a provider: which calls are asked for, and how far the pages were
 * read. It owns all of that, so that it can be given to another thread. */
#ifndef PROVIDER_LIST_WALK_H
#define PROVIDER_LIST_WALK_H

#include "provider/list_page.h"
#include "provider/list_paging.h"
#include "provider/list_plan.h"
#include "provider/request.h"

struct list_walk {
    struct query *query;
    struct list_plan plan;
    struct list_paging paging;
    size_t pass; /* of the page that was requested last */
};

/* A walk from the first page on. The query was read with these terms; the walk gets a copy, because
 * two threads must not match the same query. UI thread. */
struct list_walk *list_walk_new(const struct provider *p, const struct query *q,
                                const struct query_terms *terms);
void list_walk_free(struct list_walk *w); /* w may be NULL */

/* Whether there is another page. */
bool list_walk_has_more(const struct list_walk *w);
/* The request for the next page, which there is. Returns NULL on success, otherwise a failure as
 * list_request does. */
struct failure *list_walk_request(struct list_walk *w, const char *key, struct request *out);
/* Reads the answer to that request, as list_page_read does. */
void list_walk_read(struct list_walk *w, const struct answer_body *answer, struct list_page *out);

#endif
