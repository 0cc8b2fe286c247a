/* Keeping 3,000 calls of 60 turns, opening one, also in a search, and searching all: the size of a
 * file, and the times. The turns are random words of the README, with times as providers send them.
 */
#include "tests/bench/bench.h"

#include "base/alloc.h"
#include "config/config.h"
#include "fetch/fetch.h"
#include "keep/kept_folder.h"
#include "keep/kept_search.h"
#include "keep/kept_writer.h"
#include "tests/support/scratch.h"
#include "text/ascii.h"
#include "text/time.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLS = 3000, TURNS = 60, WORDS_MAX = 8000, MAX_BYTES = 32 << 20, SLICE_MS = 20 };
enum { FILE_BYTES = 5000, OPEN_US = 10000, FIRST_US = 50000, ALL_US = 600000 };

/* The call that has a word of its own. */
enum { MARKED_CALL = CALLS / 2, MARKED_TURN = 30 };

static const int64_t start_us = INT64_C(1795963212000000), apart_us = INT64_C(600) * 1000000;

static struct config config;
static struct provider_set *set;
static char *text, *words[WORDS_MAX];
static size_t word_count;
static unsigned seed = 7;

static unsigned pick(unsigned below)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 8) % below;
}

/* Cuts the README into its words; `text` holds them. */
static void read_words(void)
{
    text = scratch_read(".", "README.md");
    if (!text)
        give_up("there is no README.md");
    for (char *at = text; *at && word_count < WORDS_MAX;) {
        size_t n = 0;
        while (ascii_is_alnum(at[n]))
            n++;
        char *end = at + n + (at[n] != '\0');
        at[n] = '\0';
        if (n > 1)
            words[word_count++] = at;
        at = end;
    }
}

static void put_words(struct buf *out)
{
    for (unsigned n = 4 + pick(16); n > 0; n--)
        buf_printf(out, "%s%c", words[pick((unsigned)word_count)], n > 1 ? ' ' : '.');
}

static void put_turn(struct buf *out, int turn, double at_s, bool marked)
{
    int64_t ms = start_us / 1000 + (int64_t)(at_s * 1000);
    buf_printf(out, "%s{\"role\":\"%s\",\"message\":\"%s", turn ? "," : "",
               turn % 2 ? "user" : "bot", marked ? "zanzibar " : "");
    put_words(out);
    buf_printf(out, "\",\"time\":%lld,\"endTime\":%lld,\"secondsFromStart\":%.2f}", (long long)ms,
               (long long)ms + 2000 + pick(3000), at_s);
}

/* An answer of Vapi about call number i. */
static void put_answer(struct buf *out, int i)
{
    char at[TIME_TEXT_BYTES];
    double at_s = 0;
    time_rfc3339(&(struct instant){.us = start_us - i * apart_us, .known = true}, at);
    buf_printf(out,
               "{\"id\":\"call_%d\",\"type\":\"inboundPhoneCall\",\"status\":\"ended\","
               "\"endedReason\":\"customer-ended-call\",\"startedAt\":\"%s\",\"customer\":{"
               "\"number\":\"+1415555%04u\"},\"cost\":0.05,\"artifact\":{\"recordingUrl\":"
               "\"https://storage.vapi.ai/%u.wav\",\"messages\":[",
               i, at, pick(10000), pick(UINT32_MAX));
    for (int turn = 0; turn < TURNS; turn++, at_s += 2 + pick(400) / 100.0)
        put_turn(out, turn, at_s, i == MARKED_CALL && turn == MARKED_TURN);
    buf_puts(out, "]}}");
}

static size_t keep(const char *dir, int i, const struct buf *body, long *us)
{
    struct err e;
    char *id = xasprintf("call_%d", i);
    struct kept_document d = {"call", body->data, body->len, 200};
    struct kept_order order = {
        .dir = dir,
        .call = {.head = {.provider = "vapi", .id = id}, .documents = &d, .document_count = 1},
        .now_us = start_us,
        .call_us = start_us - i * apart_us,
        .max_bytes = MAX_BYTES};
    long begin = now_us();
    struct kept_writer *w = kept_writer_new(&order);
    if (kept_writer_step(w, INT64_MAX, &e) != KEPT_WRITER_KEPT)
        give_up(e.text);
    size_t bytes = kept_writer_bytes(w);
    kept_writer_free(w);
    *us = now_us() - begin;
    free(id);
    return bytes;
}

