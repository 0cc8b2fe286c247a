#include "fetch/worker.h"

#include "base/int.h"
#include "fetch/archive.h"
#include "fetch/copy_job.h"
#include "fetch/download.h"
#include "fetch/job.h"
#include "fetch/list_job.h"
#include "os/file.h"
#include "text/time.h"

enum { PROGRESS_EVERY_MS = 100 };
/* A command may have to wait for the end of a slice: a kept call opens within 10 ms. When the
 * program quits, what is to be kept has some time, in which the worker has to end (fetch.c). */
enum { KEPT_SLICE_MS = 4, KEPT_END_MS = 500 };

struct worker {
    const struct worker_args *args;
    struct job *jobs; /* in the order in which they are sent */
    struct download *downloads;
    struct copy_job *copies;
    struct list_job *lists; /* in the order in which they were asked for a page */
    struct archive *archive;
};

/* These four return the link to the one of that number, or else the end of the list. */

static struct job **find(struct worker *w, unsigned number)
{
    struct job **at = &w->jobs;
    while (*at && (*at)->number != number)
        at = &(*at)->next;
    return at;
}

static struct download **find_download(struct worker *w, unsigned number)
{
    struct download **at = &w->downloads;
    while (*at && (*at)->number != number)
        at = &(*at)->next;
    return at;
}

static struct copy_job **find_copy(struct worker *w, unsigned number)
{
    struct copy_job **at = &w->copies;
    while (*at && (*at)->number != number)
        at = &(*at)->next;
    return at;
}

static struct list_job **find_list(struct worker *w, unsigned number)
{
    struct list_job **at = &w->lists;
    while (*at && (*at)->number != number)
        at = &(*at)->next;
    return at;
}

static void move_to_front(struct worker *w, unsigned number)
{
    struct job **at = find(w, number), *j = *at;
    if (!j)
        return;
    *at = j->next;
    j->next = w->jobs;
    w->jobs = j;
}

/* Drops the job, the download, the copy, the list, or what is about kept calls with that number, if
 * there is one. */
static void drop(struct worker *w, unsigned number)
{
    struct job **job = find(w, number), *j = *job;
    struct download **download = find_download(w, number), *d = *download;
    struct copy_job **copy = find_copy(w, number), *c = *copy;
    struct list_job **list = find_list(w, number), *l = *list;
    if (j) {
        *job = j->next;
        job_free(j);
    } else if (d) {
        *download = d->next;
        download_free(d);
    } else if (c) {
        *copy = c->next;
        copy_job_free(c);
    } else if (l) {
        *list = l->next;
        list_job_free(l);
    } else {
        archive_drop(w->archive, number);
    }
}

static void begin_download(struct worker *w, unsigned number, struct fetch_order *order)
{
    struct download **at = find_download(w, number);
    if (*at)
        download_again(*at, order);
    else
        *at = download_new(number, order);
}

static void begin_copy(struct worker *w, struct command *command)
{
    struct copy_job *c =
        copy_job_new(command->job, command->recording, &command->order, w->args->net);
    command->recording = NULL;
    c->next = w->copies;
    w->copies = c;
}

/* Hands the answer over; drops a job or a download that has ended. What a job received is held
 * before its answer can be asked for. */
static void hand_over(struct worker *w, struct answer *a)
{
    if (!a)
        return;
    unsigned number = a->job;
    bool last = a->type == ANSWER_CALL || a->type == ANSWER_SAVED || a->type == ANSWER_RECORDING ||
                (a->type == ANSWER_FAILURE && !a->can_resume);
    struct job *j = a->type == ANSWER_CALL ? *find(w, number) : NULL;
    if (j && j->holds)
        archive_hold(w->archive, j, a->call);
    channel_answer(w->args->channel, a);
    if (last)
        drop(w, number);
}

