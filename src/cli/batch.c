/* A ring of slots in the order asked: IDs enter at its end while there is room, answers fill slots
 * in any order, and the ring leaves from its front. One thread; the fetcher has its own. */
#include "cli/batch.h"

#include "base/alloc.h"
#include "call/masked.h"
#include "cli/output.h"
#include "cli/source.h"
#include "fetch/fetch.h"
#include "print/note.h"
#include "provider/keyring.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So many slots a job: a call that hangs does not idle the others at once. */
enum { SLOTS_PER_JOB = 4 };

struct slot {
    struct ask ask;
    unsigned job;       /* 0: none runs */
    bool done;          /* data and message are what is to be written */
    struct buf data;    /* standard output */
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
    struct slot *slots;
    size_t slot_count, first, used;
    size_t printed;
    int exit_code; /* of the failures so far */
    bool broken;   /* nothing can be written any more */
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

static void finish_failure(struct batch *b, struct slot *s, const struct failure *f)
{
    const char *provider = s->ask.provider ? s->ask.provider->name : NULL;
    if (b->request->form == FORM_JSON)
        print_json_failure(&s->data, provider, s->ask.id, f);
    print_failure(&s->message, provider, s->ask.id, f);
    count_failure(b, f->kind);
    s->done = true;
}

/* False with e set: the call cannot take this form. */
static bool print_form(const struct batch *b, struct buf *out, const struct call *c, struct err *e)
{
    switch (b->request->form) {
    case FORM_TEXT:
        print_text(out, c, b->request->cols);
        return true;
    case FORM_JSON:
        print_json(out, c);
        return true;
    case FORM_MARKDOWN:
        print_note(out, c, b->request->note, config_number(b->config, OPT_gap_s), NULL,
                   c->turn_count);
        return true;
    case FORM_VTT:
        return print_vtt(out, c, e);
    case FORM_RAW:
        print_raw(out, c);
        return true;
    case FORM_COUNT:
        break;
    }
    return false;
}

static bool print_call(const struct batch *b, struct buf *out, const struct call *c, struct err *e)
{
    struct mask_count count;
    struct call *masked = b->request->mask ? call_masked(c, &count) : NULL;
    bool printed = print_form(b, out, masked ? masked : c, e);
    call_free(masked);
    return printed;
}

static void finish_call(struct batch *b, struct slot *s, const struct call *c)
{
    struct err e = {""};
    s->done = true;
    if (print_call(b, &s->data, c, &e))
        return;
    struct failure *f = failure_new(KIND_OTHER, 0, "%s", e.text);
    finish_failure(b, s, f);
    failure_free(f);
}

/* What the provider said may name people. */
static void mask_failure(const struct batch *b, struct failure *f, const char *id)
{
    struct mask_count count = {0};
    if (b->request->mask && f->message)
        mask_text(f->message, strlen(f->message), id, &count);
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

/* Sends the question off, or says why not. */
static struct failure *submit(struct batch *b, struct slot *s)
{
    struct err e;
    char *key = keyring_get(b->keyring, s->ask.provider, &e);
    if (!key)
        return failure_new(KIND_AUTH, 0, "%s", e.text);
    if (!open_fetcher(b, &e)) {
        free_secret(key);
        return failure_new(KIND_OTHER, 0, "%s", e.text);
    }
    s->job = fetch_submit(b->fetcher, s->ask.provider, s->ask.id, key);
    return NULL;
}

static void admit(struct batch *b, const char *text)
{
    struct slot *s = slot_at(b, b->used++);
    *s = (struct slot){0};
    ask_make(&s->ask, b->set, b->request->words.provider, text);
    if (s->ask.failure) {
        finish_failure(b, s, s->ask.failure);
        return;
    }
    struct failure *f = submit(b, s);
    if (f)
        finish_failure(b, s, f);
    failure_free(f);
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
    buf_done(&s->data);
    buf_done(&s->message);
}

static void write_slot(struct batch *b, struct slot *s)
{
    struct buf gap = {0};
    struct err e;
    bool gap_wanted = b->request->form != FORM_JSON && b->request->form != FORM_RAW;
    if (gap_wanted && b->printed > 0 && s->data.len > 0)
        buf_putc(&gap, '\n');
    b->broken = !output_write(&gap, &e) || !output_write(&s->data, &e);
    buf_done(&gap);
    if (b->broken)
        output_say("%s", e.text);
    b->printed += s->data.len > 0;
    if (s->message.len > 0)
        output_say("%.*s", (int)s->message.len - 1, s->message.data);
}

static void flush(struct batch *b)
{
    while (b->used > 0 && slot_at(b, 0)->done && !b->broken) {
        write_slot(b, slot_at(b, 0));
        slot_done(slot_at(b, 0));
        b->first = (b->first + 1) % b->slot_count;
        b->used--;
    }
}

static struct slot *find_slot(const struct batch *b, unsigned job)
{
    for (size_t i = 0; i < b->used; i++) {
        struct slot *s = slot_at(b, i);
        if (s->job == job && !s->done)
            return s;
    }
    return NULL;
}

static void take_answer(struct batch *b, const struct answer *a)
{
    struct slot *s = find_slot(b, a->job);
    if (!s)
        return;
    if (a->type == ANSWER_FAILURE) {
        mask_failure(b, a->failure, s->ask.id);
        finish_failure(b, s, a->failure);
    }
    if (a->type == ANSWER_CALL)
        finish_call(b, s, a->call);
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
    output_say("%s", e.text);
    count_failure(b, KIND_OTHER);
}

/* Sleeps until an answer is there or, when it is wanted, input. */
static void wait_for_more(struct batch *b, bool input)
{
    struct pollfd fds[2] = {
        {.fd = b->fetcher && b->used > 0 ? fetch_fd(b->fetcher) : -1, .events = POLLIN},
        {.fd = input ? b->source.fd : -1, .events = POLLIN},
    };
    if (poll(fds, 2, -1) < 0 && errno != EINTR)
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
        size_t before = b->used;
        flush(b);
        if (b->broken || (b->source_ended && b->used == 0))
            return;
        if (b->used == before || input)
            wait_for_more(b, input);
    }
}

static void batch_init(struct batch *b)
{
    b->source = (struct source_of_ids){
        .words = b->request->words.ids, .count = b->request->words.count, .fd = STDIN_FILENO};
    b->keyring = keyring_new(b->set);
    b->slot_count = (size_t)b->request->jobs * SLOTS_PER_JOB;
    b->slots = xcalloc(b->slot_count, sizeof *b->slots);
}

static void batch_done(struct batch *b)
{
    for (size_t i = 0; i < b->used; i++)
        slot_done(slot_at(b, i));
    free(b->slots);
    keyring_free(b->keyring);
    source_done(&b->source);
}

int batch_run(const struct config *config, const struct provider_set *set,
              const struct batch_request *request)
{
    struct batch b = {.config = config, .set = set, .request = request};
    batch_init(&b);
    run(&b);
    int code = b.broken ? KIND_OTHER : b.exit_code;
    if (b.fetcher && !fetch_free(b.fetcher))
        _exit(code);
    batch_done(&b);
    return code;
}
