/* Which ID gets which answer: from a file (files.c), else from a row, else it is a call of the
 * provider's list (lists.h). A new case is one row or file. */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HOUR_S = 3600, PAGE = 10, LIVE_TURNS = 40, LIVE_STEP = 4, BIG_BYTES = 40 << 20 };

static const char *data_dir = "tests";

struct row {
    const char *name; /* a # at the end: a number in the ID; a *: whatever follows */
    void (*answer)(const struct call_ref *a, long n, struct reply *r);
    long n;
    const char *what;
};

static void json_reply(struct reply *r)
{
    r->status = 200;
    r->content_type = "application/json";
}

static void give_error(const struct call_ref *a, long status, struct reply *r)
{
    api_error(a, (int)status, r);
}

static void give_turns(const struct call_ref *a, long turns, struct reply *r)
{
    char *limit = query_get(a->query, "limit");
    long page = limit ? strtol(limit, NULL, 10) : 100;
    json_reply(r);
    if (a->messages)
        make_messages(a, turns, page > 0 ? page : 100, &r->body);
    else
        make_call(a, turns, false, &r->body);
    free(limit);
}

static void give_pages(const struct call_ref *a, long pages, struct reply *r)
{
    json_reply(r);
    if (a->messages)
        make_messages(a, pages * PAGE, PAGE, &r->body);
    else
        make_call(a, pages * PAGE, false, &r->body);
}

static void give_loop(const struct call_ref *a, long n, struct reply *r)
{
    if (!a->messages) {
        give_turns(a, n, r);
        return;
    }
    json_reply(r);
    buf_puts(&r->body, "{\"data\":[{\"id\":\"msg-0\",\"created_date\":\"2026-01-15T10:30:00Z\","
                       "\"role\":\"assistant\",\"content\":\"Are you still there?\","
                       "\"tool_call\":null}],\"has_more\":true,\"first_id\":\"msg-0\","
                       "\"last_id\":\"msg-0\",\"current_page\":1,\"total_pages\":2}");
}

/* The call is sent, and its second document is an error. */
static void give_messages_error(const struct call_ref *a, long status, struct reply *r)
{
    if (a->messages)
        api_error(a, (int)status, r);
    else
        give_turns(a, 12, r);
}

static void give_messages_late(const struct call_ref *a, long seconds, struct reply *r)
{
    give_turns(a, 12, r);
    if (a->messages)
        r->wait_s = (int)seconds;
}

static void give_late(const struct call_ref *a, long seconds, struct reply *r)
{
    give_turns(a, 12, r);
    r->wait_s = (int)seconds;
}

static void give_drip(const struct call_ref *a, long step_ms, struct reply *r)
{
    give_turns(a, 12, r);
    r->drip_ms = (int)step_ms;
}

static void give_cut(const struct call_ref *a, long n, struct reply *r)
{
    give_turns(a, n, r);
    r->cut = true;
}

static void give_text(struct reply *r, const char *type, const char *text)
{
    r->status = 200;
    r->content_type = type;
    buf_puts(&r->body, text);
}

static void give_html(const struct call_ref *a, long n, struct reply *r)
{
    (void)a, (void)n;
    buf_clear(&r->body);
    give_text(r, "text/html", "<!doctype html><title>Sign in</title><h1>Sign in</h1>\n");
}

static void give_plain(const struct call_ref *a, long n, struct reply *r)
{
    (void)a, (void)n;
    give_text(r, "text/plain", "upstream connect error or disconnect/reset before headers\n");
}

static void give_empty(const struct call_ref *a, long n, struct reply *r)
{
    (void)a, (void)n;
    give_text(r, "application/json", "");
}

static void give_null(const struct call_ref *a, long n, struct reply *r)
{
    (void)a, (void)n;
    give_text(r, "application/json", "null");
}

static void give_array(const struct call_ref *a, long n, struct reply *r)
{
    (void)a, (void)n;
    give_text(r, "application/json", "[]");
}

static void give_half_json(const struct call_ref *a, long n, struct reply *r)
{
    give_turns(a, n, r);
    r->body.len /= 2;
}

static void give_error_200(const struct call_ref *a, long status, struct reply *r)
{
    api_error(a, (int)status, r);
    r->status = 200;
}

