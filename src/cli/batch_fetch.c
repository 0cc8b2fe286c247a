/* The requests of a batch: which calls may be requested now, and what becomes of the answers. */
#include "cli/batch_state.h"

#include "base/alloc.h"
#include "cli/output.h"
#include "cli/purge_words.h"
#include "cli/settings.h"
#include "text/time.h"

#include <stdlib.h>

enum {
    HELD_MAX_BYTES = 8 << 20, /* results that wait for an earlier call */
    RETRIES_MAX = 3           /* of a rate-limited call */
};

static bool open_fetcher(struct batch *b, struct err *e)
{
    if (!b->fetcher)
        b->fetcher = settings_start_fetcher(b->config, b->request->jobs, e);
    return b->fetcher != NULL;
}

/* A key command may use the terminal, so the progress line is cleared first. */
static char *get_key(struct batch *b, const struct provider *p, struct err *e)
{
    if (keyring_runs_command(b->keyring, p))
        progress_clear();
    return keyring_get(b->keyring, p, e);
}

static void send_slot(struct batch *b, struct batch_slot *s)
{
    struct err e;
    char *key = get_key(b, s->ref.provider, &e);
    if (!key) {
        batch_finish_error(b, s, KIND_AUTH, e.text);
        return;
    }
    if (!open_fetcher(b, &e)) {
        free_secret(key);
        batch_finish_error(b, s, KIND_OTHER, e.text);
        return;
    }
    s->job = fetch_submit(b->fetcher, s->ref.provider, s->ref.id, key);
    b->in_flight++;
}

static struct failure *limited(int64_t left_ms)
{
    struct failure *f =
        failure_new(KIND_RATE_LIMITED, 0,
                    "not requested: the provider's rate limit lasts longer than --max-wait allows");
    f->retry_after_s = (int)((left_ms + 998) / 1000);
    return f;
}

/* Called when all providers have answered. The first one in the set's order that knows the call
 * wins, so that the output is the same every time. */
static void finish_any(struct batch *b, struct batch_slot *s)
{
    const struct any_one *known = any_known(s->any);
    struct buf others = {0};
    s->ref.provider = known ? known->provider : NULL;
    if (known) {
        any_put_others(s->any, known, &others);
        batch_finish_call(b, s, known->call);
    } else {
        struct failure *f = any_failure(s->any);
        batch_mask_failure(b, s, f);
        batch_finish_failure(b, s, f);
        failure_free(f);
    }
    if (others.len && !s->failed)
        buf_printf(&s->message, "%s:%s: also known to %s\n", known->provider->name, s->ref.id,
                   buf_str(&others));
    buf_done(&others);
    any_free(s->any);
    s->any = NULL;
}

static struct failure *get_key_for_any(void *batch, const struct provider *p, char **key)
{
    struct batch *b = batch;
    int64_t left_ms;
    struct err e;
    if (rate_limit_check(b->limits, p, time_now_ms(), &left_ms) != RATE_FREE)
        return limited(left_ms);
    *key = get_key(b, p, &e);
    return *key ? NULL : failure_new(KIND_AUTH, 0, "%s", e.text);
}

/* The milliseconds until all providers may be asked, except those whose rate limit lasts longer
 * than --max-wait allows; 0: now. */
static int64_t any_wait_ms(const struct batch *b)
{
    int64_t longest_ms = 0, left_ms;
    for (size_t i = 0; i < b->set->count; i++) {
        const struct provider *p = &b->set->list[i];
        if (rate_limit_check(b->limits, p, time_now_ms(), &left_ms) == RATE_WAIT &&
            left_ms > longest_ms)
            longest_ms = left_ms;
    }
    return longest_ms;
}

static void send_any(struct batch *b, struct batch_slot *s)
{
    struct err e;
    if (!open_fetcher(b, &e)) {
        batch_finish_error(b, s, KIND_OTHER, e.text);
        return;
    }
    const struct provider **list = xcalloc(b->set->count, sizeof *list);
    size_t count = any_others(b->set, NULL, list);
    s->any = any_ask(b->fetcher, list, count, s->ref.id, get_key_for_any, b);
    free(list);
    const struct any_one *open = any_first_open(s->any);
    if (!open) {
        finish_any(b, s);
        return;
    }
    s->job = open->job;
    b->in_flight++;
}

