/* Waiting for a key command: its output, its end, a signal for us, or the time limit. */
#include "config/key_command.h"

#include "base/alloc.h"
#include "config/foreground.h"
#include "config/key_env.h"
#include "config/words.h"
#include "os/os.h"
#include "text/time.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A page around the key is passed over; an output without end is not. */
enum { OUTPUT_MAX_BYTES = 64 * 1024, UNTOLD_MS = 20 };

struct output {
    char data[OUTPUT_MAX_BYTES + 1];
    size_t bytes;
    bool ended;
};

static bool is_full(const struct output *o)
{
    return o->bytes > OUTPUT_MAX_BYTES;
}

/* Takes what is there without waiting. */
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

/* Until one of them has news. Where the kernel does not tell of the end, it is asked for. */
static bool was_told(const struct foreground *c, const struct output *o, int64_t left_ms)
{
    struct pollfd fds[] = {
        {.fd = o->ended ? -1 : c->out, .events = POLLIN},
        {.fd = c->gone, .events = POLLIN},
        {.fd = c->told, .events = POLLIN},
    };
    int ms = left_ms < 0 ? 0 : (int)left_ms;
    if (c->gone < 0 && ms > UNTOLD_MS)
        ms = UNTOLD_MS;
    return poll(fds, 3, ms) > 0 && fds[2].revents != 0;
}

static bool judge(const char *name, int status, struct err *e)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT)
        return err_set(e, "'%s' was interrupted", name);
    if (WIFSIGNALED(status))
        return err_set(e, "'%s' was ended by signal %d", name, WTERMSIG(status));
    return err_set(e, "'%s' failed with exit code %d", name, WEXITSTATUS(status));
}

static bool limit_passed(const char *name, int limit_ms, struct err *e)
{
    return err_set(e, "'%s' did not end within %g s", name, limit_ms / 1000.0);
}

/* Ends with the child gone, one way or the other. */
static bool collect(struct foreground *c, struct output *o, const char *name, int limit_ms,
                    struct err *e)
{
    int64_t deadline = time_now_ms() + limit_ms;
    for (;;) {
        int status;
        int64_t left = deadline - time_now_ms();
        bool told = was_told(c, o, left), ended = foreground_has_ended(c, &status);
        read_some(o, c->out);
        if (!is_full(o) && ended)
            return judge(name, status, e);
        if (!ended && (is_full(o) || told || left <= 0))
            foreground_kill(c);
        if (is_full(o))
            return err_set(e, "'%s' printed more than %d KiB", name, OUTPUT_MAX_BYTES / 1024);
        if (told)
            return err_set(e, "'%s' was interrupted", name);
        if (left <= 0)
            return limit_passed(name, limit_ms, e);
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

static char *run(char **argv, char **env, int limit_ms, struct err *e)
{
    struct foreground c;
    if (!foreground_start(&c, argv, env, e))
        return NULL;
    struct output *o = xcalloc(1, sizeof *o);
    bool ok = collect(&c, o, argv[0], limit_ms, e);
    foreground_end(&c);
    char *line = ok ? first_line(o, argv[0], e) : NULL;
    os_wipe(o, sizeof *o);
    free(o);
    return line;
}

char *key_command_line(const char *command, int limit_ms, struct err *e)
{
    char **argv = words_split(command, NULL, 0, e);
    if (!argv)
        return NULL;
    char **env = key_env_without();
    char *line = run(argv, env, limit_ms, e);
    free(env);
    words_free(argv);
    return line;
}