static void give_retry_date(const struct call_ref *a, long status, struct reply *r)
{
    api_error(a, (int)status, r);
    r->header[1][1] = "Wed, 21 Oct 2099 07:28:00 GMT";
}

static void set_retry_after(struct reply *r, long seconds)
{
    r->own_headers = xasprintf("%ld", seconds);
    r->header[1][1] = r->own_headers;
}

static void give_retry_after(const struct call_ref *a, long seconds, struct reply *r)
{
    api_error(a, 429, r);
    set_retry_after(r, seconds);
}

static void give_no_retry_after(const struct call_ref *a, long status, struct reply *r)
{
    api_error(a, (int)status, r);
    r->header[1][0] = NULL;
}

static void give_redirect(const struct call_ref *a, long status, struct reply *r)
{
    (void)a;
    r->status = (int)status;
    r->content_type = "text/plain";
    r->header[0][0] = "Location";
    r->header[0][1] = "https://login.elsewhere.example/?next=call";
}

static void give_big(const struct call_ref *a, long bytes, struct reply *r)
{
    (void)a;
    json_reply(r);
    buf_puts(&r->body, "{\"filler\":\"");
    char block[4096];
    memset(block, 'x', sizeof block);
    while (r->body.len < (size_t)bytes)
        buf_add(&r->body, block, sizeof block);
    buf_puts(&r->body, "\"}");
}

/* Counts by so many. */
static long count_by(const char *what, long step)
{
    static struct {
        char *key;
        long count;
    } seen[256];
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    size_t i = 0;
    while (i + 1 < sizeof seen / sizeof *seen && seen[i].key && strcmp(seen[i].key, what) != 0)
        i++;
    if (!seen[i].key)
        seen[i].key = xstrdup(what);
    long count = seen[i].count += step;
    pthread_mutex_unlock(&lock);
    return count;
}

long case_count(const char *what)
{
    return count_by(what, 1);
}

/* How often a call has been fetched, with this fetch. Diga's second document is no fetch of its
 * own. */
static long count_fetch(const struct call_ref *a)
{
    char *key = xasprintf("%s:%s", a->name, a->id);
    long count = count_by(key, a->messages ? 0 : 1);
    free(key);
    return count > 0 ? count : 1;
}

static void give_limited(const struct call_ref *a, long times, struct reply *r)
{
    if (!a->messages && count_fetch(a) <= times)
        give_retry_after(a, 1, r);
    else
        give_turns(a, 12, r);
}

/* Something in front of the API answers with a web page. */
static void give_limited_page(const struct call_ref *a, long times, struct reply *r)
{
    give_limited(a, times, r);
    if (r->status != 429)
        return;
    buf_clear(&r->body);
    give_text(r, "text/html", "<!doctype html><title>Slow down</title>\n");
    r->status = 429;
}

static void give_limited_messages(const struct call_ref *a, long times, struct reply *r)
{
    char *key = xasprintf("%s:%s:messages", a->name, a->id);
    if (a->messages && count_by(key, 1) <= times)
        give_retry_after(a, 1, r);
    else
        give_turns(a, 12, r);
    free(key);
}

/* A call in progress that gets 4 turns more with each fetch and ends when it has n. */
static void give_grown(const struct call_ref *a, long n, long count, struct reply *r)
{
    long turns = count * LIVE_STEP < n ? count * LIVE_STEP : n;
    json_reply(r);
    if (a->messages)
        make_messages(a, turns, 1000, &r->body);
    else
        make_call(a, turns, turns < n, &r->body);
}

static void give_live(const struct call_ref *a, long n, struct reply *r)
{
    give_grown(a, n, count_fetch(a), r);
}

/* The third fetch is rate limited. */
static void give_busy(const struct call_ref *a, long n, struct reply *r)
{
    long count = count_fetch(a);
    if (count != 3) {
        give_grown(a, n, count, r);
        return;
    }
    api_error(a, 429, r);
    r->header[1][1] = "2";
}

/* The second fetch is cut off. */
static void give_flaky(const struct call_ref *a, long n, struct reply *r)
{
    long count = count_fetch(a);
    give_grown(a, n, count, r);
    r->cut = !a->messages && count == 2;
}

