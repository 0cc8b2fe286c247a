#include "fetch/keep_job.h"

#include "base/alloc.h"
#include "call/masked.h"
#include "text/time.h"

#include <stdlib.h>

struct keep_job *keep_job_new(struct held *h, enum fetch_archive how)
{
    struct keep_job *j = xcalloc(1, sizeof *j);
    j->held = h;
    j->how = how;
    return j;
}

void keep_job_free(struct keep_job *j)
{
    if (!j)
        return;
    kept_writer_free(j->writer);
    buf_done(&j->masked);
    free(j->documents);
    held_free(j->held);
    free(j);
}

/* Prints the masked call, which is read from the answers once more. */
static void print_masked(struct keep_job *j, fetch_print_call *print)
{
    struct mask_count count;
    struct extracted made = kept_call_extract(&j->order.call, j->held->provider);
    if (made.call) {
        struct call *masked = masked_call(made.call, &count);
        print(&j->masked, masked);
        call_free(masked);
    }
    call_free(made.call);
    failure_free(made.failure);
}

/* With only the printed call, no answer is kept. */
static void begin_masked(struct keep_job *j, fetch_print_call *print)
{
    struct kept_call *k = &j->order.call;
    print_masked(j, print);
    k->masked = buf_str(&j->masked);
    k->head.masked = true;
    k->documents = NULL;
    k->document_count = 0;
    k->turns_note = NULL;
}

static void begin_writing(struct keep_job *j, const struct fetch_kept_settings *s)
{
    const struct held *h = j->held;
    j->documents = held_documents(h);
    j->order = (struct kept_order){.dir = s->dir,
                                   .call = {.head = {.provider = h->provider->name, .id = h->id},
                                            .documents = j->documents,
                                            .document_count = h->page_count + 1,
                                            .turns_note = h->note,
                                            .turns_kind = h->note_kind},
                                   .now_us = time_wall_us(),
                                   .call_us = h->call_us,
                                   .max_bytes = s->max_bytes};
    if (j->how == FETCH_ARCHIVE_MASKED)
        begin_masked(j, s->print);
    j->writer = kept_writer_new(&j->order);
}

static struct answer *not_kept(const struct keep_job *j, const char *why)
{
    struct answer *a = fetch_answer_new(j->held->number, ANSWER_KEPT);
    a->failure = failure_new(KIND_OTHER, 0, "the call is not kept: %s", why);
    return a;
}

struct answer *keep_job_step(struct keep_job *j, const struct fetch_kept_settings *s,
                             int64_t until_ms)
{
    struct err e = {""};
    if (!j->writer)
        begin_writing(j, s);
    if (j->how == FETCH_ARCHIVE_MASKED && !j->masked.len)
        return not_kept(j, "it cannot be masked");
    enum kept_writer_state state = kept_writer_step(j->writer, until_ms, &e);
    if (state == KEPT_WRITER_MORE)
        return NULL;
    if (state == KEPT_WRITER_FAILED)
        return not_kept(j, e.text);
    struct answer *a = fetch_answer_new(j->held->number, ANSWER_KEPT);
    a->bytes = kept_writer_bytes(j->writer);
    return a;
}
