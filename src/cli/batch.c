/* IDs enter the ring of slots at its end while there is room, answers fill the slots in any order,
 * and results are written from its front. No more calls are in flight than there are jobs, so that
 * a rate limit can still hold back the rest. One thread; the fetcher has its own. */
#include "cli/batch.h"

#include "base/alloc.h"
#include "base/int.h"
#include "cli/batch_signals.h"
#include "cli/batch_state.h"
#include "cli/output.h"
#include "text/file_name.h"
#include "text/time.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Slots for each job: while one call hangs, the other jobs still find work. */
enum { SLOTS_PER_JOB = 16 };

static void admit(struct batch *b, const char *text)
{
    struct batch_slot *s = batch_slot_at(b, b->used++);
    *s = (struct batch_slot){0};
    call_ref_make(&s->ref, b->set, b->request->words.provider, text);
    if (s->ref.failure && !b->request->offline) /* what cannot be asked may be kept */
        batch_finish_failure(b, s, s->ref.failure);
}

static void admit_opened(struct batch *b, const struct opened *o)
{
    struct batch_slot *s = batch_slot_at(b, b->used++);
    *s = (struct batch_slot){0};
    s->ref = (struct call_ref){.provider = o->provider, .id = xstrdup(o->call->id)};
    if (o->kept.first_us)
        batch_finish_kept(b, s, o->call, &o->kept);
    else
        batch_finish_call(b, s, o->call);
}

/* Reads IDs while there is room. Returns true if the next one has to be waited for. */
static bool fill(struct batch *b)
{
    while (!b->input_ended && b->used < b->slot_count) {
        char *text;
        enum id_reader_state state = id_reader_next(&b->reader, &text);
        if (state == ID_READER_WAITS)
            return true;
        b->input_ended = state == ID_READER_ENDED;
        if (!b->input_ended) {
            admit(b, text);
            free(text);
        }
    }
    return false;
}

static void slot_done(struct batch_slot *s)
{
    call_ref_done(&s->ref);
    any_free(s->any);
    buf_done(&s->data);
    buf_done(&s->message);
}

static void say(const char *sentence)
{
    progress_clear();
    output_say("%s", sentence);
}

static void write_out(struct batch *b, const struct batch_slot *s)
{
    struct buf gap = {0};
    struct err e;
    if (form_is_separated(b->request->form) && b->progress.printed > 0 && s->data.len > 0)
        buf_putc(&gap, '\n');
    b->output_failed = !output_write(&gap, &e) || !output_write(&s->data, &e);
    buf_done(&gap);
    if (b->output_failed)
        say(e.text);
}

/* The file's name includes a provider that the user named: two providers may know the same ID. */
static void write_file(struct batch *b, struct batch_slot *s)
{
    const struct call_ref *ref = &s->ref;
    struct err e;
    if (s->data.len == 0)
        return;
    char *name = file_name_of(ref->named ? ref->provider->name : NULL, ref->id,
                              form_ending(b->request->form));
    enum output_dir_state state = output_dir_write(b->request->dir, name, &s->data, &e);
    free(name);
    if (state == OUTPUT_DIR_WRITTEN)
        return;
    say(e.text);
    s->failed = true;
    batch_count_failure(b, KIND_OTHER);
    b->output_failed = state == OUTPUT_DIR_FULL;
}

static void write_slot(struct batch *b, struct batch_slot *s)
{
    if (b->request->dir)
        write_file(b, s);
    else
        write_out(b, s);
    *(s->failed ? &b->progress.failed : &b->progress.printed) += 1;
    for (char *line = s->message.data, *end; line && *line; line = end + 1) {
        end = line + strcspn(line, "\n"); /* every line ends with one */
        *end = '\0';
        say(line);
    }
}

static void flush(struct batch *b)
{
    while (b->used > 0 && batch_slot_at(b, 0)->done && !b->output_failed) {
        struct batch_slot *s = batch_slot_at(b, 0);
        write_slot(b, s);
        b->held_bytes -= s->data.len;
        slot_done(s);
        b->first = (b->first + 1) % b->slot_count;
        b->used--;
    }
}

/* Waits for an answer, for input if `input` is true, or until the next call may be requested. */
static void wait_for_more(struct batch *b, bool input, int64_t next_ms)
{
    struct pollfd fds[2] = {
        {.fd = b->fetcher && b->in_flight > 0 ? fetch_fd(b->fetcher) : -1, .events = POLLIN},
        {.fd = input ? b->reader.fd : -1, .events = POLLIN},
    };
    struct err e;
    b->progress.wait_ms = b->in_flight == 0 ? next_ms : 0;
    int tick_ms = progress_tick(&b->progress, time_now_ms());
    int wait_ms = int_sooner_ms(next_ms ? (int)next_ms : -1, tick_ms);
    if (batch_signals_poll(fds, 2, wait_ms) < 0 && errno != EINTR)
        die("cannot wait for answers");
    if (fds[0].revents)
        batch_fetch_receive(b);
    if (fds[1].revents && !id_reader_read(&b->reader, &e)) {
        say(e.text);
        batch_count_failure(b, KIND_OTHER);
    }
}

static void run(struct batch *b)
{
    for (;;) {
        bool input = fill(b);
        int64_t next_ms = batch_fetch_send(b);
        size_t before = b->used;
        flush(b);
        if (b->output_failed || (b->input_ended && b->used == 0))
            return;
        if (b->used == before)
            wait_for_more(b, input, next_ms);
    }
}

static void batch_done(struct batch *b)
{
    for (size_t i = 0; i < b->used; i++)
        slot_done(batch_slot_at(b, i));
    free(b->slots);
    keyring_free(b->keyring);
    rate_limit_free(b->limits);
    id_reader_done(&b->reader);
}

int batch_run(const struct config *config, const struct provider_set *set,
              const struct batch_request *request)
{
    const struct call_ref_words *words = &request->words;
    struct batch b = {.config = config,
                      .set = set,
                      .request = request,
                      .reader = {.words = words->ids, .count = words->count, .fd = STDIN_FILENO},
                      .keyring = keyring_new(set),
                      .limits = rate_limit_new(request->max_wait_s),
                      .slot_count = (size_t)request->jobs * SLOTS_PER_JOB};
    b.slots = xcalloc(b.slot_count, sizeof *b.slots);
    progress_init(&b.progress, request->dir ? "written" : "printed", request->dir, time_now_ms());
    batch_signals_hold(progress_clear);
    if (request->opened)
        admit_opened(&b, request->opened);
    run(&b);
    progress_clear();
    int code = b.output_failed ? KIND_OTHER : b.exit_code;
    if (b.fetcher && !fetch_free(b.fetcher))
        _exit(code);
    batch_done(&b);
    batch_signals_release();
    return code;
}