/* Deleted after the first fetch. */
static void give_gone(const struct call_ref *a, long n, struct reply *r)
{
    long count = count_fetch(a);
    if (count > 1)
        api_error(a, 404, r);
    else
        give_grown(a, n, count, r);
}

/* All fetches but the first take three seconds. */
static void give_slow(const struct call_ref *a, long n, struct reply *r)
{
    long count = count_fetch(a);
    give_grown(a, n, count, r);
    r->wait_s = !a->messages && count > 1 ? 3 : 0;
}

static void give_still(const struct call_ref *a, long turns, struct reply *r)
{
    json_reply(r);
    if (a->messages)
        make_messages(a, turns, 1000, &r->body);
    else
        make_call(a, turns, true, &r->body);
}

static void give_begun(const struct call_ref *a, long s, struct reply *r)
{
    char started[32];
    time_t then = time(NULL) - s;
    struct tm tm;
    json_reply(r);
    strftime(started, sizeof started, "%FT%TZ", gmtime_r(&then, &tm));
    buf_puts(&r->body, "{\"id\":");
    make_string(&r->body, a->id);
    buf_printf(&r->body, ",\"status\":\"in_progress\",\"created_at\":\"%s\"}", started);
}

/* Diga's two documents are counted separately, as either may be requested first; the second request
 * for the second document is refused. */
static void give_hidden(const struct call_ref *a, long n, struct reply *r)
{
    char *key = xasprintf("%s:%d", a->id, a->messages);
    long count = case_count(key);
    free(key);
    if (a->messages && count == 2)
        api_error(a, 500, r);
    else
        give_grown(a, n, count, r);
}

static const struct row rows[] = {
    {"400", give_error, 400, "bad request, each API's own body"},
    {"401", give_error, 401, "the key is refused"},
    {"403", give_error, 403, "the key may not read calls"},
    {"404", give_error, 404, "no such call; so is every ID that is not listed"},
    {"408", give_error, 408, "request time-out"},
    {"410", give_error, 410, "the call was deleted"},
    {"422", give_error, 422, "the ID is refused; Diga and Ringg with a detail list"},
    {"429", give_error, 429, "rate limited, Retry-After: 7"},
    {"429_date", give_retry_date, 429, "rate limited, Retry-After with a date in 2099"},
    {"429_bare", give_no_retry_after, 429, "rate limited, without Retry-After"},
    {"429_in_#", give_retry_after, 0, "rate limited, Retry-After: #"},
    {"limited_#", give_limited, 0, "rate limited # times, Retry-After: 1, then a call"},
    {"limited_page_#", give_limited_page, 0, "the same, with a web page instead of JSON"},
    {"limited_messages_#", give_limited_messages, 0, "Diga: the second document likewise"},
    {"500", give_error, 500, "the provider failed"},
    {"502", give_error, 502, "a gateway's HTML page"},
    {"503", give_error, 503, "a gateway's HTML page"},
    {"504", give_error, 504, "a gateway's HTML page"},
    {"600", give_error, 600, "a status that is in no book"},
    {"error_200_#", give_error_200, 0, "status 200, the error body of status #"},
    {"redirect", give_redirect, 302, "302 to a login page on another host"},
    {"html", give_html, 0, "200 with a login page instead of JSON"},
    {"plain", give_plain, 0, "200 with plain text"},
    {"empty", give_empty, 0, "200 without a body"},
    {"null", give_null, 0, "200 with null"},
    {"array", give_array, 0, "200 with an empty array"},
    {"half_json", give_half_json, 12, "200, half of the JSON, complete as HTTP"},
    {"cut_off", give_cut, 12, "the connection closes in the middle of the body"},
    {"big", give_big, BIG_BYTES, "200 with 40 MB"},
    {"silent", give_late, HOUR_S, "no answer for an hour"},
    {"slow_#", give_late, 0, "no answer for # seconds, then a call"},
    {"drip", give_drip, 250, "headers at once, then four pieces of the body a second"},
    {"drip_#", give_drip, 0, "headers at once, then a piece of the body every # ms"},
    {"live", give_live, LIVE_TURNS, "a call in progress, 4 turns more with each fetch, ends at 40"},
    {"live_#", give_live, 0, "the same, ends at # turns"},
    {"begun_#", give_begun, 0, "Ringyo: in progress, begun # seconds ago"},
    {"live_busy_#", give_busy, 0, "the same, the third fetch is a 429 with Retry-After: 2"},
    {"live_flaky_#", give_flaky, 0, "the same, the second fetch is cut off"},
    {"live_hidden_#", give_hidden, 0, "Diga: the same, the second fetch has no transcript"},
    {"live_gone_#", give_gone, 0, "the same, from the second fetch on there is no such call"},
    {"live_slow_#", give_slow, 0, "the same, all but the first answer after 3 s"},
    {"still_#", give_still, 0, "a call in progress of # turns that stays as it is"},
    {"media_*", media_call, 0, "Ringyo: a call whose recording is /media/* of this host, below"},
    {"turns_#", give_turns, 0, "a call of # turns (CometChat: # participants)"},
    {"pages_#", give_pages, 0, "Diga: # pages of messages, 10 on each"},
    {"pages_loop", give_loop, 1, "Diga: has_more for ever, always the same cursor"},
    {"messages_#", give_messages_error, 0, "Diga: the second document has status #"},
    {"messages_late_#", give_messages_late, 0, "Diga: the second document after # seconds"},
    {"messages_silent", give_messages_late, HOUR_S, "Diga: the second document never comes"},
};
enum { ROWS = sizeof rows / sizeof *rows };