static void stop(struct worker *w, unsigned number)
{
    struct download *d = *find_download(w, number);
    struct copy_job *c = *find_copy(w, number);
    struct list_job *l = *find_list(w, number);
    if (d && (d->transfer || d->unsent))
        hand_over(w, download_stop(d));
    if (c)
        hand_over(w, copy_job_stop(c));
    if (l)
        list_job_stop(l);
}

/* A list that has had a page waits until after those that have not. */
static void ask_for_page(struct worker *w, struct command *c)
{
    struct list_job **at = find_list(w, c->job), *l = *at;
    if (!l)
        return;
    if (!l->unsent) {
        *at = l->next;
        l->next = NULL;
        *find_list(w, c->job) = l;
    }
    list_job_ask(l, c->key);
    c->key = NULL;
}

static void submit(struct worker *w, struct command *c)
{
    struct job *j = job_new(c->job, c->provider, c->id, c->key);
    c->key = NULL;
    j->holds = c->archive != FETCH_ARCHIVE_NO;
    *find(w, c->job) = j;
}

/* Returns false when the worker has to quit. */
static bool run_command(struct worker *w, struct command *c)
{
    bool continues = c->type != COMMAND_QUIT;
    if (c->type == COMMAND_SUBMIT) {
        submit(w, c);
    } else if (c->type == COMMAND_PREFER) {
        move_to_front(w, c->job);
    } else if (c->type == COMMAND_CANCEL) {
        drop(w, c->job);
    } else if (c->type == COMMAND_DOWNLOAD) {
        begin_download(w, c->job, &c->order);
    } else if (c->type == COMMAND_COPY) {
        begin_copy(w, c);
    } else if (c->type == COMMAND_STOP) {
        stop(w, c->job);
    } else if (c->type == COMMAND_LIST) {
        *find_list(w, c->job) = list_job_new(c->job, c->walk);
        c->walk = NULL;
    } else if (c->type == COMMAND_LIST_PAGE) {
        ask_for_page(w, c);
    } else {
        hand_over(w, archive_command(w->archive, c));
    }
    channel_command_free(c);
    return continues;
}

static bool run_commands(struct worker *w)
{
    bool continues = true;
    for (struct command *c; continues && (c = channel_command_next(w->args->channel));)
        continues = run_command(w, c);
    return continues;
}

/* Whether one more request for a call or for a page of a list may run. */
static bool may_send(const struct worker *w)
{
    int running = 0;
    for (const struct job *j = w->jobs; j; j = j->next)
        running += (j->call != NULL) + (j->turns != NULL);
    for (const struct list_job *l = w->lists; l; l = l->next)
        running += l->transfer != NULL;
    return running < w->args->settings.jobs;
}

/* The first job with a request to send, if one more may run; else NULL. */
static struct job *next_to_send(const struct worker *w)
{
    struct job *j = w->jobs;
    while (j && !j->call_unsent && !j->turns_unsent)
        j = j->next;
    return j && may_send(w) ? j : NULL;
}

/* Likewise for lists. */
static struct list_job *next_list(const struct worker *w)
{
    struct list_job *l = w->lists;
    while (l && !l->unsent)
        l = l->next;
    return l && may_send(w) ? l : NULL;
}

/* The first download with a request to send, if one more may run; else NULL. */
static struct download *next_download(const struct worker *w)
{
    struct download *next = NULL;
    int running = 0;
    for (struct download *d = w->downloads; d; d = d->next) {
        running += d->transfer != NULL;
        if (!next && d->unsent)
            next = d;
    }
    return running < w->args->settings.jobs ? next : NULL;
}

/* Calls are sent before lists. */
static void send_all(struct worker *w)
{
    for (struct job *j; (j = next_to_send(w));)
        hand_over(w, job_send(j, w->args->net, &w->args->settings));
    for (struct list_job *l; (l = next_list(w));)
        hand_over(w, list_job_send(l, w->args->net, &w->args->settings));
    for (struct download *d; (d = next_download(w));)
        hand_over(w, download_send(d, w->args->net));
}

static struct download *download_of(const struct worker *w, const struct transfer *t)
{
    struct download *d = w->downloads;
    while (d && d->transfer != t)
        d = d->next;
    return d;
}