/* Returns the milliseconds until the request may be sent; 0 if it was sent, or the slot is done. */
static int64_t try_slot(struct batch *b, struct batch_slot *s)
{
    int64_t left_ms;
    if (b->request->offline) {
        batch_kept_open(b, s);
        return 0;
    }
    if (s->ref.provider == &provider_any) {
        left_ms = any_wait_ms(b);
        if (left_ms == 0)
            send_any(b, s);
        return left_ms;
    }
    enum rate_state may = rate_limit_check(b->limits, s->ref.provider, time_now_ms(), &left_ms);
    if (may == RATE_WAIT)
        return left_ms;
    if (may == RATE_FREE) {
        send_slot(b, s);
        return 0;
    }
    struct failure *f = limited(left_ms);
    batch_finish_failure(b, s, f);
    failure_free(f);
    return 0;
}

/* The first slot always has room, since all others wait for it. */
static bool has_room(const struct batch *b, size_t i)
{
    return b->in_flight < b->request->jobs && (i == 0 || b->held_bytes < HELD_MAX_BYTES);
}

int64_t batch_fetch_send(struct batch *b)
{
    int64_t soonest_ms = 0;
    for (size_t i = 0; i < b->used && has_room(b, i); i++) {
        struct batch_slot *s = batch_slot_at(b, i);
        if (s->done || s->job)
            continue;
        int64_t left_ms = try_slot(b, s);
        if (left_ms > 0 && (soonest_ms == 0 || left_ms < soonest_ms))
            soonest_ms = left_ms;
    }
    return soonest_ms;
}

static struct batch_slot *find_slot(const struct batch *b, unsigned job)
{
    for (size_t i = 0; i < b->used; i++) {
        struct batch_slot *s = batch_slot_at(b, i);
        if (!s->done && (s->any ? any_find(s->any, job) != NULL : s->job == job))
            return s;
    }
    return NULL;
}

/* Called once for each period in which a provider is not asked. */
static void say_limited(const struct provider *p, int seconds)
{
    progress_clear();
    output_say("%s: rate limited, resuming in %d s", p->name, seconds);
}

/* Returns true if the call will be requested again. It is not if retry_after is -1: there is no
 * rate limit, or the provider did not say how long it lasts. */
static bool schedule_retry(struct batch *b, struct batch_slot *s, int retry_after)
{
    int64_t now_ms = time_now_ms() + 1, left_ms; /* never early: the clock rounds down */
    const struct provider *p = s->ref.provider;
    if (retry_after < 0)
        return false;
    bool before = rate_limit_check(b->limits, p, now_ms, &left_ms) != RATE_FREE;
    bool worth = rate_limit_add(b->limits, p, retry_after, now_ms);
    if (!worth || s->retries == RETRIES_MAX)
        return false;
    if (!before && retry_after > 0)
        say_limited(p, retry_after);
    s->retries++;
    s->job = 0;
    return true;
}

/* A call whose transcript was rate limited is requested again from the start. */
static void handle_one(struct batch *b, struct batch_slot *s, const struct answer *a)
{
    struct failure *f = a->type == ANSWER_FAILURE ? a->failure : NULL;
    b->in_flight--;
    if (schedule_retry(b, s, f ? failure_limit_s(f) : a->limited_s))
        return;
    if (!f) {
        batch_finish_call(b, s, a->call);
        return;
    }
    batch_mask_failure(b, s, f);
    batch_finish_failure(b, s, f);
}

/* One of several answers; the last one finishes the slot. A rate limit of one provider counts as
 * its answer; later calls wait for it. */
static void handle_any(struct batch *b, struct batch_slot *s, struct answer *a)
{
    struct any_one *one = any_find(s->any, a->job);
    bool more = b->used > 1 || !b->input_ended;
    any_take(s->any, one, a);
    int seconds = one->failure ? failure_limit_s(one->failure) : 0;
    if (seconds > 0 && rate_limit_add(b->limits, one->provider, seconds, time_now_ms() + 1) && more)
        say_limited(one->provider, seconds);
    if (s->any->open)
        return;
    b->in_flight--;
    finish_any(b, s);
}

static void handle_answer(struct batch *b, struct answer *a)
{
    struct batch_slot *s = find_slot(b, a->job);
    if (!s || (a->type != ANSWER_FAILURE && a->type != ANSWER_CALL))
        return;
    if (s->any)
        handle_any(b, s, a);
    else
        handle_one(b, s, a);
}

void batch_fetch_receive(struct batch *b)
{
    struct answer *a;
    while (b->fetcher && (a = fetch_next(b->fetcher))) {
        purge_words_say(a);
        handle_answer(b, a);
        fetch_answer_free(a);
    }
}
