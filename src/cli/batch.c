/* A ring of slots in the order asked: IDs enter at its end while there is room, answers fill slots
 * in any order, and the ring leaves from its front. No more calls are on their way than there are
 * jobs: those behind them can still be held back. One thread; the fetcher has its own. */
#include "cli/batch_private.h"

#include "base/alloc.h"
#include "cli/batch_signals.h"
#include "cli/out_dir.h"
#include "cli/output.h"
#include "print/file_name.h"
#include "text/time.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So many slots a job: a call that hangs does not idle the others at once. */
enum { SLOTS_PER_JOB = 16 };

struct slot *batch_slot(const struct batch *b, size_t i)
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

void batch_failed(struct batch *b, struct slot *s, const struct failure *f)
{
    const char *provider = s->ask.provider ? s->ask.provider->name : NULL;
    if (b->request->style.form == FORM_JSON && !b->request->dir)
        print_json_failure(&s->data, provider, s->ask.id, f);
    print_failure(&s->message, provider, s->ask.id, f);
    count_failure(b, f->kind);
    s->failed = true;
    finish(b, s);
}

void batch_refused(struct batch *b, struct slot *s, enum kind kind, const char *sentence)
{
    struct failure *f = failure_new(kind, 0, "%s", sentence);
    batch_failed(b, s, f);
    failure_free(f);
}

/* Why its turns are not all there, as it may be shown; yours. NULL: they are. */
static struct failure *failure_of_turns(const struct batch *b, const struct slot *s,
                                        const struct call *c)
{
    if (!c->turns_error)
        return NULL;
    struct failure *f = failure_new(c->turns_error_kind, 0, "%s", c->turns_error);
    printed_mask_failure(&b->request->style, f, s->ask.id);
    return f;
}

/* A call without all of its turns is printed, and has failed nevertheless. */
void batch_called(struct batch *b, struct slot *s, const struct call *c)
{
    struct err e = {""};
    struct failure *gone = failure_of_turns(b, s, c);
    bool printed = printed_call(&s->data, &b->request->style, c, &e);
    if (printed && gone && b->request->style.form != FORM_RAW) {
        print_failure(&s->message, s->ask.provider->name, s->ask.id, gone);
        count_failure(b, gone->kind);
    }
    if (printed)
        finish(b, s);
    else if (gone)
        batch_failed(b, s, gone);
    else
        batch_refused(b, s, KIND_OTHER, e.text);
    failure_free(gone);
}

static void admit(struct batch *b, const char *text)
{
    struct slot *s = batch_slot(b, b->used++);
    *s = (struct slot){0};
    call_ref_make(&s->ask, b->set, b->request->words.provider, text);
    if (s->ask.failure)
        batch_failed(b, s, s->ask.failure);
}

/* Takes IDs while there is room; true when standard input has to be waited for. */
static bool fill(struct batch *b)
{
    while (!b->source_ended && b->used < b->slot_count) {
        char *text;
        enum source_state state = id_source_next(&b->source, &text);
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
    call_ref_done(&s->ask);
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
    const struct call_ref *a = &s->ask;
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

/* Each with its line end; NULL is fine. */
static void say_lines(char *lines)
{
    for (char *end; lines && *lines; lines = end + 1) {
        end = lines + strcspn(lines, "\n");
        *end = '\0';
        say(lines);
    }
}

static void write_slot(struct batch *b, struct slot *s)
{
    if (b->request->dir)
        write_file(b, s);
    else
        write_out(b, s);
    *(s->failed ? &b->progress.failed : &b->progress.printed) += 1;
    say_lines(s->message.data);
}

static void flush(struct batch *b)
{
    while (b->used > 0 && batch_slot(b, 0)->done && !b->broken) {
        struct slot *s = batch_slot(b, 0);
        write_slot(b, s);
        b->held_bytes -= s->data.len;
        slot_done(s);
        b->first = (b->first + 1) % b->slot_count;
        b->used--;
    }
}

static void read_source(struct batch *b)
{
    struct err e;
    if (id_source_read(&b->source, &e))
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
    if (batch_signals_poll(fds, 2, limit_ms(turn_ms, tick_ms)) < 0 && errno != EINTR)
        die("cannot wait for answers");
    if (fds[0].revents)
        batch_ask_take_answers(b);
    if (fds[1].revents)
        read_source(b);
}

static void run(struct batch *b)
{
    for (;;) {
        bool input = fill(b);
        int64_t turn_ms = batch_ask_send(b);
        size_t before = b->used;
        flush(b);
        if (b->broken || (b->source_ended && b->used == 0))
            return;
        if (b->used == before)
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
        slot_done(batch_slot(b, i));
    free(b->slots);
    keyring_free(b->keyring);
    pace_free(b->pace);
    id_source_done(&b->source);
}

int batch_run(const struct config *config, const struct provider_set *set,
              const struct batch_request *request)
{
    struct batch b = {.config = config, .set = set, .request = request};
    batch_init(&b);
    batch_signals_hold(progress_clear);
    run(&b);
    progress_clear();
    int code = b.broken ? KIND_OTHER : b.exit_code;
    if (b.fetcher && !fetch_free(b.fetcher))
        _exit(code);
    batch_done(&b);
    batch_signals_release();
    return code;
}
