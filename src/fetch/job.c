#include "fetch/job.h"

#include "base/alloc.h"
#include "provider/extract/extract.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>

enum { HTTP_TOO_MANY = 429 };

struct job *job_new(unsigned number, const struct provider *p, const char *id, char *key)
{
    struct job *j = xcalloc(1, sizeof *j);
    j->number = number;
    j->provider = p;
    j->id = xstrdup(id);
    j->key = key;
    j->call_unsent = true;
    j->turns_unsent = p->second.path;
    j->turns_ended = !p->second.path;
    return j;
}

void job_free(struct job *j)
{
    transfer_end(j->call, NULL);
    transfer_end(j->turns, NULL);
    response_done(&j->call_answer);
    for (size_t i = 0; i < j->page_count; i++)
        response_done(&j->pages[i]);
    free(j->pages);
    for (size_t i = 0; i < j->cursor_count; i++)
        free(j->cursors[i]);
    free(j->cursors);
    free(j->note);
    free(j->id);
    free_secret(j->key);
    free(j);
}

static struct answer *job_answer(const struct job *j, enum answer_type type)
{
    struct answer *a = fetch_answer_new(j->number, type);
    a->bytes = j->bytes;
    a->http_status = j->http_status;
    a->seconds = j->started_ms ? (double)(time_now_ms() - j->started_ms) / 1000 : 0;
    return a;
}

static struct answer *failure_answer(const struct job *j, struct failure *f)
{
    struct answer *a = job_answer(j, ANSWER_FAILURE);
    a->failure = provider_key_hinted(j->provider, f);
    struct answer_body body = response_body(&j->call_answer);
    a->call = extract_only_document(j->provider, j->id, &body);
    if (!a->http_status)
        a->http_status = f->http_status;
    return a;
}

struct answer *job_progress(struct job *j)
{
    if (j->call && !j->http_status)
        j->http_status = transfer_status(j->call);
    j->reported_bytes = j->bytes;
    j->progress_ms = time_now_ms();
    return job_answer(j, ANSWER_PROGRESS);
}

static struct extracted extract_job(const struct job *j)
{
    struct answer_body call = response_body(&j->call_answer);
    struct answer_body *pages = xcalloc(j->page_count + 1, sizeof *pages);
    for (size_t i = 0; i < j->page_count; i++)
        pages[i] = response_body(&j->pages[i]);
    struct turns_answer turns = {.pages = pages,
                                 .page_count = j->turns_ended ? j->page_count : 0,
                                 .note = j->note,
                                 .kind = j->note_kind,
                                 .loading = !j->turns_ended};
    struct extracted out =
        extract(j->provider, j->id, &call, j->provider->second.path ? &turns : NULL);
    free(pages);
    return out;
}

static int limited_s(const struct job *j)
{
    const struct response *last = j->page_count ? &j->pages[j->page_count - 1] : NULL;
    return last && last->http_status == HTTP_TOO_MANY ? last->retry_after_s : -1;
}

/* The call as far as it is known; a failure of the call ends the job in any case. */
static struct answer *assemble(struct job *j)
{
    struct extracted out = extract_job(j);
    if (out.failure)
        return failure_answer(j, out.failure);
    struct answer *a = job_answer(j, j->turns_ended ? ANSWER_CALL : ANSWER_PARTIAL);
    a->call = out.call;
    a->limited_s = limited_s(j);
    return a;
}

static struct answer *receive_call(struct job *j)
{
    transfer_end(j->call, &j->call_answer);
    j->call = NULL;
    j->http_status = j->call_answer.http_status;
    struct failure *f = j->call_answer.failure;
    if (!f)
        return assemble(j);
    j->call_answer.failure = NULL;
    return failure_answer(j, f);
}

static void fail_turns(struct job *j, enum kind kind, char *note)
{
    j->turns_ended = true;
    free(j->note);
    j->note = note;
    j->note_kind = kind;
}

static bool seen_cursor(const struct job *j, const char *cursor)
{
    for (size_t i = 0; i < j->cursor_count; i++)
        if (strcmp(j->cursors[i], cursor) == 0)
            return true;
    return false;
}

/* Requests the page that the last one names. The transcript ends when it names no page, or one that
 * was requested before. */
static void request_next_page(struct job *j)
{
    struct answer_body page = response_body(&j->pages[j->page_count - 1]);
    char *cursor = extract_next_cursor(j->provider, &page);
    if (!cursor) {
        j->turns_ended = true;
    } else if (seen_cursor(j, cursor)) {
        fail_turns(j, KIND_PROVIDER,
                   xstrdup("the transcript may be incomplete: the provider named a page twice"));
    } else if (j->page_count >= JOB_MAX_PAGES) {
        fail_turns(j, KIND_PROVIDER,
                   xasprintf("the transcript is incomplete: more than %d pages", JOB_MAX_PAGES));
    } else {
        j->cursors = xgrow(j->cursors, j->cursor_count, sizeof *j->cursors);
        j->cursors[j->cursor_count++] = cursor;
        j->turns_unsent = true;
        return;
    }
    free(cursor);
}

static void receive_page(struct job *j)
{
    struct response r;
    transfer_end(j->turns, &r);
    j->turns = NULL;
    if (r.failure) {
        fail_turns(j, r.failure->kind, xasprintf("transcript: %s", r.failure->message));
        response_done(&r);
        return;
    }
    j->pages = xgrow(j->pages, j->page_count, sizeof *j->pages);
    j->pages[j->page_count++] = r;
    if (r.http_status < 200 || r.http_status > 299)
        j->turns_ended = true; /* extract says what the status means */
    else
        request_next_page(j);
}

struct answer *job_receive(struct job *j, struct transfer *t)
{
    if (t == j->call)
        return receive_call(j);
    receive_page(j);
    return j->turns_ended && j->call_answer.http_status ? assemble(j) : NULL;
}

static long time_left_ms(struct job *j, const struct fetch_settings *s)
{
    int64_t now = time_now_ms();
    if (!j->started_ms)
        j->started_ms = now;
    return (long)(j->started_ms + (int64_t)s->timeout_s * 1000 - now);
}

struct answer *job_send(struct job *j, struct transfers *net, const struct fetch_settings *s)
{
    struct request r = {0};
    bool call = j->call_unsent;
    struct budget budget = {&j->bytes, (uint64_t)s->max_response_mb << 20, call};
    const char *cursor = j->cursor_count ? j->cursors[j->cursor_count - 1] : NULL;
    struct failure *f = call ? request_call(j->provider, j->id, j->key, &r)
                             : request_turns(j->provider, j->id, j->key, cursor, &r);
    long left_ms = time_left_ms(j, s);
    *(call ? &j->call_unsent : &j->turns_unsent) = false;
    if (f && call)
        return failure_answer(j, f);
    if (f) {
        fail_turns(j, f->kind, xasprintf("transcript: %s", f->message));
        failure_free(f);
        return j->call_answer.http_status ? assemble(j) : NULL;
    }
    *(call ? &j->call : &j->turns) = transfer_start(net, &r, budget, left_ms, j);
    request_done(&r);
    return NULL;
}
