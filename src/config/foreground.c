/* Running one command in the terminal's foreground, as a shell does it. */
#include "config/foreground.h"

#include "os/os.h"
#include "os/signal_fd.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A stopped command would never answer, so Ctrl-Z is none of its signals. */
static void reset_signals(void)
{
    for (int n = 1; n < NSIG; n++)
        signal(n, n == SIGTSTP ? SIG_IGN : SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Between fork and exec: only what a signal handler may call, other threads held locks. */
static _Noreturn void become(const struct foreground *c, int out, int failure, char *const argv[],
                             char *const env[])
{
    int in = fcntl(c->tty, F_DUPFD_CLOEXEC, 3);
    out = fcntl(out, F_DUPFD_CLOEXEC, 3);
    failure = fcntl(failure, F_DUPFD_CLOEXEC, 3);
    setpgid(0, 0);
    if (c->foreground)
        tcsetpgrp(c->tty, getpid());
    if (dup2(in, 0) == 0 && dup2(out, 1) == 1) {
        reset_signals();
        os_close_at_exec_from(3); /* then: `failure` is still needed */
        environ = (char **)(uintptr_t)env;
        execvp(argv[0], argv);
    }
    int why = errno;
    ssize_t ignored = write(failure, &why, sizeof why);
    (void)ignored;
    _exit(127);
}

/* The terminal, when this program is in its foreground; else nothing to read. */
static bool open_input(struct foreground *c)
{
    c->tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (c->tty >= 0 && tcgetpgrp(c->tty) == getpgrp()) {
        c->foreground = true;
        c->has_settings = tcgetattr(c->tty, &c->settings) == 0;
        return true;
    }
    if (c->tty >= 0)
        close(c->tty);
    c->tty = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return c->tty >= 0;
}

/* Those that would end this program: not one that it ignores. */
static sigset_t ending_signals(void)
{
    static const int all[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction now;
    sigset_t ending;
    sigemptyset(&ending);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (sigaction(all[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(&ending, all[i]);
    return ending;
}

/* SIGTTOU is held back too: giving the terminal away and taking it back must not stop anyone. */
static void batch_signals_hold(struct foreground *c)
{
    sigset_t told = ending_signals(), held = told;
    sigaddset(&held, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &held, &c->mask);
    struct sigaction kept = {.sa_handler = SIG_DFL}; /* ignored, it would leave no exit status */
    sigaction(SIGCHLD, &kept, &c->sigchld);
    c->told = signal_fd_open(&told);
}

static void let_signals(struct foreground *c)
{
    signal_fd_close(c->told);
    sigaction(SIGCHLD, &c->sigchld, NULL);
    pthread_sigmask(SIG_SETMASK, &c->mask, NULL);
}

/* 0 once the command runs, else why it could not be. */
static int exec_failure(int fd)
{
    int why = 0;
    ssize_t n;
    do {
        n = read(fd, &why, sizeof why);
    } while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof why ? why : 0;
}

/* Everything held back in the child until its own handlers are gone. */
static pid_t fork_quietly(void)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid != 0)
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    return pid;
}

/* The pipes from the child: what it prints, and why it could not be run. */
struct pipes {
    int out[2], failure[2];
};

static bool open_pipes(struct pipes *p)
{
    if (!os_pipe(p->out))
        return false;
    if (os_pipe(p->failure))
        return true;
    close(p->out[0]);
    close(p->out[1]);
    return false;
}

/* 0, or why it does not run. */
static int start(struct foreground *c, const struct pipes *p, char *const argv[], char *const env[])
{
    c->pid = fork_quietly();
    if (c->pid == 0)
        become(c, p->out[1], p->failure[1], argv, env);
    int why = c->pid < 0 ? errno : 0;
    close(p->out[1]);
    close(p->failure[1]);
    if (c->pid > 0) {
        setpgid(c->pid, c->pid); /* both do it: whoever comes first */
        why = exec_failure(p->failure[0]);
        c->gone = os_child_fd(c->pid);
    }
    close(p->failure[0]);
    c->out = p->out[0];
    fcntl(c->out, F_SETFL, O_NONBLOCK);
    return why;
}

bool foreground_start(struct foreground *c, char *const argv[], char *const env[], struct err *e)
{
    struct pipes pipes;
    *c = (struct foreground){.pid = -1, .out = -1, .gone = -1, .told = -1, .tty = -1};
    batch_signals_hold(c);
    int why = open_input(c) && open_pipes(&pipes) ? start(c, &pipes, argv, env) : errno;
    if (why == 0)
        return true;
    if (c->pid > 0)
        foreground_kill(c);
    foreground_end(c);
    return err_set(e, "cannot run '%s': %s", argv[0], strerror(why));
}

bool foreground_has_ended(struct foreground *c, int *status)
{
    pid_t got = waitpid(c->pid, status, WNOHANG);
    if (got < 0 && errno != EINTR)
        *status = -1; /* someone else waited for it */
    return got == c->pid || (got < 0 && errno != EINTR);
}

void foreground_kill(struct foreground *c)
{
    int status;
    kill(-c->pid, SIGKILL);
    kill(c->pid, SIGKILL);
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        continue;
}

void foreground_end(struct foreground *c)
{
    if (c->foreground)
        tcsetpgrp(c->tty, getpgrp());
    if (c->has_settings)
        tcsetattr(c->tty, TCSADRAIN, &c->settings);
    if (c->tty >= 0)
        close(c->tty);
    if (c->out >= 0)
        close(c->out);
    if (c->gone >= 0)
        close(c->gone);
    let_signals(c);
}
