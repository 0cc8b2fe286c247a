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
    unsigned last_job;
    enum fetch_archive archive;
};

static void *thread_main(void *of)
{
    const struct worker_args *args = of;
    os_thread_name("fetch");
    worker_run(args);
    channel_end(args->channel);
    return NULL;
}

static void discard(struct fetcher *f)
{
    transfers_free(f->args.net);
    channel_free(f->args.channel);
    free(f->args.sweep_dir);
    free(f->args.kept_dir);
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
}

struct fetcher *fetch_new(const struct fetch_settings *settings, struct err *e)
{
    struct fetcher *f = xcalloc(1, sizeof *f);
    set_args(f, settings);
    f->args.channel = channel_new(e);
    f->args.net = f->args.channel ? transfers_new(settings, e) : NULL;
    int why = f->args.net ? os_thread_start(&f->thread, thread_main, &f->args) : 0;
    if (f->args.net && !why)
        return f;
    if (why)
        err_set(e, "cannot start a thread: %s", strerror(why));
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
    transfers_wake(f->args.net);
}

unsigned fetch_submit(struct fetcher *f, const struct provider *p, const char *id, char *key)
{
    unsigned job = next_job(f);
    push(f, &(struct command){.type = COMMAND_SUBMIT,
                              .job = job,
                              .provider = p,
                              .id = xstrdup(id),
                              .key = key,
                              .archive = f->archive});
    return job;
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
    unsigned job = next_job(f);
    push(f, &(struct command){
                .type = COMMAND_COPY, .job = job, .recording = recording, .order = *order});
    *order = (struct fetch_order){0};
    return job;
}

void fetch_download_stop(struct fetcher *f, unsigned job)
{
    push(f, &(struct command){.type = COMMAND_STOP, .job = job});
}

unsigned fetch_list(struct fetcher *f, struct list_walk *walk)
{
    unsigned job = next_job(f);
    push(f, &(struct command){.type = COMMAND_LIST, .job = job, .walk = walk});
    return job;
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

static unsigned push_kept(struct fetcher *f, enum command_type type, const struct provider *p,
                          const char *id)
{
    unsigned job = next_job(f);
    push(f, &(struct command){.type = type, .job = job, .provider = p, .id = xstrdup(id)});
    return job;
}

unsigned fetch_kept_open(struct fetcher *f, const struct provider *p, const char *id)
{
    return push_kept(f, COMMAND_KEPT_OPEN, p, id);
}

unsigned fetch_kept_find(struct fetcher *f, const struct provider_set *set, const char *id)
{
    unsigned job = next_job(f);
    push(f,
         &(struct command){.type = COMMAND_KEPT_OPEN, .job = job, .set = set, .id = xstrdup(id)});
    return job;
}

unsigned fetch_kept_forget(struct fetcher *f, const struct provider *p, const char *id)
{
    return push_kept(f, COMMAND_KEPT_FORGET, p, id);
}

unsigned fetch_kept_search(struct fetcher *f, struct query *q, const struct provider_set *set)
{
    unsigned job = next_job(f);
    push(f, &(struct command){.type = COMMAND_KEPT_SEARCH, .job = job, .query = q, .set = set});
    return job;
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
