/* Children by posix_spawn, which is safe beside threads and says at once why a program cannot be
 * run. Their end is known by a pidfd (where there are none, by a pipe that they hold), so no
 * SIGCHLD is needed. UI thread. */
#include "os/child.h"

#include "base/alloc.h"
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Children that run on after their owner let go of them: collected when the next one is started or
 * asked about. */
static struct {
    pid_t *pids;
    size_t count;
} orphans;

static void collect_orphans(void)
{
    size_t kept = 0;
    for (size_t i = 0; i < orphans.count; i++)
        if (waitpid(orphans.pids[i], NULL, WNOHANG) == 0)
            orphans.pids[kept++] = orphans.pids[i];
    orphans.count = kept;
    if (kept)
        return;
    free(orphans.pids);
    orphans.pids = NULL;
}

static void leave_alone(pid_t pid)
{
    orphans.pids = xreallocarray(orphans.pids, orphans.count + 1, sizeof *orphans.pids);
    orphans.pids[orphans.count++] = pid;
}

/* CALLBROWSER_NAME_API_KEY=... */
static bool holds_key(const char *variable)
{
    static const char prefix[] = "CALLBROWSER_", suffix[] = "_API_KEY";
    size_t n = strcspn(variable, "=");
    return n >= sizeof suffix - 1 && strncmp(variable, prefix, sizeof prefix - 1) == 0 &&
           memcmp(variable + n - (sizeof suffix - 1), suffix, sizeof suffix - 1) == 0;
}

char **child_environment(void)
{
    size_t count = 0, kept = 0;
    while (environ && environ[count])
        count++;
    char **made = xcalloc(count + 1, sizeof *made);
    for (size_t i = 0; i < count; i++)
        if (!holds_key(environ[i]))
            made[kept++] = environ[i];
    return made;
}

static int set_attributes(posix_spawnattr_t *attr)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int rc = posix_spawnattr_setsigmask(attr, &none);
    if (!rc)
        rc = posix_spawnattr_setsigdefault(attr, &all);
    if (!rc)
        rc = posix_spawnattr_setflags(attr, SPAWN_OWN_SESSION | POSIX_SPAWN_SETSIGMASK |
                                                POSIX_SPAWN_SETSIGDEF);
    return rc;
}

/* Descriptors for a child; -1: none. */
struct files {
    int input;
    int status; /* the end of a pipe that it holds until it ends */
};

enum { STATUS_FD = 3 };

static int set_files(posix_spawn_file_actions_t *actions, const struct files *f)
{
    int rc = f->input >= 0 ? posix_spawn_file_actions_adddup2(actions, f->input, 0)
                           : posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    for (int fd = 1; fd <= 2 && !rc; fd++)
        rc = posix_spawn_file_actions_addopen(actions, fd, "/dev/null", O_WRONLY, 0);
    if (!rc && f->status >= 0)
        rc = posix_spawn_file_actions_adddup2(actions, f->status, STATUS_FD);
    int first = f->status >= 0 ? STATUS_FD + 1 : STATUS_FD;
    return rc ? rc : os_spawn_close_from(actions, first);
}

/* 0, or the errno that says why not. */
static int spawn(pid_t *pid, char *const argv[], const struct files *f)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    char **environment = child_environment();
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attr);
    int rc = set_files(&actions, f);
    if (!rc)
        rc = set_attributes(&attr);
    if (!rc)
        rc = posix_spawnp(pid, argv[0], &actions, &attr, argv, environment);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
    free(environment);
    return rc;
}

/* A struct child of zeroes has none: 0 to 2 are never ours. */
static void close_fd(int *fd)
{
    if (*fd > 0)
        close(*fd);
    *fd = -1;
}

static void child_clear(struct child *c)
{
    *c = (struct child){.input = -1, .status_fd = -1};
}

