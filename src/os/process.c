#include "os/process.h"

#include "base/alloc.h"
#include "os/file.h"
#include "os/os.h"
#include "os/signals.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Programs that were still running at process_done. They are collected once they have ended. */
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

/* How a program is started. */
struct spawn {
    int input, output, error; /* -1: /dev/null */
    int terminal;             /* whose foreground the program gets; -1: it gets no foreground */
    bool ignores_stop;        /* SIGTSTP */
    short flags;              /* POSIX_SPAWN_... */
    const int *handed;        /* they become descriptors 3, 4, ..., and have higher numbers here */
    int handed_count;
};

static int set_attributes(posix_spawnattr_t *attr, const struct spawn *s)
{
    sigset_t blocked, defaults;
    sigemptyset(&blocked);
    sigfillset(&defaults);
    if (s->ignores_stop)
        sigdelset(&defaults, SIGTSTP);
    int rc = posix_spawnattr_setsigmask(attr, &blocked);
    if (!rc)
        rc = posix_spawnattr_setsigdefault(attr, &defaults);
    if (!rc)
        rc = posix_spawnattr_setflags(
            attr, (short)(s->flags | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
    return rc;
}

static int set_file(posix_spawn_file_actions_t *actions, int from, int to)
{
    if (from >= 0)
        return posix_spawn_file_actions_adddup2(actions, from, to);
    return posix_spawn_file_actions_addopen(actions, to, "/dev/null", to ? O_WRONLY : O_RDONLY, 0);
}

static int set_files(posix_spawn_file_actions_t *actions, const struct spawn *s, bool *later)
{
    int rc = s->terminal >= 0 ? os_spawn_take_foreground(actions, s->terminal, later) : 0;
    if (!rc)
        rc = set_file(actions, s->input, STDIN_FILENO);
    if (!rc)
        rc = set_file(actions, s->output, STDOUT_FILENO);
    if (!rc)
        rc = set_file(actions, s->error, STDERR_FILENO);
    for (int i = 0; !rc && i < s->handed_count; i++)
        rc = set_file(actions, s->handed[i], PROCESS_FIRST_HANDED + i);
    return rc ? rc : os_spawn_close_from(actions, PROCESS_FIRST_HANDED + s->handed_count);
}

/* Returns 0 or an errno. */
static int spawn_prepared(pid_t *pid, char *const argv[], const struct spawn *s)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    bool later = false;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attr);
    int rc = set_files(&actions, s, &later);
    if (!rc)
        rc = set_attributes(&attr, s);
    if (!rc)
        rc = posix_spawnp(pid, argv[0], &actions, &attr, argv, environ);
    if (!rc && later)
        tcsetpgrp(s->terminal, *pid);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
    return rc;
}

/* A program inherits which signals are ignored, so this program ignores SIGTSTP for a moment. */
static bool start(struct process *p, char *const argv[], const struct spawn *s, struct err *e)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN}, before;
    if (s->ignores_stop)
        sigaction(SIGTSTP, &ignored, &before);
    int why = spawn_prepared(&p->pid, argv, s);
    if (s->ignores_stop)
        sigaction(SIGTSTP, &before, NULL);
    p->pid = p->group = why ? 0 : p->pid;
    return !why || err_set(e, "cannot run '%s': %s", argv[0], strerror(why));
}

int process_text_file(const char *text, size_t bytes)
{
    int fd = os_memory_file();
    if (fd < 0)
        return -1;
    int why = file_write_all(fd, text, bytes);
    if (!why && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    close(fd);
    errno = why ? why : errno;
    return -1;
}

bool process_start(struct process *p, char *const argv[], const char *input, size_t bytes,
                   struct err *e)
{
    int text = -1;
    *p = (struct process){.terminal = -1};
    collect_orphans();
    if (input && (text = process_text_file(input, bytes)) < 0)
        return err_set(e, "cannot hand the text to '%s': %s", argv[0], strerror(errno));
    struct spawn s = {
        .input = text, .output = -1, .error = -1, .terminal = -1, .flags = SPAWN_OWN_SESSION};
    bool ok = start(p, argv, &s, e);
    if (text >= 0)
        close(text);
    return ok;
}

/* Copies with numbers that none of them gets in the program, so that no copy overwrites another one
 * there, and a number that stays the same is not closed at exec. */
static int copy_files(const int *files, int count, int *copies)
{
    for (int i = 0; i < count; i++) {
        copies[i] = fcntl(files[i], F_DUPFD_CLOEXEC, PROCESS_FIRST_HANDED + count);
        if (copies[i] < 0)
            return i;
    }
    return count;
}

bool process_start_handing(struct process *p, char *const argv[], const int *files, int count,
                           struct err *e)
{
    int copies[PROCESS_MAX_HANDED];
    *p = (struct process){.terminal = -1};
    collect_orphans();
    assert(count <= PROCESS_MAX_HANDED);
    int copied = copy_files(files, count, copies);
    struct spawn s = {.input = -1,
                      .output = -1,
                      .error = -1,
                      .terminal = -1,
                      .flags = SPAWN_OWN_SESSION,
                      .handed = copies,
                      .handed_count = count};
    bool ok = copied == count ? start(p, argv, &s, e)
                              : err_set(e, "cannot run '%s': %s", argv[0], strerror(errno));
    while (copied > 0)
        close(copies[--copied]);
    return ok;
}

/* SIGTTOU is blocked, as it would stop this program while it is in the background. */
static void take_terminal_back(const struct process *p)
{
    const sigset_t stop = signals_set(SIGTTOU, 0);
    sigset_t before;
    pthread_sigmask(SIG_BLOCK, &stop, &before);
    if (p->in_foreground)
        tcsetpgrp(p->terminal, getpgrp());
    if (p->has_settings)
        tcsetattr(p->terminal, TCSADRAIN, &p->settings);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool process_start_on_terminal(struct process *p, char *const argv[],
                               const struct process_files *files, struct err *e)
{
    collect_orphans();
    *p = (struct process){.terminal = files->terminal};
    p->in_foreground = files->terminal >= 0 && tcgetpgrp(files->terminal) == getpgrp();
    p->has_settings = files->terminal >= 0 && tcgetattr(files->terminal, &p->settings) == 0;
    struct spawn s = {.input = files->input,
                      .output = files->output,
                      .error = STDERR_FILENO,
                      .terminal = p->in_foreground ? files->terminal : -1,
                      .ignores_stop = true,
                      .flags = POSIX_SPAWN_SETPGROUP};
    bool ok = start(p, argv, &s, e);
    if (!ok)
        process_done(p);
    return ok;
}

bool process_ended(struct process *p, int *status)
{
    collect_orphans();
    if (!p->pid)
        return false;
    pid_t got = waitpid(p->pid, status, WNOHANG | WUNTRACED);
    if (got == p->pid && WIFSTOPPED(*status)) {
        process_signal(p, SIGCONT);
        return false;
    }
    if (got < 0 && errno != EINTR)
        *status = 127 << 8; /* another part of the program has waited for it */
    else if (got <= 0)
        return false;
    p->pid = 0;
    return true;
}

int process_code(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void process_signal(const struct process *p, int number)
{
    if (p->group > 0)
        kill(-p->group, number);
}

void process_done(struct process *p)
{
    take_terminal_back(p);
    if (p->pid) {
        orphans.pids = xgrow(orphans.pids, orphans.count, sizeof *orphans.pids);
        orphans.pids[orphans.count++] = p->pid;
    }
    *p = (struct process){.terminal = -1};
}
