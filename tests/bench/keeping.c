/* The rooms that keep calls, without a screen: keeping 3,000 calls, opening one, also in a search,
 * and searching all. Other builds than this one are not measured. */
#include "tests/bench/bench.h"
#include "tests/bench/corpus.h"
#include "tests/bench/report.h"

#include "base/alloc.h"
#include "config/config.h"
#include "fetch/fetch.h"
#include "keep/kept_folder.h"
#include "keep/kept_search.h"
#include "tests/support/scratch.h"
#include "text/time.h"

#include <math.h>
#include <poll.h>
#include <stdlib.h>

enum { CALLS = 3000, SLICE_MS = 20, OPENED = 100 };

static struct config config;
static struct provider_set *set;

static void report_own(const struct report_row *row, double value)
{
    double values[BUILDS_MAX] = {NAN, NAN, NAN, NAN};
    values[build_count - 1] = value;
    report(row, values, NAN);
}

static void report_ms(const char *what, double us, enum report_bar kind, double most_ms)
{
    report_own(&(struct report_row){what, "ms", NULL, kind, most_ms}, us / 1e3);
}

static void keep_all(const char *dir)
{
    static long us[CALLS];
    double bytes = corpus_keep(dir, 0, CALLS, us);
    report_own(&(struct report_row){"a kept call of 60 turns", "B", NULL, MOST, 5000}, bytes);
    report_ms("keeping one, median", (double)percentile(us, CALLS, 50), NO_BAR, 0);
    report_ms("keeping one, 99th percentile", (double)percentile(us, CALLS, 99), NO_BAR, 0);
}

static void open_some(const char *dir)
{
    static long us[OPENED];
    for (int i = 0; i < OPENED; i++) {
        char *id = xasprintf("call_%d", i * (CALLS / OPENED));
        struct kept_call k;
        long begin = now_us();
        if (kept_folder_open(&k, dir, "vapi", id, CORPUS_MAX_BYTES) != KEPT_TROUBLE_NONE)
            give_up("a kept call cannot be opened");
        struct extracted made = kept_call_extract(&k, provider_find(set, "vapi"));
        us[i] = now_us() - begin;
        if (!made.call || made.call->turn_count != CORPUS_TURNS)
            give_up("a kept call is not whole");
        call_free(made.call);
        kept_call_done(&k);
        free(id);
    }
    report_ms("opening a kept call", (double)percentile(us, OPENED, 50), MOST, 10);
}

static struct query *read_query(const char *query_text)
{
    struct query_terms terms = {.time = {corpus_start_us, &civil_zone_in_force, 7}};
    struct query_problem problem;
    return query_new(query_text, &terms, &problem);
}

/* Returns the number of calls found. */
static size_t take(struct kept_search *s)
{
    size_t count;
    struct list_row **rows = kept_search_take(s, &count);
    for (size_t i = 0; i < count; i++)
        free(rows[i]);
    free(rows);
    return count;
}

static void report_search(const char *query_text, long us, long first_us, long slice_us)
{
    char *what = xasprintf("searching 3,000 kept calls: %s", query_text);
    report_ms(what, (double)us, MOST, 600);
    if (first_us)
        report_ms("the first of them", (double)first_us, MOST, 50);
    report_ms("the longest slice", (double)slice_us, NO_BAR, 0);
    free(what);
}

static void search(const char *dir, const char *query_text, size_t want)
{
    struct query *q = read_query(query_text);
    long begin = now_us(), first_us = 0, slice_us = 0;
    struct kept_search_terms what = {dir, q, set, CORPUS_MAX_BYTES};
    struct kept_search *s = kept_search_new(&what);
    size_t found = 0;
    for (bool more = true; more;) {
        long from = now_us();
        more = kept_search_step(s, time_now_ms() + SLICE_MS);
        found += take(s);
        if (found && !first_us)
            first_us = now_us() - begin;
        slice_us = now_us() - from > slice_us ? now_us() - from : slice_us;
    }
    long us = now_us() - begin;
    if (found != want)
        give_up("not all calls are found");
    report_search(query_text, us, found == CALLS ? first_us : 0, slice_us);
    kept_search_free(s);
    query_free(q);
}

/* ---- through the worker ---- */

/* Waits for the opened call. Returns whether the search goes on. */
static bool wait_opened(struct fetcher *f, unsigned search, unsigned opening)
{
    struct pollfd fd = {.fd = fetch_fd(f), .events = POLLIN};
    bool more = true, opened = false;
    while (!opened) {
        struct answer *a = fetch_next(f);
        if (!a)
            poll(&fd, 1, -1);
        else if (a->job == search)
            more = a->kept_rows->more;
        else
            opened = a->job == opening;
        fetch_answer_free(a);
    }
    return more;
}

/* Opens calls, one after the other, while all are searched. */
static void open_in_search(const char *dir)
{
    enum { MOMENT_US = 20000 };
    static long us[OPENED];
    struct err e;
    struct fetch_settings settings = {
        .jobs = 1, .max_response_mb = CORPUS_MAX_BYTES >> 20, .kept = {.dir = dir}};
    struct fetcher *f = fetch_new(&settings, &e);
    unsigned searching = 0;
    if (!f)
        give_up(e.text);
    for (int i = 0; i < OPENED; i++) {
        char *id = xasprintf("call_%d", i * (CALLS / OPENED));
        if (!searching)
            searching = fetch_kept_search(f, read_query("kept"), set);
        long begin = now_us() + corpus_pick(MOMENT_US);
        while (now_us() < begin)
            ;
        unsigned opening = fetch_kept_open(f, provider_find(set, "vapi"), id);
        if (!wait_opened(f, searching, opening))
            searching = 0;
        us[i] = now_us() - begin;
        free(id);
    }
    fetch_free(f);
    report_ms("opening one in a search", (double)percentile(us, OPENED, 50), MOST, 10);
}

void bench_keeping(void)
{
    char *scratch = scratch_new(), *dir = scratch_path(scratch, "kept");
    set = provider_set_new(&config);
    keep_all(dir);
    open_some(dir);
    open_in_search(dir);
    search(dir, "kept", CALLS);
    search(dir, "kept text:zanzibar", 1);
    search(dir, "kept /zan.*bar/", 1);
    corpus_done();
    provider_set_free(set);
    free(dir);
    scratch_free(scratch);
}
