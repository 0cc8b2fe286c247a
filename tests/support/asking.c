#include "tests/support/asking.h"

#include "base/alloc.h"
#include "provider/list_walk.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const int64_t asking_now_s = 1795963212;
const struct listing_bounds asking_all_pages = {.pages = 200, .rows = 10000, .seconds = 60};

static size_t number_after(const char *request, const char *word)
{
    const char *at = strstr(request, word);
    return at ? strtoul(at + strlen(word), NULL, 10) : 0;
}

static char *page_of(const struct asked *s, size_t from)
{
    struct buf out = {0};
    buf_puts(&out, "{\"rows\":[");
    for (size_t i = from; i < s->total && i < from + s->limit; i++)
        buf_printf(&out, "%s{\"id\":\"%c%zu\",\"s\":\"done\",\"t\":%lld}", i > from ? "," : "",
                   s->letter, i,
                   (long long)(asking_now_s - s->begin_s - (long long)i * s->every_s));
    buf_printf(&out, "],\"next\":\"%zu\",\"more\":%s}", from + s->limit,
               from + s->limit < s->total ? "true" : "false");
    return buf_take(&out);
}

char *asking_answer(void *owner, size_t n, const char *request)
{
    const struct asked *s = owner;
    if (n < s->odd_count && s->odd[n])
        return xstrdup(s->odd[n]);
    if (s->hold || (s->hold_from && n >= s->hold_from))
        return NULL;
    return paged_json(
        page_of(s, number_after(request, "\"after\":\"") + number_after(request, "&after=")));
}

/* ---- the set-up ---- */

static struct failure *get_key(void *context, const struct provider *p, char **key)
{
    (void)context, (void)p;
    *key = xstrdup(ASKING_KEY);
    return NULL;
}

static void on_limited(void *context, const struct provider *p, int seconds)
{
    struct asking *t = context;
    (void)p, (void)seconds;
    t->limited++;
}

static char *ini_of(const struct asking *t, bool post)
{
    struct buf out = {0};
    for (size_t i = 0; i < t->count; i++)
        buf_printf(&out,
                   "[provider x%zu]\nbase_url = http://127.0.0.1:%d\npath = /c/{id}\n"
                   "header = X-API-ASKING_KEY: {key}\napi_key = k\nid = /id\nstatus = /s\n"
                   "completed = done\nfailed = bad\nlive = on\nstarted = /t s\n"
                   "list.path = /list%s\nlist.limit = %zu\nrows = /rows\nlist.more = /more\n%s",
                   i, t->canned ? canned_port(t->canned) : paged_port(t->servers[i].paged),
                   post ? "" : "?size={limit}", t->servers[i].limit,
                   post ? "list.body = {\"size\":{limit},\"f\":{{filters}}{next}}\n"
                          "list.next = \"after\":\"{/next}\"\n"
                        : "list.next = after={/next}\n");
    return buf_take(&out);
}

void asking_begin(struct asking *t, bool post, const char *text, struct listing_bounds bounds,
                  int max_wait_s)
{
    for (size_t i = 0; i < t->count; i++)
        t->servers[i].paged = paged_start(asking_answer, &t->servers[i]);
    char *ini = ini_of(t, post);
    fetching_start(&t->f, ini,
                   (struct fetch_settings){.jobs = t->jobs,
                                           .max_response_mb = 1,
                                           .timeout_s = t->timeout_s ? t->timeout_s : 60});
    free(ini);
    for (size_t i = 0; i < t->f.described.config.problems.count; i++)
        fail_msg("%s", t->f.described.config.problems.list[i].text);
    struct query_problem problem;
    t->terms = (struct query_terms){.time = {asking_now_s * 1000000, &civil_zone_in_force, 7}};
    t->query = query_new(text, &t->terms, &problem);
    if (!t->query)
        fail_msg("%s", problem.why.text);
    const struct provider *list[ASKING_SERVERS];
    for (size_t i = 0; i < t->count; i++) {
        char name[8] = {'x', (char)('0' + i)};
        list[i] = described_find(&t->f.described, name);
    }
    t->limits = rate_limit_new(max_wait_s);
    struct listing_setup setup = {.fetcher = t->f.fetcher,
                                  .limits = t->limits,
                                  .key = get_key,
                                  .context = t,
                                  .limited = on_limited,
                                  .bounds = bounds};
    t->listing = listing_new(&setup, t->query, &t->terms, list, t->count);
}

void asking_end(struct asking *t)
{
    listing_free(t->listing);
    rate_limit_free(t->limits);
    query_free(t->query);
    fetching_stop(&t->f);
    for (size_t i = 0; i < t->count; i++)
        paged_stop(t->servers[i].paged);
}

void asking_some(struct asking *t, int64_t next_ms)
{
    struct pollfd fd = {.fd = fetch_fd(t->f.fetcher), .events = POLLIN};
    if (poll(&fd, 1, next_ms ? (int)next_ms : 10000) == 0 && !next_ms)
        fail_msg("no answer within 10 s");
    for (struct answer *a; (a = fetch_next(t->f.fetcher));) {
        a->seconds = t->seconds > 0 ? t->seconds : a->seconds;
        assert_non_null(listing_take(t->listing, a));
        fetch_answer_free(a);
    }
}

void asking_all(struct asking *t)
{
    for (;;) {
        int64_t next_ms = listing_send(t->listing);
        if (!listing_is_busy(t->listing))
            return;
        asking_some(t, next_ms);
    }
}

void asking_expect_requests(struct asking *t, size_t i, size_t count)
{
    size_t have = paged_count(t->servers[i].paged);
    if (have != count)
        fail_msg("x%zu was asked %zu times, expected %zu", i, have, count);
}

struct listing_one *asking_one(struct asking *t, size_t i, enum listing_state state)
{
    struct listing_one *one = &t->listing->list[i];
    if (one->state != state)
        fail_msg("x%zu is in state %d, expected %d: %s", i, one->state, state,
                 one->failure ? one->failure->message : "");
    return one;
}
