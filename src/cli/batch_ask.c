/* The side of a batch that talks to the fetcher: which call may be asked for, what becomes of its
 * answer, and whether it is asked for again. */
#include "cli/batch_private.h"

#include "base/alloc.h"
#include "cli/output.h"
#include "cli/settings.h"
#include "text/time.h"

/* What is printed and waits for one before it has a bound. */
enum { HELD_MAX_BYTES = 8 << 20 };

static bool open_fetcher(struct batch *b, struct err *e)
{
    if (!b->fetcher)
        b->fetcher = settings_start_fetcher(b->config, b->request->jobs, e);
    return b->fetcher != NULL;
}

/* Its command may ask on the terminal. */
static char *get_key(struct batch *b, const struct provider *p, struct err *e)
{
    if (keyring_runs_command(b->keyring, p))
        progress_clear();
    return keyring_get(b->keyring, p, e);
}

/* Sends the question off, or says why not. */
static void send_slot(struct batch *b, struct slot *s)
{
    struct err e;
    char *key = get_key(b, s->ask.provider, &e);
    if (!key) {
        batch_refused(b, s, KIND_AUTH, e.text);
        return;
    }
    if (!open_fetcher(b, &e)) {
        free_secret(key);
        batch_refused(b, s, KIND_OTHER, e.text);
        return;
    }
    s->job = fetch_submit(b->fetcher, s->ask.provider, s->ask.id, key);
    b->on_their_way++;
}

static struct failure *limited(int64_t left_ms)
{
    struct failure *f =
        failure_new(KIND_RATE_LIMITED, 0,
                    "not asked for: the provider is rate limited, longer than --max-wait allows");
    f->retry_after_s = (int)((left_ms + 998) / 1000);
    return f;
}

static void refuse_limited(struct batch *b, struct slot *s, int64_t left_ms)
{
    struct failure *f = limited(left_ms);
    batch_failed(b, s, f);
    failure_free(f);
}

static void finish_unknown(struct batch *b, struct slot *s)
{
    struct failure *f = any_failure(s->any);
    s->ask.provider = NULL;
    printed_mask_failure(&b->request->style, f, s->ask.id);
    batch_failed(b, s, f);
    failure_free(f);
}

static void finish_known(struct batch *b, struct slot *s, const struct any_one *known)
{
    struct buf others = {0};
    any_put_others(s->any, known, &others);
    s->ask.provider = known->provider;
    batch_called(b, s, known->call);
    if (others.len && !s->failed)
        buf_printf(&s->message, "%s:%s: known to %s as well\n", known->provider->name, s->ask.id,
                   buf_str(&others));
    buf_done(&others);
}

/* All have answered: the first in the set's order that knows the call is printed, so that the same
 * is printed every time. */
static void finish_any(struct batch *b, struct slot *s)
{
    const struct any_one *known = any_known(s->any);
    if (known)
        finish_known(b, s, known);
    else
        finish_unknown(b, s);
    any_free(s->any);
    s->any = NULL;
}

static struct failure *get_key_for_any(void *batch, const struct provider *p, char **key)
{
    struct batch *b = batch;
    int64_t left_ms;
    struct err e;
    if (pace_ask(b->pace, p, time_now_ms(), &left_ms) != PACE_GO)
        return limited(left_ms);
    *key = get_key(b, p, &e);
    return *key ? NULL : failure_new(KIND_AUTH, 0, "%s", e.text);
}

/* The milliseconds until all may be asked that may be within --max-wait; 0: now. */
static int64_t any_wait_ms(const struct batch *b)
{
    int64_t longest_ms = 0, left_ms;
    for (size_t i = 0; i < b->set->count; i++) {
        const struct provider *p = &b->set->list[i];
        if (pace_ask(b->pace, p, time_now_ms(), &left_ms) == PACE_WAIT && left_ms > longest_ms)
            longest_ms = left_ms;
    }
    return longest_ms;
}

static void send_any(struct batch *b, struct slot *s)
{
    struct err e;
    if (!open_fetcher(b, &e)) {
        batch_refused(b, s, KIND_OTHER, e.text);
        return;
    }
    s->any = any_ask(b->fetcher, b->set, s->ask.id, get_key_for_any, b);
    const struct any_one *open = any_first_open(s->any);
    if (!open) {
        finish_any(b, s);
        return;
    }
    s->job = open->job;
    b->on_their_way++;
}

static int64_t try_any(struct batch *b, struct slot *s)
{
    int64_t left_ms = any_wait_ms(b);
    if (left_ms == 0)
        send_any(b, s);
    return left_ms;
}

