/* Starts and stops the fetch thread, and puts commands into its queue. Runs on the caller's
 * thread. */
#include "fetch/fetch.h"

#include "base/alloc.h"
#include "fetch/channel.h"
#include "fetch/transfer.h"
#include "fetch/worker.h"
#include "os/os.h"
#include "text/time.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum { END_MS = 1000 };

struct fetcher {
    struct worker_args args; /* the worker reads it */
    pthread_t thread;
    pthread_mutex_t lock; /* of state, why and args.net, while the worker starts */
    pthread_cond_t changed;
    enum { STARTING, RUNNING, FAILED } state;
    struct err why; /* it failed */
    char *ca_file;
    unsigned last_job;
    enum fetch_archive archive;
};

/* What starting libcurl takes, the first frame need not wait for. */
static bool start(struct fetcher *f)
{
    struct fetch_settings settings = f->args.settings;
    settings.ca_file = f->ca_file;
    struct transfers *net = transfers_new(&settings, &f->why);
    pthread_mutex_lock(&f->lock);
    f->args.net = net;
    f->state = net ? RUNNING : FAILED;
    pthread_cond_signal(&f->changed);
    pthread_mutex_unlock(&f->lock);
    return net;
}

static void *thread_main(void *of)
{
    struct fetcher *f = of;
    os_thread_name("fetch");
    if (start(f))
        worker_run(&f->args);
    channel_end(f->args.channel);
    return NULL;
}

static void discard(struct fetcher *f)
{
    transfers_free(f->args.net);
    channel_free(f->args.channel);
    pthread_cond_destroy(&f->changed);
    pthread_mutex_destroy(&f->lock);
    free(f->args.sweep_dir);
    free(f->args.kept_dir);
    free(f->ca_file);
    free(f);
}

static unsigned next_job(struct fetcher *f)
{
    if (++f->last_job == 0)
        f->last_job = 1;
    return f->last_job;
}

static char *copy(const char *s)
{
    return s ? xstrdup(s) : NULL;
}

static void set_args(struct fetcher *f, const struct fetch_settings *settings)
{
    struct worker_args *args = &f->args;
    args->settings = *settings;
    args->settings.ca_file = args->settings.sweep_dir = NULL;
    args->sweep_dir = copy(settings->sweep_dir);
    args->settings.kept.dir = args->kept_dir = copy(settings->kept.dir);
    args->settings.kept.max_bytes = (size_t)settings->max_response_mb << 20;
    args->purge_job = next_job(f);
    f->ca_file = copy(settings->ca_file);
}

struct fetcher *fetch_begin(const struct fetch_settings *settings, struct err *e)
{
    struct fetcher *f = xcalloc(1, sizeof *f);
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->changed, NULL);
    set_args(f, settings);
    unsetenv("SSLKEYLOGFILE"); /* which transfers_new would do on another thread */
    f->args.channel = channel_new(e);
    int why = f->args.channel ? os_thread_start(&f->thread, thread_main, f) : 0;
    if (f->args.channel && !why)
        return f;
    if (why)
        err_set(e, "cannot start a thread: %s", strerror(why));
    discard(f);
    return NULL;
}

bool fetch_has_failed(struct fetcher *f, struct err *e)
{
    pthread_mutex_lock(&f->lock);
    bool failed = f->state == FAILED;
    pthread_mutex_unlock(&f->lock);
    if (failed)
        *e = f->why;
    return failed;
}

bool fetch_await(struct fetcher *f, struct err *e)
{
    pthread_mutex_lock(&f->lock);
    while (f->state == STARTING)
        pthread_cond_wait(&f->changed, &f->lock);
    pthread_mutex_unlock(&f->lock);
    return !fetch_has_failed(f, e);
}

struct fetcher *fetch_new(const struct fetch_settings *settings, struct err *e)
{
    struct fetcher *f = fetch_begin(settings, e);
    if (!f || fetch_await(f, e))
        return f;
    pthread_join(f->thread, NULL);
    discard(f);
    return NULL;
}

int fetch_fd(const struct fetcher *f)
{
    return channel_fd(f->args.channel);
}

static void push(struct fetcher *f, const struct command *command)
{
    channel_command(f->args.channel, command);
    pthread_mutex_lock(&f->lock);
    struct transfers *net = f->args.net;
    pthread_mutex_unlock(&f->lock);
    if (net) /* or the worker finds the command once it has started */
        transfers_wake(net);
}

