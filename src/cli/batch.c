/* A ring of slots in the order asked: IDs enter at its end while there is room, answers fill slots
 * in any order, and the ring leaves from its front. No more calls are on their way than there are
 * jobs: those behind them can still be held back. One thread; the fetcher has its own. */
#include "cli/batch.h"

#include "base/alloc.h"
#include "base/timefmt.h"
#include "cli/hold.h"
#include "cli/out_dir.h"
#include "cli/output.h"
#include "cli/pace.h"
#include "cli/progress.h"
#include "cli/source.h"
#include "fetch/any.h"
#include "fetch/fetch.h"
#include "print/file_name.h"
#include "provider/keyring.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* So many slots a job: a call that hangs does not idle the others at once. What is printed and
 * waits for one before it has a bound of its own. */
enum { SLOTS_PER_JOB = 16, HELD_MAX_BYTES = 8 << 20 };

struct slot {
    struct ask ask;
    unsigned job;       /* 0: it is not on its way */
    struct any *any;    /* the jobs, when all providers are asked; `job` is one of them */
    int again;          /* so often it was asked for once more */
    bool done, failed;  /* done: data and message are what is to be written */
    struct buf data;    /* standard output, or the file */
    struct buf message; /* standard error; empty: none */
};

struct batch {
    const struct config *config;
    const struct provider_set *set;
    const struct batch_request *request;
    struct source_of_ids source;
    bool source_ended;
    struct fetcher *fetcher; /* NULL until the first call is asked for */
    struct keyring *keyring;
    struct pace *pace;
    struct progress progress;
    struct slot *slots;
    size_t slot_count, first, used;
    int on_their_way;
    size_t held_bytes; /* of data in slots that are done */
    int exit_code;     /* of the failures so far */
    bool broken;       /* nothing can be written any more */
};

static struct slot *slot_at(const struct batch *b, size_t i)
{
    return &b->slots[(b->first + i) % b->slot_count];
}

static void count_failure(struct batch *b, enum kind kind)
{
    if (b->exit_code == 0)
        b->exit_code = (int)kind;
    else if (b->exit_code != (int)kind)
        b->exit_code = KIND_OTHER;
}

static void finish(struct batch *b, struct slot *s)
{
    s->done = true;
    b->held_bytes += s->data.len;
}

static void finish_failure(struct batch *b, struct slot *s, const struct failure *f)
{
    const char *provider = s->ask.provider ? s->ask.provider->name : NULL;
    if (b->request->style.form == FORM_JSON && !b->request->dir)
        print_json_failure(&s->data, provider, s->ask.id, f);
    print_failure(&s->message, provider, s->ask.id, f);
    count_failure(b, f->kind);
    s->failed = true;
    finish(b, s);
}

/* With a sentence of our own. */
static void finish_refused(struct batch *b, struct slot *s, enum kind kind, const char *sentence)
{
    struct failure *f = failure_new(kind, 0, "%s", sentence);
    finish_failure(b, s, f);
    failure_free(f);
}

static void finish_call(struct batch *b, struct slot *s, const struct call *c)
{
    struct err e = {""};
    if (printed_call(&s->data, &b->request->style, c, &e))
        finish(b, s);
    else
        finish_refused(b, s, KIND_OTHER, e.text);
}

static bool open_fetcher(struct batch *b, struct err *e)
{
    if (b->fetcher)
        return true;
    struct fetch_settings settings = {
        .jobs = b->request->jobs,
        .connect_timeout_s = config_number(b->config, OPT_connect_timeout_s),
        .timeout_s = config_number(b->config, OPT_timeout_s),
        .max_response_mb = config_number(b->config, OPT_max_response_mb),
        .ca_file = config_text(b->config, OPT_ca_file),
    };
    b->fetcher = fetch_new(&settings, e);
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
        finish_refused(b, s, KIND_AUTH, e.text);
        return;
    }
    if (!open_fetcher(b, &e)) {
        free_secret(key);
        finish_refused(b, s, KIND_OTHER, e.text);
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
    finish_failure(b, s, f);
    failure_free(f);
}