/* Returns the milliseconds until it may be sent; 0: it was, or is done. */
static int64_t try_slot(struct batch *b, struct slot *s)
{
    int64_t left_ms;
    if (s->ask.provider == &provider_any)
        return try_any(b, s);
    enum pace_answer may = pace_ask(b->pace, s->ask.provider, time_now_ms(), &left_ms);
    if (may == PACE_WAIT)
        return left_ms;
    if (may == PACE_REFUSE)
        refuse_limited(b, s, left_ms);
    else
        send_slot(b, s);
    return 0;
}

/* The one that all others wait for always has. */
static bool has_room(const struct batch *b, size_t i)
{
    return b->on_their_way < b->request->jobs && (i == 0 || b->held_bytes < HELD_MAX_BYTES);
}

int64_t batch_ask_send(struct batch *b)
{
    int64_t soonest_ms = 0;
    for (size_t i = 0; i < b->used && has_room(b, i); i++) {
        struct slot *s = batch_slot(b, i);
        if (s->done || s->job)
            continue;
        int64_t left_ms = try_slot(b, s);
        if (left_ms > 0 && (soonest_ms == 0 || left_ms < soonest_ms))
            soonest_ms = left_ms;
    }
    return soonest_ms;
}

static struct slot *find_slot(const struct batch *b, unsigned job)
{
    for (size_t i = 0; i < b->used; i++) {
        struct slot *s = batch_slot(b, i);
        if (!s->done && (s->any ? any_find(s->any, job) != NULL : s->job == job))
            return s;
    }
    return NULL;
}

/* Said once for each stretch of time in which the provider is left alone. */
static void say_limited(const struct provider *p, int seconds)
{
    progress_clear();
    output_say("%s: rate limited, goes on in %d s", p->name, seconds);
}

/* True: the call waits for its turn to be asked for again. Without a word on when that may be
 * (-1), it is not. */
static bool wait_for_turn(struct batch *b, struct slot *s, int retry_after)
{
    int64_t now_ms = time_now_ms() + 1, left_ms; /* never early: the clock's are cut */
    const struct provider *p = s->ask.provider;
    if (retry_after < 0)
        return false;
    bool before = pace_ask(b->pace, p, now_ms, &left_ms) != PACE_GO;
    bool worth = pace_limit(b->pace, p, retry_after, now_ms);
    if (!worth || s->again == BATCH_MAX_AGAIN)
        return false;
    if (!before && retry_after > 0)
        say_limited(p, retry_after);
    s->again++;
    s->job = 0;
    return true;
}

static void take_failure(struct batch *b, struct slot *s, struct failure *f)
{
    if (f->kind == KIND_RATE_LIMITED && wait_for_turn(b, s, f->retry_after_s))
        return;
    printed_mask_failure(&b->request->style, f, s->ask.id);
    batch_failed(b, s, f);
}

/* One whose transcript was refused is asked for again whole. */
static void take_call(struct batch *b, struct slot *s, const struct answer *a)
{
    if (!wait_for_turn(b, s, a->limited_s))
        batch_called(b, s, a->call);
}

/* It stays an answer; but those behind it wait. */
static void take_limit(struct batch *b, const struct provider *p, int seconds)
{
    bool more = b->used > 1 || !b->source_ended;
    if (seconds > 0 && pace_limit(b->pace, p, seconds, time_now_ms() + 1) && more)
        say_limited(p, seconds);
}

/* One of several answers; the last one ends it. */
static void take_of_any(struct batch *b, struct slot *s, struct answer *a)
{
    struct any_one *one = any_find(s->any, a->job);
    any_take(s->any, one, a);
    if (one->failure && one->failure->kind == KIND_RATE_LIMITED)
        take_limit(b, one->provider, one->failure->retry_after_s);
    if (s->any->open)
        return;
    b->on_their_way--;
    finish_any(b, s);
}

static void take_answer(struct batch *b, struct answer *a)
{
    struct slot *s = find_slot(b, a->job);
    if (!s || (a->type != ANSWER_FAILURE && a->type != ANSWER_CALL))
        return;
    if (s->any) {
        take_of_any(b, s, a);
        return;
    }
    b->on_their_way--;
    if (a->type == ANSWER_FAILURE)
        take_failure(b, s, a->failure);
    else
        take_call(b, s, a);
}

void batch_ask_take_answers(struct batch *b)
{
    struct answer *a;
    while (b->fetcher && (a = fetch_next(b->fetcher))) {
        take_answer(b, a);
        fetch_answer_free(a);
    }
}
