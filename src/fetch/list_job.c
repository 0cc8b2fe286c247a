#include "fetch/list_job.h"

#include "base/alloc.h"
#include "provider/list_walk.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>

struct list_job *list_job_new(unsigned number, struct list_walk *walk)
{
    struct list_job *j = xcalloc(1, sizeof *j);
    j->number = number;
    j->walk = walk;
    return j;
}

void list_job_stop(struct list_job *j)
{
    transfer_end(j->transfer, NULL);
    j->transfer = NULL;
    j->unsent = false;
    free_secret(j->key);
    j->key = NULL;
}

void list_job_free(struct list_job *j)
{
    list_job_stop(j);
    list_walk_free(j->walk);
    free(j);
}

void list_job_ask(struct list_job *j, char *key)
{
    if (j->transfer || j->unsent || !list_walk_has_more(j->walk)) {
        free_secret(key);
        return;
    }
    j->key = key;
    j->unsent = true;
}

/* Moves the rows out of the page. */
static struct answer *page_answer(const struct list_job *j, struct list_page *page)
{
    const struct list_paging *paging = &j->walk->paging;
    struct answer *a = fetch_answer_new(j->number, ANSWER_PAGE);
    struct fetch_page *out = a->page = xcalloc(1, sizeof *out);
    struct buf notes = {0};
    a->bytes = j->bytes;
    a->seconds = (double)(time_now_ms() - j->sent_ms) / 1000;
    out->rows = page->rows;
    out->count = page->count;
    out->failure = page->failure;
    out->looked = paging->looked;
    for (size_t i = 0; i < LIST_PASSES; i++)
        out->sent += paging->pass[i].rows;
    memcpy(out->total, paging->total, sizeof out->total);
    out->more = list_walk_has_more(j->walk);
    out->complete_from_us = list_paging_complete_from_us(paging, &j->walk->plan);
    list_paging_put_notes(&notes, paging);
    out->notes = buf_take(&notes);
    return a;
}

static struct answer *failure_answer(struct list_job *j, struct failure *f)
{
    struct list_page page = {.failure = provider_key_hinted(j->walk->plan.provider, f)};
    list_job_stop(j);
    return page_answer(j, &page);
}

struct answer *list_job_send(struct list_job *j, struct transfers *net,
                             const struct fetch_settings *s)
{
    struct request r = {0};
    struct budget budget = {&j->bytes, (uint64_t)s->max_response_mb << 20, true};
    struct failure *f = list_walk_request(j->walk, j->key, &r);
    j->unsent = false;
    j->bytes = 0;
    j->sent_ms = time_now_ms();
    if (f)
        return failure_answer(j, f);
    j->transfer = transfer_start(net, &r, budget, s->timeout_s * 1000L, j);
    request_done(&r);
    return NULL;
}

struct answer *list_job_receive(struct list_job *j)
{
    struct list_page page;
    struct response r;
    transfer_end(j->transfer, &r);
    j->transfer = NULL;
    list_job_stop(j);
    if (r.failure) {
        struct failure *f = r.failure;
        r.failure = NULL;
        response_done(&r);
        return failure_answer(j, f);
    }
    struct answer_body body = response_body(&r);
    list_walk_read(j->walk, &body, &page);
    response_done(&r);
    if (page.failure)
        return failure_answer(j, page.failure);
    return page_answer(j, &page);
}