/* The ID that a row's name is compared with: without Ringyo's call_, and for Diga the last group of
 * 00000000-0000-4000-8000-000000000404 without its zeros. */
static const char *plain_id(const char *id)
{
    static const char uuid[] = "00000000-0000-4000-8000-";
    if (strncmp(id, "call_", 5) == 0)
        return id + 5;
    if (strncmp(id, uuid, sizeof uuid - 1) != 0)
        return id;
    id += sizeof uuid - 1;
    return id + strspn(id, "0");
}

static bool row_fits(const struct row *row, const char *id, long *n)
{
    const char *mark = strchr(row->name, '#'), *star = strchr(row->name, '*');
    *n = row->n;
    if (star)
        return strncmp(row->name, id, (size_t)(star - row->name)) == 0;
    if (!mark)
        return strcmp(row->name, id) == 0;
    size_t stem = (size_t)(mark - row->name), digits = 0;
    if (strncmp(row->name, id, stem) != 0)
        return false;
    digits = strspn(id + stem, "0123456789");
    *n = strtol(id + stem, NULL, 10);
    return digits > 0 && digits < 8 && !id[stem + digits];
}

bool case_named(const struct call_ref *a, const char *name, struct reply *r)
{
    for (size_t i = 0; i < ROWS; i++) {
        long n;
        if (!row_fits(&rows[i], name, &n))
            continue;
        rows[i].answer(a, n, r);
        return true;
    }
    return false;
}

void case_answer(const struct call_ref *a, struct reply *r)
{
    const char *id = plain_id(a->id);
    if (a->api != API_OTHER && !a->key_right) {
        api_error(a, 401, r);
        return;
    }
    if (a->audio) {
        media_answer_audio(a, r);
        return;
    }
    if (a->list)
        lists_answer(a, r);
    else if (!files_answer(data_dir, a, r) && !case_named(a, id, r) && !lists_call(a, r))
        api_error(a, 404, r);
    own_links_put(a, &r->body);
}

void case_set_data(const char *dir)
{
    data_dir = dir;
    lists_load(dir);
}

void case_list(const char *dir)
{
    puts("Any provider, also as call_ID, and with a number for Diga as\n"
         "00000000-0000-4000-8000-000000000404:");
    for (size_t i = 0; i < ROWS; i++)
        printf("%s\t%s\n", rows[i].name, rows[i].what);
    puts("One provider (provider, ID, file):");
    files_list(dir);
    puts("Lists of calls (/trap/CASE/PROVIDER/..., several as CASE+CASE, and later_CASE for all "
         "pages\n"
         "but the first; the cases above too):");
    lists_traps();
    puts("Recordings (/media/CASE.mp3):");
    media_list();
}
