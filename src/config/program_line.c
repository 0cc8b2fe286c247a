/* Waits for a program: for its output, its end, a signal to this program, or the time limit. */
#include "config/program_line.h"

#include "base/alloc.h"
#include "os/os.h"
#include "os/process.h"
#include "os/signals.h"
#include "text/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Lines after the first one are ignored, but not an output without end. */
enum { OUTPUT_MAX_BYTES = 64 * 1024, KILL_MAX_MS = 2000 };

struct command {
    struct process process;
    int terminal; /* or /dev/null: its standard input */
    int output;   /* what it prints; our end of the pipe, non-blocking */
    sigset_t ending, watched;
};

struct output {
    char data[OUTPUT_MAX_BYTES + 1];
    size_t bytes;
    bool ended;
};

static bool is_full(const struct output *o)
{
    return o->bytes > OUTPUT_MAX_BYTES;
}

/* Reads what is there without waiting. */
static void read_some(struct output *o, int fd)
{
    while (!o->ended && !is_full(o)) {
        ssize_t n = read(fd, o->data + o->bytes, sizeof o->data - o->bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        o->ended = n <= 0;
        o->bytes += n > 0 ? (size_t)n : 0;
    }
}

/* Waits for output, a signal or the limit. */
static void wait_for_event(const struct command *c, const struct output *o, int64_t left_ms)
{
    struct pollfd fds[] = {
        {.fd = o->ended ? -1 : c->output, .events = POLLIN},
        {.fd = signals_fd(), .events = POLLIN},
    };
    poll(fds, 2, left_ms < 0 ? 0 : (int)left_ms);
    signals_drain();
}

static bool check_status(const char *name, int status, struct err *e)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT)
        return err_set(e, "'%s' was interrupted", name);
    if (WIFSIGNALED(status))
        return err_set(e, "'%s' was ended by signal %d", name, WTERMSIG(status));
    return err_set(e, "'%s' failed with exit code %d", name, WEXITSTATUS(status));
}

/* Nothing refuses SIGKILL, but a program that waits for a dead disk may be slow to obey it. */
static void kill_command(struct command *c)
{
    int status;
    int64_t deadline = time_now_ms() + KILL_MAX_MS, left;
    process_signal(&c->process, SIGKILL);
    while (!process_ended(&c->process, &status) && (left = deadline - time_now_ms()) > 0) {
        struct pollfd fd = {.fd = signals_fd(), .events = POLLIN};
        poll(&fd, 1, (int)left);
        signals_drain();
    }
}

/* The command has ended in any case when this returns. */
static bool collect(struct command *c, struct output *o, const char *name, int limit_ms,
                    struct err *e)
{
    int64_t deadline = time_now_ms() + limit_ms;
    for (;;) {
        int status;
        int64_t left = deadline - time_now_ms();
        wait_for_event(c, o, left);
        bool interrupted = signals_have_come(&c->ending);
        bool ended = process_ended(&c->process, &status);
        read_some(o, c->output);
        if (!is_full(o) && ended)
            return check_status(name, status, e);
        if (!ended && (is_full(o) || interrupted || left <= 0))
            kill_command(c);
        if (is_full(o))
            return err_set(e, "'%s' printed more than %d KiB", name, OUTPUT_MAX_BYTES / 1024);
        if (interrupted)
            return err_set(e, "'%s' was interrupted", name);
        if (left <= 0)
            return err_set(e, "'%s' did not end within %g s", name, limit_ms / 1000.0);
    }
}

static char *first_line(const struct output *o, const char *name, struct err *e)
{
    const char *end = memchr(o->data, '\n', o->bytes);
    size_t n = end ? (size_t)(end - o->data) : o->bytes;
    if (o->bytes == 0)
        err_set(e, "'%s' printed nothing", name);
    else if (n == 0)
        err_set(e, "the first line that '%s' printed is empty", name);
    else if (memchr(o->data, '\0', n))
        err_set(e, "'%s' printed a NUL", name);
    else
        return xstrndup(o->data, n);
    return NULL;
}

/* The terminal when this program is in its foreground, else /dev/null. */
static int open_input(bool *is_terminal)
{
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    *is_terminal = fd >= 0 && tcgetpgrp(fd) == getpgrp();
    if (*is_terminal)
        return fd;
    if (fd >= 0)
        close(fd);
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static bool start(struct command *c, const char *what, char **argv, struct err *e)
{
    int out[2];
    bool is_terminal;
    c->terminal = open_input(&is_terminal);
    if (c->terminal < 0 || !os_pipe(out))
        return err_set(e, "cannot run %s: %s", what, strerror(errno));
    c->output = out[0];
    fcntl(c->output, F_SETFL, O_NONBLOCK);
    struct process_files files = {
        .terminal = is_terminal ? c->terminal : -1, .input = c->terminal, .output = out[1]};
    struct err why = {""};
    bool ok = process_start_on_terminal(&c->process, argv, &files, &why);
    close(out[1]);
    return ok || err_set(e, "cannot run %s: %s", what, err_reason(&why));
}

static void command_done(struct command *c)
{
    process_done(&c->process);
    if (c->output >= 0)
        close(c->output);
    if (c->terminal >= 0)
        close(c->terminal);
    signals_unwatch(&c->watched);
}

char *program_line(const char *what, char **argv, int limit_ms, struct err *e)
{
    struct command c = {.terminal = -1, .output = -1};
    char *line = NULL;
    c.ending = c.watched = signals_ending();
    sigaddset(&c.watched, SIGCHLD);
    if (!signals_watch(&c.watched, e))
        return NULL;
    struct output *o = xcalloc(1, sizeof *o);
    if (start(&c, what, argv, e) && collect(&c, o, argv[0], limit_ms, e))
        line = first_line(o, argv[0], e);
    command_done(&c);
    wipe_bytes(o, sizeof *o);
    free(o);
    return line;
}