static struct list_job *list_of(const struct worker *w, const struct transfer *t)
{
    struct list_job *l = w->lists;
    while (l && l->transfer != t)
        l = l->next;
    return l;
}

/* True when a transfer has ended, so there may be more to send. */
static bool receive_all(struct worker *w)
{
    bool any = false;
    for (struct transfer *t; (t = transfers_step(w->args->net)); any = true) {
        struct download *d = download_of(w, t);
        struct list_job *l = list_of(w, t);
        hand_over(w, d   ? download_receive(d)
                     : l ? list_job_receive(l)
                         : job_receive(transfer_owner(t), t));
    }
    return any;
}

/* True when a copy has ended. */
static bool end_copies(struct worker *w)
{
    bool any = false;
    for (struct copy_job *c = w->copies, *next; c; c = next) {
        next = c->next;
        struct answer *a = copy_job_end(c);
        any = any || a;
        hand_over(w, a);
    }
    return any;
}

/* Reports how far the files are, not too often. Returns the milliseconds until the next report; -1:
 * there is nothing to report. */
static int report_files(struct worker *w)
{
    int64_t now = time_now_ms();
    int wait_ms = -1;
    for (struct download *d = w->downloads; d; d = d->next) {
        if (!d->transfer)
            continue;
        int left_ms = file_progress_wait_ms(&d->progress, d->partial.bytes, now);
        if (!left_ms)
            channel_answer(w->args->channel, download_progress(d));
        wait_ms = int_sooner_ms(wait_ms, left_ms ? left_ms : FILE_PROGRESS_EVERY_MS);
    }
    for (struct copy_job *c = w->copies; c; c = c->next) {
        int left_ms = file_progress_wait_ms(&c->progress, copy_job_bytes(c), now);
        if (!left_ms)
            channel_answer(w->args->channel, copy_job_progress(c));
        wait_ms = int_sooner_ms(wait_ms, left_ms ? left_ms : FILE_PROGRESS_EVERY_MS);
    }
    return wait_ms;
}

/* Likewise for the bytes of calls. The last report may have been any time ago. */
static int report_calls(struct worker *w)
{
    int64_t now = time_now_ms();
    int wait_ms = -1;
    for (struct job *j = w->jobs; j; j = j->next) {
        if (j->bytes == j->reported_bytes)
            continue;
        int64_t left_ms = j->progress_ms + PROGRESS_EVERY_MS - now;
        if (left_ms > 0)
            wait_ms = int_sooner_ms(wait_ms, (int)left_ms);
        else
            channel_answer(w->args->channel, job_progress(j));
    }
    return wait_ms;
}

/* Nothing has ended: it is the turn of the kept calls, and then of the network. */
static void work_or_wait(struct worker *w)
{
    if (archive_is_busy(w->archive))
        hand_over(w, archive_step(w->archive, time_now_ms() + KEPT_SLICE_MS));
    int wait_ms = int_sooner_ms(report_calls(w), report_files(w));
    transfers_wait(w->args->net, archive_is_busy(w->archive) ? 0 : wait_ms);
}

static void drop_all(struct worker *w)
{
    while (w->downloads)
        drop(w, w->downloads->number);
    while (w->copies)
        drop(w, w->copies->number);
    while (w->jobs)
        drop(w, w->jobs->number);
    while (w->lists)
        drop(w, w->lists->number);
}

void worker_run(const struct worker_args *args)
{
    struct worker w = {.args = args, .archive = archive_new(&args->settings.kept, args->purge_job)};
    if (args->sweep_dir)
        file_sweep(args->sweep_dir, time(NULL));
    while (run_commands(&w)) {
        send_all(&w);
        bool any = receive_all(&w);
        if (!end_copies(&w) && !any)
            work_or_wait(&w);
    }
    drop_all(&w);
    archive_finish(w.archive, time_now_ms() + KEPT_END_MS);
    archive_free(w.archive);
}
