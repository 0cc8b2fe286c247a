#include "fetch/worker.h"

#include "base/timefmt.h"
#include "fetch/job.h"

enum { PROGRESS_EVERY_MS = 100 };

struct worker {
    const struct worker_args *args;
    struct job *jobs; /* in the order in which they get their turn */
};

static struct job **find(struct worker *w, unsigned number)
{
    struct job **at = &w->jobs;
    while (*at && (*at)->number != number)
        at = &(*at)->next;
    return at;
}

static void append(struct worker *w, struct job *j)
{
    struct job **end = &w->jobs;
    while (*end)
        end = &(*end)->next;
    *end = j;
}

static void drop(struct worker *w, unsigned number)
{
    struct job **at = find(w, number), *j = *at;
    if (!j)
        return;
    *at = j->next;
    job_free(j);
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

/* False: time to quit. */
static bool obey(struct worker *w, struct command *c)
{
    bool go_on = c->type != COMMAND_QUIT;
    if (c->type == COMMAND_SUBMIT) {
        append(w, job_new(c->job, c->provider, c->id, c->key));
        c->key = NULL;
    } else if (c->type == COMMAND_PREFER) {
        move_to_front(w, c->job);
    } else if (c->type == COMMAND_CANCEL) {
        drop(w, c->job);
    }
    command_free(c);
    return go_on;
}

static bool obey_all(struct worker *w)
{
    bool go_on = true;
    for (struct command *c; go_on && (c = channel_command_next(w->args->channel));)
        go_on = obey(w, c);
    return go_on;
}

/* Gives the answer away; its job is over with the last one. */
static void hand_over(struct worker *w, struct answer *a)
{
    if (!a)
        return;
    unsigned job = a->job;
    bool last = answer_is_last(a);
    channel_answer(w->args->channel, a);
    if (last)
        drop(w, job);
}

/* The first job that has something to send, while there is room for one more request. */
static struct job *next_to_send(const struct worker *w)
{
    struct job *next = NULL;
    int running = 0;
    for (struct job *j = w->jobs; j; j = j->next) {
        running += job_running(j);
        if (!next && (j->call_wanted || j->turns_wanted))
            next = j;
    }
    return running < w->args->settings.jobs ? next : NULL;
}

static void send_all(struct worker *w)
{
    for (struct job *j; (j = next_to_send(w));)
        hand_over(w, job_send(j, w->args->net, &w->args->settings));
}

/* True: something ended, so there may be more to send. */
static bool receive_all(struct worker *w)
{
    bool any = false;
    for (struct transfer *t; (t = net_step(w->args->net)); any = true)
        hand_over(w, job_receive(transfer_owner(t), t));
    return any;
}

/* Tells what came in, not too often; the milliseconds until the next time, -1: nothing to tell. */
static int tell_progress(struct worker *w)
{
    int64_t now = time_now_ms();
    int wait_ms = -1;
    for (struct job *j = w->jobs; j; j = j->next) {
        if (j->bytes == j->bytes_told)
            continue;
        int left_ms = (int)(j->progress_ms + PROGRESS_EVERY_MS - now);
        if (left_ms <= 0)
            channel_answer(w->args->channel, job_progress(j));
        else if (wait_ms < 0 || left_ms < wait_ms)
            wait_ms = left_ms;
    }
    return wait_ms;
}

void worker_run(const struct worker_args *args)
{
    struct worker w = {.args = args};
    while (obey_all(&w)) {
        send_all(&w);
        if (!receive_all(&w))
            net_wait(args->net, tell_progress(&w));
    }
    while (w.jobs)
        drop(&w, w.jobs->number);
}
