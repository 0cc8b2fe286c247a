#include "tests/support/fetching.h"

#include "base/alloc.h"
#include "tests/support/test_wrapper.h"
#include "text/time.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DEADLINE_MS = 10000 };

void fetching_start(struct fetching *f, const char *ini, struct fetch_settings settings)
{
    struct err e = {0};
    if (!settings.jobs)
        settings.jobs = 8;
    if (!settings.timeout_s)
        settings.timeout_s = wrapped_ms(5000) / 1000;
    if (!settings.connect_timeout_s)
        settings.connect_timeout_s = wrapped_ms(5000) / 1000;
    if (!settings.max_response_mb)
        settings.max_response_mb = 4;
    described_init(&f->described, ini);
    f->fetcher = fetch_new(&settings, &e);
    if (!f->fetcher)
        fail_msg("expected a fetcher, got '%s'", e.text);
}

void fetching_stop(struct fetching *f)
{
    if (!fetch_free(f->fetcher))
        fail_msg("expected the worker to end within a second");
    described_done(&f->described);
}

char *fetching_ini(const char *name, const char *scheme, int port)
{
    return xasprintf("[provider %s]\n"
                     "base_url = %s://127.0.0.1:%d\n"
                     "path = /call/{id}\n"
                     "header = X-API-KEY: {key}\n"
                     "id = /id\n"
                     "status = /status\n",
                     name, scheme, port);
}

unsigned fetching_submit(struct fetching *f, const char *provider, const char *id, const char *key)
{
    const struct provider *p = described_find(&f->described, provider);
    unsigned job = fetch_submit(f->fetcher, p, id, xstrdup(key));
    assert_int_not_equal(job, 0);
    return job;
}

struct answer *fetching_next(struct fetching *f)
{
    int64_t end = time_now_ms() + wrapped_ms(DEADLINE_MS);
    for (;;) {
        struct answer *a = fetch_next(f->fetcher);
        if (a)
            return a;
        struct pollfd fd = {.fd = fetch_fd(f->fetcher), .events = POLLIN};
        int64_t left = end - time_now_ms();
        if (left <= 0 || poll(&fd, 1, (int)left) == 0)
            fail_msg("expected an answer within %d ms", wrapped_ms(DEADLINE_MS));
    }
}

struct answer *fetching_last(struct fetching *f, unsigned job, int *partial, int *progress)
{
    for (;;) {
        struct answer *a = fetching_next(f);
        if (a->job == job && (a->type == ANSWER_CALL || a->type == ANSWER_FAILURE))
            return a;
        if (partial && a->type == ANSWER_PARTIAL)
            ++*partial;
        if (progress && a->type == ANSWER_PROGRESS)
            ++*progress;
        fetch_answer_free(a);
    }
}

struct answer *fetching_get(struct fetching *f, const char *provider, const char *id)
{
    char *key = xasprintf("demo-%s", provider);
    struct answer *a = fetching_last(f, fetching_submit(f, provider, id, key), NULL, NULL);
    free(key);
    return a;
}

static bool has_control(const char *s)
{
    while (*s && (unsigned char)*s >= ' ' && *s != 0x7f)
        s++;
    return *s;
}

void fetching_expect_failure(struct answer *a, const char *what, enum kind kind, const char *words)
{
    if (a->type != ANSWER_FAILURE)
        fail_msg("%s: expected a failure, got a call", what);
    if (a->failure->kind != kind || !strstr(a->failure->message, words))
        fail_msg("%s: expected kind %s and '%s', got %s and '%s'", what, failure_kind_name(kind),
                 words, failure_kind_name(a->failure->kind), a->failure->message);
    if (has_control(a->failure->message))
        fail_msg("%s: expected a message without control characters", what);
    fetch_answer_free(a);
}

static bool has_note(const struct call *c, const char *words)
{
    for (size_t i = 0; i < c->note_count; i++)
        if (strstr(c->notes[i], words))
            return true;
    return false;
}

void fetching_expect_call(struct answer *a, const char *what, size_t turns, const char *note)
{
    if (a->type != ANSWER_CALL)
        fail_msg("%s: expected a call, got '%s'", what, a->failure->message);
    if (a->call->turn_count != turns)
        fail_msg("%s: expected %zu turns, got %zu", what, turns, a->call->turn_count);
    if (note && !has_note(a->call, note))
        fail_msg("%s: expected a note with '%s', got %zu notes, the first '%s'", what, note,
                 a->call->note_count, a->call->note_count ? a->call->notes[0] : "");
    fetch_answer_free(a);
}