static void finish_unknown(struct batch *b, struct slot *s)
{
    struct failure *f = any_failure(s->any);
    s->ask.provider = NULL;
    printed_mask_failure(&b->request->style, f, s->ask.id);
    finish_failure(b, s, f);
    failure_free(f);
}

static void finish_known(struct batch *b, struct slot *s, const struct any_one *known)
{
    struct buf others = {0};
    any_put_others(s->any, known, &others);
    s->ask.provider = known->provider;
    finish_call(b, s, known->call);
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
        finish_refused(b, s, KIND_OTHER, e.text);
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

/* Sends what may be sent, the oldest first; the milliseconds until more of it may be, 0: none
 * waits for that. */
static int64_t send_slots(struct batch *b)
{
    int64_t soonest_ms = 0;
    for (size_t i = 0; i < b->used && has_room(b, i); i++) {
        struct slot *s = slot_at(b, i);
        if (s->done || s->job)
            continue;
        int64_t left_ms = try_slot(b, s);
        if (left_ms > 0 && (soonest_ms == 0 || left_ms < soonest_ms))
            soonest_ms = left_ms;
    }
    return soonest_ms;
}

static void admit(struct batch *b, const char *text)
{
    struct slot *s = slot_at(b, b->used++);
    *s = (struct slot){0};
    ask_make(&s->ask, b->set, b->request->words.provider, text);
    if (s->ask.failure)
        finish_failure(b, s, s->ask.failure);
}

/* Takes IDs while there is room; true when standard input has to be waited for. */
static bool fill(struct batch *b)
{
    while (!b->source_ended && b->used < b->slot_count) {
        char *text;
        enum source_state state = source_next(&b->source, &text);
        if (state == SOURCE_WAITS)
            return true;
        if (state == SOURCE_ENDED) {
            b->source_ended = true;
            return false;
        }
        admit(b, text);
        free(text);
    }
    return false;
}

static void slot_done(struct slot *s)
{
    ask_done(&s->ask);
    any_free(s->any);
    buf_done(&s->data);
    buf_done(&s->message);
}

static void say(const char *sentence)
{
    progress_clear();
    output_say("%s", sentence);
}

static void write_out(struct batch *b, const struct slot *s)
{
    struct buf gap = {0};
    struct err e;
    enum form form = b->request->style.form;
    if (form != FORM_JSON && form != FORM_RAW && b->progress.printed > 0 && s->data.len > 0)
        buf_putc(&gap, '\n');
    b->broken = !output_write(&gap, &e) || !output_write(&s->data, &e);
    buf_done(&gap);
    if (b->broken)
        say(e.text);
}

/* A name of its own for those that named their provider: others may have the same ID. */
static void write_file(struct batch *b, struct slot *s)
{
    const struct ask *a = &s->ask;
    struct err e;
    if (s->data.len == 0)
        return;
    char *name = file_name_of(a->named ? a->provider->name : NULL, a->id, b->request->style.form);
    enum out_dir_state state = out_dir_write(b->request->dir, name, &s->data, &e);
    free(name);
    if (state == OUT_DIR_WRITTEN)
        return;
    say(e.text);
    s->failed = true;
    count_failure(b, KIND_OTHER);
    b->broken = state == OUT_DIR_FULL;
}

static void write_slot(struct batch *b, struct slot *s)
{
    if (b->request->dir)
        write_file(b, s);
    else
        write_out(b, s);
    *(s->failed ? &b->progress.failed : &b->progress.printed) += 1;
    if (s->message.len == 0)
        return;
    s->message.data[s->message.len - 1] = '\0'; /* its line end */
    say(s->message.data);
}

static void flush(struct batch *b)
{
    while (b->used > 0 && slot_at(b, 0)->done && !b->broken) {
        struct slot *s = slot_at(b, 0);
        write_slot(b, s);
        b->held_bytes -= s->data.len;
        slot_done(s);
        b->first = (b->first + 1) % b->slot_count;
        b->used--;
    }
}

static struct slot *find_slot(const struct batch *b, unsigned job)
{
    for (size_t i = 0; i < b->used; i++) {
        struct slot *s = slot_at(b, i);
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
    finish_failure(b, s, f);
}

/* One whose transcript was refused is asked for again whole. */
static void take_call(struct batch *b, struct slot *s, const struct answer *a)
{
    if (!wait_for_turn(b, s, a->limited_s))
        finish_call(b, s, a->call);
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

static void take_answers(struct batch *b)
{
    struct answer *a;
    while (b->fetcher && (a = fetch_next(b->fetcher))) {
        take_answer(b, a);
        answer_free(a);
    }
}

static void read_source(struct batch *b)
{
    struct err e;
    if (source_read(&b->source, &e))
        return;
    say(e.text);
    count_failure(b, KIND_OTHER);
}

/* The sooner of the two; -1: never, of a turn 0: never. */
static int limit_ms(int64_t turn_ms, int tick_ms)
{
    if (turn_ms == 0 || (tick_ms >= 0 && tick_ms < turn_ms))
        return tick_ms;
    return (int)turn_ms;
}

/* Sleeps until an answer is there, or input when that is wanted, or a call's turn has come. */
static void wait_for_more(struct batch *b, bool input, int64_t turn_ms)
{
    struct pollfd fds[2] = {
        {.fd = b->fetcher && b->on_their_way > 0 ? fetch_fd(b->fetcher) : -1, .events = POLLIN},
        {.fd = input ? b->source.fd : -1, .events = POLLIN},
    };
    b->progress.wait_ms = b->on_their_way == 0 ? turn_ms : 0;
    int tick_ms = progress_tick(&b->progress, time_now_ms());
    if (hold_poll(fds, 2, limit_ms(turn_ms, tick_ms)) < 0 && errno != EINTR)
        die("cannot wait for answers");
    if (fds[0].revents)
        take_answers(b);
    if (fds[1].revents)
        read_source(b);
}

static void run(struct batch *b)
{
    for (;;) {
        bool input = fill(b);
        int64_t turn_ms = send_slots(b);
        size_t before = b->used;
        flush(b);
        if (b->broken || (b->source_ended && b->used == 0))
            return;
        if (b->used == before || input)
            wait_for_more(b, input, turn_ms);
    }
}

static void batch_init(struct batch *b)
{
    b->source = (struct source_of_ids){
        .words = b->request->words.ids, .count = b->request->words.count, .fd = STDIN_FILENO};
    b->keyring = keyring_new(b->set);
    b->pace = pace_new(b->set, b->request->max_wait_s);
    b->slot_count = (size_t)b->request->jobs * SLOTS_PER_JOB;
    b->slots = xcalloc(b->slot_count, sizeof *b->slots);
    progress_init(&b->progress, b->request->dir != NULL, time_now_ms());
}

static void batch_done(struct batch *b)
{
    for (size_t i = 0; i < b->used; i++)
        slot_done(slot_at(b, i));
    free(b->slots);
    keyring_free(b->keyring);
    pace_free(b->pace);
    source_done(&b->source);
}

int batch_run(const struct config *config, const struct provider_set *set,
              const struct batch_request *request)
{
    struct batch b = {.config = config, .set = set, .request = request};
    batch_init(&b);
    hold_signals(progress_clear);
    run(&b);
    progress_clear();
    int code = b.broken ? KIND_OTHER : b.exit_code;
    if (b.fetcher && !fetch_free(b.fetcher))
        _exit(code);
    batch_done(&b);
    hold_end();
    return code;
}
