#include "cli/listing.h"

#include "base/alloc.h"
#include "provider/list_walk.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>

enum { RETRIES_MAX = 3 /* of a page whose provider limits the rate */, BYTES_MAX = 64 << 20 };

const struct listing_bounds listing_on_screen = {
    .pages = 5, .rows = 500, .bytes = BYTES_MAX, .seconds = 10};
const struct listing_bounds listing_printed = {
    .pages = 200, .rows = 10000, .bytes = BYTES_MAX, .seconds = 60};

const struct provider listing_kept = {.name = "kept", .title = "kept calls"};

static void init_one(struct listing_one *one, struct listing *l, const struct provider *p,
                     const struct query *q, const struct query_terms *terms)
{
    one->provider = p;
    one->complete_from_us = INT64_MAX;
    list_plan_init(&one->plan, p, q, terms->time.now_us);
    if (one->plan.left_out)
        return;
    one->state = LISTING_ASKING;
    one->more = true;
    one->job = fetch_list(l->setup.fetcher, list_walk_new(p, q, terms));
}

/* The worker matches a query of its own. */
static void init_kept(struct listing *l, const struct query *q, const struct query_terms *terms,
                      const struct provider *const *list, size_t count)
{
    struct listing_one *one = &l->list[l->count++];
    struct query_problem problem;
    l->asked = xcalloc(count, sizeof *l->asked);
    while (l->asked_count < count) {
        l->asked[l->asked_count] = list[l->asked_count];
        l->asked_count++;
    }
    one->provider = &listing_kept;
    one->complete_from_us = INT64_MIN;
    one->state = LISTING_ASKING;
    one->in_flight = true;
    one->job =
        fetch_kept_search(l->setup.fetcher, query_new(q->text, terms, &problem), l->setup.set);
}

struct listing *listing_new(const struct listing_setup *setup, const struct query *q,
                            const struct query_terms *terms, const struct provider *const *list,
                            size_t count)
{
    struct listing *l = xcalloc(1, sizeof *l);
    l->setup = *setup;
    l->list = xcalloc(count, sizeof *l->list);
    if (q->kept && count)
        init_kept(l, q, terms, list, count);
    for (size_t i = 0; !q->kept && i < count; i++)
        init_one(&l->list[l->count++], l, list[i], q, terms);
    return l;
}

static void one_done(struct listing_one *one)
{
    for (size_t i = 0; i < one->row_count; i++)
        free(one->rows[i]);
    free(one->rows);
    free(one->notes);
    failure_free(one->failure);
    list_plan_done(&one->plan);
}

void listing_free(struct listing *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->count; i++) {
        if (l->list[i].job)
            fetch_cancel(l->setup.fetcher, l->list[i].job);
        one_done(&l->list[i]);
    }
    free(l->list);
    free(l->asked);
    free(l);
}

/* ---- what is asked next ---- */

static void fail(struct listing_one *one, struct failure *f)
{
    failure_free(one->failure);
    one->failure = f;
    one->state = LISTING_FAILED;
}

/* Whether enough rows of all providers are certainly before anything that this one can still send.
 */
static bool has_enough(const struct listing *l, const struct listing_one *one)
{
    size_t limit = l->setup.bounds.limit, n = 0;
    if (!limit || listing_row_count(l) < limit)
        return false;
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < l->list[i].row_count; k++) {
            int64_t us;
            n += list_row_time(l->list[i].rows[k], &us) && us >= one->complete_from_us;
        }
    return n >= limit;
}

static bool is_bounded(const struct listing *l, const struct listing_one *one)
{
    const struct listing_bounds *b = &l->setup.bounds;
    return one->pages >= b->pages || one->page_rows >= b->rows ||
           one->used_ms >= b->seconds * INT64_C(1000);
}

static struct failure *limited(int64_t left_ms)
{
    struct failure *f =
        failure_new(KIND_RATE_LIMITED, 0,
                    "not requested: the provider's rate limit lasts longer than may be waited for");
    f->retry_after_s = (int)((left_ms + 999) / 1000);
    return f;
}