static bool keep_all(const char *dir)
{
    static long us[CALLS];
    size_t bytes = 0, answers = 0;
    struct buf body = {0};
    for (int i = 0; i < CALLS; i++) {
        buf_clear(&body);
        put_answer(&body, i);
        answers += body.len;
        bytes += keep(dir, i, &body, &us[i]);
    }
    buf_done(&body);
    long median = percentile(us, CALLS, 50);
    printf("keeping %d calls   %6zu bytes a file (at most %d), of %zu; %.2f ms each, 99 %% in %.1f "
           "ms\n",
           CALLS, bytes / CALLS, FILE_BYTES, answers / CALLS, (double)median / 1e3,
           (double)percentile(us, CALLS, 99) / 1e3);
    return bytes / CALLS <= FILE_BYTES;
}

static bool open_some(const char *dir)
{
    enum { OPENED = 100 };
    static long us[OPENED];
    for (int i = 0; i < OPENED; i++) {
        char *id = xasprintf("call_%d", i * (CALLS / OPENED));
        struct kept_call k;
        long begin = now_us();
        if (kept_folder_open(&k, dir, "vapi", id, MAX_BYTES) != KEPT_TROUBLE_NONE)
            give_up("a kept call cannot be opened");
        struct extracted made = kept_call_extract(&k, provider_find(set, "vapi"));
        us[i] = now_us() - begin;
        if (!made.call || made.call->turn_count != TURNS)
            give_up("a kept call is not whole");
        call_free(made.call);
        kept_call_done(&k);
        free(id);
    }
    long median = percentile(us, OPENED, 50);
    printf("opening a kept call  %6.2f ms (at most %.0f)\n", (double)median / 1e3, OPEN_US / 1e3);
    return median <= OPEN_US;
}

static struct query *read_query(const char *query_text)
{
    struct query_terms terms = {.time = {start_us, &civil_zone_in_force, 7}};
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

static bool search(const char *dir, const char *query_text, size_t want)
{
    struct query *q = read_query(query_text);
    long begin = now_us(), first_us = 0, slice_us = 0;
    struct kept_search_terms what = {dir, q, set, MAX_BYTES};
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
    printf("%-20s %6.0f ms (at most %d), the first of %zu after %.0f ms, the longest slice %.0f "
           "ms\n",
           query_text, (double)us / 1e3, ALL_US / 1000, found, (double)first_us / 1e3,
           (double)slice_us / 1e3);
    if (found != want)
        give_up("not all calls are found");
    kept_search_free(s);
    query_free(q);
    return us <= ALL_US && (found < CALLS || first_us <= FIRST_US);
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
static bool open_in_search(const char *dir)
{
    enum { OPENED = 100, MOMENT_US = 20000 };
    static long us[OPENED];
    struct err e;
    struct fetch_settings settings = {
        .jobs = 1, .max_response_mb = MAX_BYTES >> 20, .kept = {.dir = dir}};
    struct fetcher *f = fetch_new(&settings, &e);
    unsigned searching = 0;
    if (!f)
        give_up(e.text);
    for (int i = 0; i < OPENED; i++) {
        char *id = xasprintf("call_%d", i * (CALLS / OPENED));
        if (!searching)
            searching = fetch_kept_search(f, read_query("kept"), set);
        long begin = now_us() + pick(MOMENT_US);
        while (now_us() < begin)
            ;
        unsigned opening = fetch_kept_open(f, provider_find(set, "vapi"), id);
        if (!wait_opened(f, searching, opening))
            searching = 0;
        us[i] = now_us() - begin;
        free(id);
    }
    fetch_free(f);
    long median = percentile(us, OPENED, 50);
    printf("opening in a search  %6.2f ms, at worst %.1f ms (median at most %.0f)\n",
           (double)median / 1e3, (double)us[OPENED - 1] / 1e3, OPEN_US / 1e3);
    return median <= OPEN_US;
}

bool bench_keeping(void)
{
    char *scratch = scratch_new(), *dir = scratch_path(scratch, "kept");
    set = provider_set_new(&config);
    read_words();
    bool ok = keep_all(dir);
    ok = open_some(dir) && ok;
    ok = open_in_search(dir) && ok;
    ok = search(dir, "kept", CALLS) && ok;
    ok = search(dir, "kept text:zanzibar", 1) && ok;
    ok = search(dir, "kept /zan.*bar/", 1) && ok;
    provider_set_free(set);
    free(text);
    free(dir);
    scratch_free(scratch);
    return ok;
}