/* Returns the number of the job that the command begins. */
static unsigned push_new(struct fetcher *f, struct command command)
{
    command.job = next_job(f);
    push(f, &command);
    return command.job;
}

unsigned fetch_submit(struct fetcher *f, const struct provider *p, const char *id, char *key)
{
    return push_new(f, (struct command){.type = COMMAND_SUBMIT,
                                        .provider = p,
                                        .id = xstrdup(id),
                                        .key = key,
                                        .archive = f->archive});
}

void fetch_download_again(struct fetcher *f, unsigned job, struct fetch_order *order)
{
    push(f, &(struct command){.type = COMMAND_DOWNLOAD, .job = job, .order = *order});
    *order = (struct fetch_order){0};
}

unsigned fetch_download(struct fetcher *f, struct fetch_order *order)
{
    unsigned job = next_job(f);
    fetch_download_again(f, job, order);
    return job;
}

unsigned fetch_copy(struct fetcher *f, struct fetch_recording *recording, struct fetch_order *order)
{
    unsigned job = push_new(
        f, (struct command){.type = COMMAND_COPY, .recording = recording, .order = *order});
    *order = (struct fetch_order){0};
    return job;
}

void fetch_download_stop(struct fetcher *f, unsigned job)
{
    push(f, &(struct command){.type = COMMAND_STOP, .job = job});
}

unsigned fetch_list(struct fetcher *f, struct list_walk *walk)
{
    return push_new(f, (struct command){.type = COMMAND_LIST, .walk = walk});
}

void fetch_list_page(struct fetcher *f, unsigned job, char *key)
{
    push(f, &(struct command){.type = COMMAND_LIST_PAGE, .job = job, .key = key});
}

void fetch_list_stop(struct fetcher *f, unsigned job)
{
    push(f, &(struct command){.type = COMMAND_STOP, .job = job});
}

void fetch_archive(struct fetcher *f, enum fetch_archive what)
{
    f->archive = what;
}

void fetch_keep(struct fetcher *f, unsigned job)
{
    push(f, &(struct command){.type = COMMAND_KEEP, .job = job, .archive = f->archive});
}

unsigned fetch_kept_open(struct fetcher *f, const struct provider *p, const char *id)
{
    return push_new(f,
                    (struct command){.type = COMMAND_KEPT_OPEN, .provider = p, .id = xstrdup(id)});
}

unsigned fetch_kept_find(struct fetcher *f, const struct provider_set *set, const char *id)
{
    return push_new(f, (struct command){.type = COMMAND_KEPT_OPEN, .set = set, .id = xstrdup(id)});
}

unsigned fetch_kept_forget(struct fetcher *f, const struct provider *p, const char *id)
{
    return push_new(
        f, (struct command){.type = COMMAND_KEPT_FORGET, .provider = p, .id = xstrdup(id)});
}

unsigned fetch_kept_search(struct fetcher *f, struct query *q, const struct provider_set *set)
{
    return push_new(f, (struct command){.type = COMMAND_KEPT_SEARCH, .query = q, .set = set});
}

void fetch_prefer(struct fetcher *f, unsigned job)
{
    push(f, &(struct command){.type = COMMAND_PREFER, .job = job});
}

void fetch_cancel(struct fetcher *f, unsigned job)
{
    push(f, &(struct command){.type = COMMAND_CANCEL, .job = job});
    channel_forget(f->args.channel, job);
}

struct answer *fetch_next(struct fetcher *f)
{
    return channel_answer_next(f->args.channel);
}

/* Drops answers until the worker has ended. False if it does not end in time. */
static bool wait_for_end(const struct fetcher *f)
{
    int64_t end_ms = time_now_ms() + END_MS;
    while (!channel_has_ended(f->args.channel)) {
        int64_t left_ms = end_ms - time_now_ms();
        struct pollfd fd = {.fd = channel_fd(f->args.channel), .events = POLLIN};
        if (left_ms <= 0)
            return false;
        poll(&fd, 1, (int)left_ms);
        fetch_answer_free(channel_answer_next(f->args.channel));
    }
    return true;
}

bool fetch_free(struct fetcher *f)
{
    if (!f)
        return true;
    push(f, &(struct command){.type = COMMAND_QUIT});
    if (!wait_for_end(f))
        return false;
    pthread_join(f->thread, NULL);
    discard(f);
    return true;
}