static void send_one(struct listing *l, struct listing_one *one)
{
    char *key = NULL;
    struct failure *f = l->setup.key(l->setup.context, one->provider, &key);
    if (f) {
        fail(one, f);
        return;
    }
    one->state = LISTING_ASKING;
    one->in_flight = true;
    one->sent_ms = time_now_ms();
    fetch_list_page(l->setup.fetcher, one->job, key);
}

/* Returns the milliseconds until the request may be sent; 0 if that is decided. */
static int64_t try_one(struct listing *l, struct listing_one *one)
{
    int64_t left_ms;
    enum rate_state may = rate_limit_check(l->setup.limits, one->provider, time_now_ms(), &left_ms);
    if (has_enough(l, one))
        one->state = LISTING_PAUSED;
    else if (is_bounded(l, one))
        one->state = LISTING_BOUNDED;
    else if (may == RATE_FREE)
        send_one(l, one);
    else if (may == RATE_REFUSED)
        fail(one, limited(left_ms));
    else
        one->state = LISTING_WAITING;
    return one->state == LISTING_WAITING ? left_ms : 0;
}

static bool is_open(const struct listing_one *one)
{
    return one->state == LISTING_ASKING || one->state == LISTING_WAITING;
}

int64_t listing_send(struct listing *l)
{
    int64_t soonest_ms = 0;
    for (size_t i = 0; i < l->count; i++) {
        struct listing_one *one = &l->list[i];
        int64_t left_ms = is_open(one) && !one->in_flight ? try_one(l, one) : 0;
        if (left_ms > 0 && (soonest_ms == 0 || left_ms < soonest_ms))
            soonest_ms = left_ms;
    }
    return soonest_ms;
}

bool listing_is_busy(const struct listing *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (is_open(&l->list[i]))
            return true;
    return false;
}

/* ---- what came ---- */

static void take_rows(struct listing_one *one, struct fetch_page *page)
{
    if (!page->count)
        return;
    one->rows = xreallocarray(one->rows, one->row_count + page->count, sizeof *one->rows);
    memcpy(one->rows + one->row_count, page->rows, page->count * sizeof *one->rows);
    one->row_count += page->count;
    for (size_t i = 0; i < page->count; i++)
        one->bytes += list_row_bytes(page->rows[i]);
    page->count = 0;
}

/* Whether the page will be asked for again, because the provider said when it may be. */
static bool schedule_retry(struct listing *l, struct listing_one *one, const struct failure *f)
{
    int64_t now_ms = time_now_ms() + 1, left_ms; /* never early: the clock rounds down */
    int retry_after_s = failure_limit_s(f);
    if (retry_after_s < 0)
        return false;
    bool before = rate_limit_check(l->setup.limits, one->provider, now_ms, &left_ms) != RATE_FREE;
    bool worth = rate_limit_add(l->setup.limits, one->provider, retry_after_s, now_ms);
    if (!worth || one->retries == RETRIES_MAX)
        return false;
    if (!before && retry_after_s > 0 && l->setup.limited)
        l->setup.limited(l->setup.context, one->provider, retry_after_s);
    one->retries++;
    return true;
}

static void take_failure(struct listing *l, struct listing_one *one, struct fetch_page *page)
{
    if (is_open(one) && schedule_retry(l, one, page->failure))
        return;
    fail(one, page->failure);
    page->failure = NULL;
}

/* Rows have some 300 bytes, and hostile ones up to a megabyte. */
static void end_if_large(struct listing_one *one, size_t bytes_max)
{
    if (!one->more || !bytes_max || one->bytes <= bytes_max)
        return;
    char *notes = xasprintf("%s%sits calls are too large: no more are asked for", one->notes,
                            *one->notes ? "; " : "");
    free(one->notes);
    one->notes = notes;
    one->more = false;
}

