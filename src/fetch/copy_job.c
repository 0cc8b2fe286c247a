/* The struct copying is shared by the worker and the thread. The one that leaves last frees it: the
 * worker, unless it has left before the end. */
#include "fetch/copy_job.h"

#include "base/alloc.h"
#include "fetch/partial.h"
#include "os/file.h"
#include "os/os.h"
#include "text/time.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SLICE_BYTES = 256 * 1024, LEAVE_MS = 100 };

struct copying {
    pthread_t thread;
    struct fetch_recording *from;
    char *dir, *name;
    bool replace;
    char *path; /* of the copy; NULL: `e` says what was wrong */
    struct err e;

    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t end;
    struct transfers *net;
    uint64_t bytes;
    bool stopped; /* the worker wants no copy any more */
    bool left;    /* the worker will not free it */
    bool ended;   /* the thread does nothing more with it */
};

static void copying_free(struct copying *c)
{
    pthread_mutex_destroy(&c->lock);
    pthread_cond_destroy(&c->end);
    fetch_recording_free(c->from);
    free(c->dir);
    free(c->name);
    free(c->path);
    free(c);
}

/* Reports the bytes; false with c->e set if it was stopped. */
static bool go_on(struct copying *c, uint64_t bytes)
{
    pthread_mutex_lock(&c->lock);
    c->bytes = bytes;
    bool stopped = c->stopped;
    pthread_mutex_unlock(&c->lock);
    return !stopped || err_set(&c->e, "stopped");
}

/* A player moves the descriptor's offset meanwhile. */
static bool copy_slice(struct copying *c, struct partial *p, char *slice)
{
    uint64_t left = c->from->bytes - p->bytes;
    size_t wanted = left < SLICE_BYTES ? (size_t)left : SLICE_BYTES;
    ssize_t n = pread(c->from->fd, slice, wanted, (off_t)p->bytes);
    if (n < 0 && errno == EINTR)
        return true;
    if (n <= 0)
        return err_set(&c->e, "cannot read the recording: %s", strerror(n < 0 ? errno : EIO));
    return partial_write(p, slice, (size_t)n, &c->e);
}

static bool copy_all(struct copying *c, struct partial *p)
{
    char *slice = xmalloc(SLICE_BYTES);
    bool goes_on = true;
    while (goes_on && p->bytes < c->from->bytes)
        goes_on = copy_slice(c, p, slice) && go_on(c, p->bytes);
    free(slice);
    if (!goes_on)
        return false;
    file_sync(p->fd); /* it may take long, and it may be stopped until then */
    return go_on(c, p->bytes);
}

static void end(struct copying *c)
{
    pthread_mutex_lock(&c->lock);
    bool left = c->left;
    c->ended = true;
    if (!left)
        transfers_wake(c->net);
    pthread_cond_signal(&c->end);
    pthread_mutex_unlock(&c->lock);
    if (left)
        copying_free(c);
}

static void *run(void *of)
{
    struct copying *c = of;
    struct partial p = {0};
    os_thread_name("copy");
    if (partial_open(&p, c->dir, &c->e) && partial_has_room(&p, c->from->bytes, &c->e) &&
        copy_all(c, &p))
        partial_place(&p, c->name, c->from->ending, c->replace, &c->path, &c->e);
    partial_drop(&p);
    end(c);
    return NULL;
}

static struct copying *copying_new(struct fetch_recording *from, struct fetch_order *order,
                                   struct transfers *net)
{
    struct copying *c = xmalloc(sizeof *c);
    *c = (struct copying){.from = from,
                          .dir = order->dir,
                          .name = order->name,
                          .replace = order->replace,
                          .net = net};
    order->dir = order->name = NULL;
    fetch_order_done(order);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->end, NULL);
    return c;
}

struct copy_job *copy_job_new(unsigned number, struct fetch_recording *from,
                              struct fetch_order *order, struct transfers *net)
{
    struct copy_job *j = xmalloc(sizeof *j);
    *j = (struct copy_job){.number = number,
                           .total = from->bytes,
                           .copying = copying_new(from, order, net),
                           .progress.started_ms = time_now_ms()};
    j->why = os_thread_start(&j->copying->thread, run, j->copying);
    if (j->why) {
        copying_free(j->copying);
        j->copying = NULL;
    }
    return j;
}

/* With the lock held: waits for the end, but only for a moment. */
static void wait_for_end(struct copying *c)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LEAVE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    while (!c->ended && pthread_cond_timedwait(&c->end, &c->lock, &until) == 0)
        continue;
}

static void stop(struct copying *c)
{
    pthread_mutex_lock(&c->lock);
    bool stopped = c->stopped;
    c->stopped = true;
    if (!stopped)
        wait_for_end(c);
    pthread_mutex_unlock(&c->lock);
}

/* If the thread has not ended, it frees its struct. */
void copy_job_free(struct copy_job *j)
{
    struct copying *c = j->copying;
    free(j);
    if (!c)
        return;
    stop(c);
    pthread_mutex_lock(&c->lock);
    bool ended = c->ended;
    c->left = !ended;
    if (!ended)
        pthread_detach(c->thread);
    pthread_mutex_unlock(&c->lock);
    if (!ended)
        return;
    pthread_join(c->thread, NULL);
    copying_free(c);
}

uint64_t copy_job_bytes(const struct copy_job *j)
{
    if (!j->copying)
        return 0;
    pthread_mutex_lock(&j->copying->lock);
    uint64_t bytes = j->copying->bytes;
    pthread_mutex_unlock(&j->copying->lock);
    return bytes;
}

static struct answer *answer_of(struct copy_job *j, enum answer_type type)
{
    return file_progress_answer(&j->progress, j->number, type, copy_job_bytes(j), j->total);
}

struct answer *copy_job_progress(struct copy_job *j)
{
    return answer_of(j, ANSWER_PROGRESS);
}

static struct answer *failed(struct copy_job *j, const char *what)
{
    struct answer *a = answer_of(j, ANSWER_FAILURE);
    a->failure = failure_new(KIND_OTHER, 0, "%s", what);
    return a;
}

static bool has_ended(struct copying *c)
{
    pthread_mutex_lock(&c->lock);
    bool ended = c->ended;
    pthread_mutex_unlock(&c->lock);
    return ended;
}

struct answer *copy_job_end(struct copy_job *j)
{
    struct copying *c = j->copying;
    if (!c) {
        struct err e;
        err_set(&e, "cannot start a thread: %s", strerror(j->why));
        return failed(j, e.text);
    }
    if (!has_ended(c))
        return NULL;
    if (!c->path)
        return failed(j, c->e.text);
    struct answer *a = answer_of(j, ANSWER_SAVED);
    a->path = c->path;
    c->path = NULL;
    return a;
}

struct answer *copy_job_stop(struct copy_job *j)
{
    if (j->copying)
        stop(j->copying);
    struct answer *a = copy_job_end(j);
    return a ? a : failed(j, "stopped");
}
