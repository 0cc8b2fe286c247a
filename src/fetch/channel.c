#include "fetch/channel.h"

#include "base/alloc.h"
#include "os/file.h"
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct channel {
    pthread_mutex_t lock;
    struct command *commands;
    struct answer *answers;
    bool ended;
    int read_fd, write_fd; /* the pipe holds a byte exactly while answers wait or `ended` is set */
};

struct channel *channel_new(struct err *e)
{
    int fds[2];
    if (!os_pipe(fds)) {
        err_set(e, "cannot make a pipe: %s", strerror(errno));
        return NULL;
    }
    fcntl(fds[0], F_SETFL, O_NONBLOCK);
    fcntl(fds[1], F_SETFL, O_NONBLOCK);
    struct channel *c = xcalloc(1, sizeof *c);
    pthread_mutex_init(&c->lock, NULL);
    c->read_fd = fds[0];
    c->write_fd = fds[1];
    return c;
}

void channel_command_free(struct command *command)
{
    free(command->id);
    free_secret(command->key);
    fetch_order_done(&command->order);
    fetch_recording_free(command->recording);
    list_walk_free(command->walk);
    query_free(command->query);
    free(command);
}

void channel_free(struct channel *c)
{
    if (!c)
        return;
    for (struct command *at; (at = channel_command_next(c));)
        channel_command_free(at);
    for (struct answer *at; (at = channel_answer_next(c));)
        fetch_answer_free(at);
    close(c->read_fd);
    close(c->write_fd);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

int channel_fd(const struct channel *c)
{
    return c->read_fd;
}

void channel_command(struct channel *c, const struct command *command)
{
    struct command *copy = xmalloc(sizeof *copy), **end = &c->commands;
    *copy = *command;
    copy->next = NULL;
    pthread_mutex_lock(&c->lock);
    while (*end)
        end = &(*end)->next;
    *end = copy;
    pthread_mutex_unlock(&c->lock);
}

struct command *channel_command_next(struct channel *c)
{
    pthread_mutex_lock(&c->lock);
    struct command *command = c->commands;
    if (command)
        c->commands = command->next;
    pthread_mutex_unlock(&c->lock);
    return command;
}

/* With the lock held: empties the pipe when no answer waits. */
static void drain(const struct channel *c)
{
    char bytes[16];
    while (!c->answers && !c->ended && read(c->read_fd, bytes, sizeof bytes) > 0)
        continue;
}

struct answer *channel_answer_next(struct channel *c)
{
    pthread_mutex_lock(&c->lock);
    struct answer *first = c->answers;
    if (first) {
        c->answers = first->next;
        first->next = NULL;
    }
    drain(c);
    pthread_mutex_unlock(&c->lock);
    return first;
}

/* With the lock held: unlinks the job's answers, which are freed without it. */
static struct answer *unlink_answers(struct channel *c, unsigned job)
{
    struct answer *out = NULL;
    for (struct answer **at = &c->answers; *at;) {
        struct answer *a = *at;
        if (a->job != job) {
            at = &a->next;
            continue;
        }
        *at = a->next;
        a->next = out;
        out = a;
    }
    drain(c);
    return out;
}

void channel_forget(struct channel *c, unsigned job)
{
    pthread_mutex_lock(&c->lock);
    struct answer *list = unlink_answers(c, job);
    pthread_mutex_unlock(&c->lock);
    for (struct answer *next; list; list = next) {
        next = list->next;
        fetch_answer_free(list);
    }
}

/* With the lock held: true while the worker has not read a waiting cancellation of the job. */
static bool is_cancelled(const struct channel *c, unsigned job)
{
    for (const struct command *at = c->commands; at; at = at->next)
        if (at->type == COMMAND_CANCEL && at->job == job)
            return true;
    return false;
}

/* With the lock held, and the pipe empty. */
static void wake_fetcher(const struct channel *c)
{
    if (file_write_all(c->write_fd, "", 1) != 0)
        die("cannot write to a pipe"); /* nobody would take the answers */
}

/* With the lock held: where the answer belongs. That is at the job's last answer if both are
 * progress, else at the end. */
static struct answer **place_for(struct channel *c, const struct answer *a)
{
    struct answer **last = NULL, **at = &c->answers;
    for (; *at; at = &(*at)->next)
        if ((*at)->job == a->job)
            last = at;
    bool both = last && (*last)->type == ANSWER_PROGRESS && a->type == ANSWER_PROGRESS;
    return both ? last : at;
}

/* Progress replaces older progress: the user may spend hours in a pager meanwhile. */
void channel_answer(struct channel *c, struct answer *a)
{
    struct answer *dropped = NULL;
    pthread_mutex_lock(&c->lock);
    if (is_cancelled(c, a->job)) {
        dropped = a;
    } else {
        struct answer **place = place_for(c, a);
        bool first = !c->answers;
        dropped = *place;
        a->next = dropped ? dropped->next : NULL;
        *place = a;
        if (first)
            wake_fetcher(c);
    }
    pthread_mutex_unlock(&c->lock);
    fetch_answer_free(dropped);
}

void channel_end(struct channel *c)
{
    pthread_mutex_lock(&c->lock);
    c->ended = true;
    if (!c->answers)
        wake_fetcher(c);
    pthread_mutex_unlock(&c->lock);
}

bool channel_has_ended(struct channel *c)
{
    pthread_mutex_lock(&c->lock);
    bool ended = c->ended;
    pthread_mutex_unlock(&c->lock);
    return ended;
}
