#include "provider/list_walk.h"

#include "base/alloc.h"
#include "provider/list_request.h"

#include <assert.h>
#include <stdlib.h>

struct list_walk *list_walk_new(const struct provider *p, const struct query *q,
                                const struct query_terms *terms)
{
    struct list_walk *w = xcalloc(1, sizeof *w);
    struct query_problem problem;
    w->query = query_new(q->text, terms, &problem);
    assert(w->query); /* it could be read before */
    list_plan_init(&w->plan, p, w->query, terms->time.now_us);
    return w;
}

void list_walk_free(struct list_walk *w)
{
    if (!w)
        return;
    list_paging_done(&w->paging);
    list_plan_done(&w->plan);
    query_free(w->query);
    free(w);
}

bool list_walk_has_more(const struct list_walk *w)
{
    size_t pass;
    return list_paging_next(&w->paging, &w->plan, &pass);
}

struct failure *list_walk_request(struct list_walk *w, const char *key, struct request *out)
{
    bool more = list_paging_next(&w->paging, &w->plan, &w->pass);
    assert(more);
    (void)more;
    return list_request(&w->plan, w->pass, &w->paging, key, out);
}

void list_walk_read(struct list_walk *w, const struct answer_body *answer, struct list_page *out)
{
    list_page_read(&w->plan, w->pass, answer, &w->paging, out);
}