static void take_input(struct child *c, int fd, const char *input, size_t bytes)
{
    fcntl(fd, F_SETFL, O_NONBLOCK);
    c->input = fd;
    c->text = xmalloc(bytes + 1);
    memcpy(c->text, input, bytes);
    c->bytes = bytes;
    child_feed(c);
}

static bool has_pidfds(void)
{
    static int known = -1;
    if (known < 0) {
        int fd = os_child_fd(getpid());
        known = fd >= 0;
        close_fd(&fd);
    }
    return known;
}

/* The pipes a child needs: its own ends in *theirs, ours in the others. */
static bool open_pipes(struct files *theirs, int *input, int *status, bool wants_input)
{
    int ends[2] = {-1, -1};
    *theirs = (struct files){-1, -1};
    *input = *status = -1;
    if (wants_input && !os_pipe(ends))
        return false;
    theirs->input = ends[0];
    *input = ends[1];
    if (has_pidfds())
        return true;
    if (!os_pipe(ends))
        return false;
    *status = ends[0];
    theirs->status = ends[1];
    return true;
}

bool child_start(struct child *c, char *const argv[], const char *input, size_t bytes,
                 struct err *e)
{
    struct files theirs;
    int ours, status;
    pid_t pid = 0;
    collect_orphans();
    child_clear(c);
    int rc = open_pipes(&theirs, &ours, &status, input != NULL) ? 0 : errno;
    if (!rc)
        rc = spawn(&pid, argv, &theirs);
    close_fd(&theirs.input);
    close_fd(&theirs.status);
    if (rc) {
        close_fd(&ours);
        close_fd(&status);
        return err_set(e, "cannot run '%s': %s", argv[0], strerror(rc));
    }
    c->pid = pid;
    c->status_fd = status >= 0 ? status : os_child_fd(pid);
    if (input)
        take_input(c, ours, input, bytes);
    return true;
}

bool child_fork(struct child *c, int (*run)(const void *arg), const void *arg, struct err *e)
{
    struct files theirs;
    int ours, status;
    sigset_t all, before;
    collect_orphans();
    child_clear(c);
    if (!open_pipes(&theirs, &ours, &status, false))
        return err_set(e, "cannot start a child: %s", strerror(errno));
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* handlers of ours would run there */
    pid_t pid = fork();
    if (pid == 0)
        _exit(run(arg));
    int why = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close_fd(&theirs.status);
    if (pid < 0) {
        close_fd(&status);
        return err_set(e, "cannot start a child: %s", strerror(why));
    }
    c->pid = pid;
    c->status_fd = status >= 0 ? status : os_child_fd(pid);
    return true;
}

/* write() that reports a reader gone without a signal, whatever SIGPIPE is set to. */
static ssize_t write_quietly(int fd, const char *bytes, size_t n)
{
    sigset_t pipe_only, before, pending;
    int number;
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
    ssize_t written = write(fd, bytes, n);
    int saved = errno;
    sigpending(&pending);
    if (written < 0 && saved == EPIPE && !sigismember(&before, SIGPIPE) &&
        sigismember(&pending, SIGPIPE))
        sigwait(&pipe_only, &number);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = saved;
    return written;
}

void child_feed(struct child *c)
{
    if (c->input <= 0)
        return;
    while (c->written < c->bytes) {
        ssize_t n = write_quietly(c->input, c->text + c->written, c->bytes - c->written);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0 && errno != EINTR)
            break;
        c->written += n > 0 ? (size_t)n : 0;
    }
    close_fd(&c->input);
}

static int exit_code(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool child_ended(struct child *c, int *code)
{
    int status;
    collect_orphans();
    if (!c->pid)
        return false;
    pid_t got = waitpid(c->pid, &status, WNOHANG);
    if (got == 0)
        return false;
    *code = got < 0 ? 127 : exit_code(status);
    c->pid = 0;
    child_done(c);
    return true;
}

void child_done(struct child *c)
{
    if (c->pid)
        leave_alone(c->pid);
    close_fd(&c->input);
    close_fd(&c->status_fd);
    free(c->text);
    child_clear(c);
}