static void take_page(struct listing_one *one, struct fetch_page *page, size_t bytes_max)
{
    one->retries = 0;
    one->pages++;
    one->page_rows = page->sent - one->base_rows;
    take_rows(one, page);
    one->complete_from_us = page->complete_from_us;
    one->more = page->more;
    end_if_large(one, bytes_max);
    if (!one->more)
        one->state = page->complete_from_us > INT64_MIN ? LISTING_BOUNDED : LISTING_ENDED;
}

static void take_state(struct listing_one *one, struct fetch_page *page)
{
    one->looked = page->looked;
    memcpy(one->total, page->total, sizeof one->total);
    free(one->notes);
    one->notes = page->notes;
    page->notes = NULL;
}

static bool is_asked(const struct listing *l, const struct list_row *row)
{
    for (size_t i = 0; i < l->asked_count; i++)
        if (strcmp(l->asked[i]->name, row->provider) == 0)
            return true;
    return false;
}

/* The rows of providers that are not asked are freed. */
static void take_kept(const struct listing *l, struct listing_one *one,
                      struct fetch_kept_rows *found)
{
    one->rows = xreallocarray(one->rows, one->row_count + found->count + 1, sizeof *one->rows);
    for (size_t i = 0; i < found->count; i++) {
        if (is_asked(l, found->rows[i]))
            one->rows[one->row_count++] = found->rows[i];
        else
            free(found->rows[i]);
    }
    found->count = 0;
    one->looked = found->looked;
    one->kept = found->total;
    free(one->notes);
    one->notes = found->note;
    found->note = NULL;
    one->in_flight = found->more;
    if (!found->more)
        one->state = LISTING_ENDED;
}

static struct listing_one *find_one(const struct listing *l, unsigned job)
{
    for (size_t i = 0; job && i < l->count; i++)
        if (l->list[i].job == job)
            return &l->list[i];
    return NULL;
}

struct listing_one *listing_take(struct listing *l, struct answer *a)
{
    bool of_kept = a->type == ANSWER_KEPT_ROWS;
    struct listing_one *one = of_kept || a->type == ANSWER_PAGE ? find_one(l, a->job) : NULL;
    if (!one)
        return NULL;
    if (of_kept) {
        take_kept(l, one, a->kept_rows);
        return one;
    }
    one->in_flight = false;
    one->used_ms += (int64_t)(a->seconds * 1000);
    take_state(one, a->page);
    if (a->page->failure)
        take_failure(l, one, a->page);
    else
        take_page(one, a->page, l->setup.bounds.bytes);
    return one;
}

/* ---- more, and less ---- */

void listing_more(struct listing_one *one)
{
    if (!one->more || is_open(one))
        return;
    failure_free(one->failure);
    one->failure = NULL;
    one->state = LISTING_ASKING;
    one->more_asked = true;
    one->base_rows += one->page_rows;
    one->pages = one->page_rows = 0;
    one->used_ms = 0;
    one->retries = 0;
}

void listing_stop(struct listing *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct listing_one *one = &l->list[i];
        if (!is_open(one))
            continue;
        if (one->provider == &listing_kept)
            fetch_cancel(l->setup.fetcher, one->job);
        else
            fetch_list_stop(l->setup.fetcher, one->job);
        one->in_flight = false;
        one->state = LISTING_PAUSED;
    }
}

/* ---- all together ---- */

size_t listing_row_count(const struct listing *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->list[i].row_count;
    return n;
}

size_t listing_looked(const struct listing *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->list[i].looked;
    return n;
}

static int newest_first(const void *left, const void *right)
{
    return list_row_newest_first(*(struct list_row *const *)left, *(struct list_row *const *)right);
}

const struct list_row **listing_merged(const struct listing *l)
{
    const struct list_row **rows = xcalloc(listing_row_count(l) + 1, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < l->list[i].row_count; k++)
            rows[n++] = l->list[i].rows[k];
    qsort(rows, n, sizeof *rows, newest_first);
    return rows;
}
