/* A program gets the text as a file in memory, so that it may read as slowly as it likes. It has a
 * process group of its own in the foreground, as under a shell, so what the terminal sends is for
 * it alone, and all of it goes when this program is told to end. */
#include "ui/feature/run_foreground.h"

#include "os/child.h"
#include "os/os.h"
#include "os/signal_fd.h"
#include "os/signals.h"
#include "text/time.h"
#include "ui/term/screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { END_MAX_MS = 400 };

/* A program on the terminal. */
struct guest {
    pid_t pid; /* also its process group when it has the foreground */
    bool foreground;
    struct termios before;
    bool has_settings;
    sigset_t mask;
    int changed; /* readable when a child ended or stopped */
    int told;    /* readable when this program is to end; never read: the handler gets it later */
    int status;
    bool told_to_end; /* and so told the guest */
};

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            n -= (size_t)written;
        }
    }
    return true;
}

/* The text as a descriptor; -1, with errno, when there is no room for it. */
static int open_text(const struct buf *text)
{
    int fd = os_memory_file();
    if (fd >= 0 && write_all(fd, buf_str(text), text->len) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    int why = errno;
    if (fd >= 0)
        close(fd);
    errno = why;
    return -1;
}

/* Ctrl-Z would stop a program that nobody continues: it stays ignored. */
static int set_attributes(posix_spawnattr_t *attr, const struct guest *g)
{
    sigset_t none, all;
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGTSTP);
    int rc = posix_spawnattr_setsigmask(attr, &none);
    if (!rc)
        rc = posix_spawnattr_setsigdefault(attr, &all);
    if (!rc && g->foreground)
        rc = posix_spawnattr_setpgroup(attr, 0);
    return rc ? rc
              : posix_spawnattr_setflags(
                    attr, (short)(g->foreground ? flags | POSIX_SPAWN_SETPGROUP : flags));
}

/* 0, or the errno that says why not. */
static int spawn(struct guest *g, char *const argv[], int input)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    char **environment = child_environment();
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attr);
    bool later = false;
    int rc = g->foreground ? os_spawn_take_foreground(&actions, screen_fd(), &later) : 0;
    if (!rc)
        rc = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (!rc)
        rc = os_spawn_close_from(&actions, 3);
    if (!rc)
        rc = set_attributes(&attr, g);
    if (!rc)
        rc = posix_spawnp(&g->pid, argv[0], &actions, &attr, argv, environment);
    if (!rc && later)
        tcsetpgrp(screen_fd(), g->pid);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
    free(environment);
    return rc;
}

/* SIGTTOU is held back with them: taking the terminal back must not stop anyone. */
static void guest_init(struct guest *g)
{
    sigset_t child, ends, held;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    held = ends;
    sigaddset(&held, SIGCHLD);
    sigaddset(&held, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &held, &g->mask);
    g->foreground = tcgetpgrp(screen_fd()) == getpgrp();
    g->has_settings = tcgetattr(screen_fd(), &g->before) == 0;
    g->changed = signal_fd_open(&child);
    g->told = signal_fd_open(&ends);
}

static void guest_done(struct guest *g)
{
    if (g->foreground)
        tcsetpgrp(screen_fd(), getpgrp());
    if (g->has_settings)
        tcsetattr(screen_fd(), TCSADRAIN, &g->before);
    signal_fd_close(g->changed);
    signal_fd_close(g->told);
    pthread_sigmask(SIG_SETMASK, &g->mask, NULL);
}

static void guest_kill(const struct guest *g, int number)
{
    kill(g->foreground ? -g->pid : g->pid, number);
}

/* True once it is gone; one that stopped goes on. */
static bool guest_is_gone(struct guest *g)
{
    signal_fd_drain(g->changed);
    pid_t got = waitpid(g->pid, &g->status, WNOHANG | WUNTRACED);
    if (got == g->pid && WIFSTOPPED(g->status))
        guest_kill(g, SIGCONT);
    if (got < 0 && errno != EINTR)
        g->status = 127 << 8; /* someone else waited for it */
    return (got < 0 && errno != EINTR) || (got == g->pid && !WIFSTOPPED(g->status));
}

/* True when this program is to end; false when the guest is gone or `ms` have passed. */
static bool wait_for(struct guest *g, int ms)
{
    struct pollfd fds[] = {{.fd = g->changed, .events = POLLIN},
                           {.fd = ms < 0 ? g->told : -1, .events = POLLIN}};
    int64_t end_ms = time_now_ms() + ms;
    while (!guest_is_gone(g)) {
        int left = ms < 0 ? -1 : (int)(end_ms - time_now_ms());
        if (fds[1].revents || (ms >= 0 && left <= 0))
            return true;
        poll(fds, 2, left);
    }
    return false;
}

/* Kindly, then not; the rest of a pipeline has as long as its first. */
static void guest_end(struct guest *g)
{
    guest_kill(g, SIGTERM);
    bool is_there = wait_for(g, END_MAX_MS);
    if (is_there || g->foreground)
        guest_kill(g, SIGKILL);
    if (is_there)
        wait_for(g, END_MAX_MS);
}

/* Its exit code; 128 + n after signal n. */
static int wait_for_end(struct guest *g)
{
    g->told_to_end = wait_for(g, -1);
    if (g->told_to_end)
        guest_end(g);
    return WIFSIGNALED(g->status) ? 128 + WTERMSIG(g->status) : WEXITSTATUS(g->status);
}

static void say(const char *text)
{
    write_all(STDOUT_FILENO, text, strlen(text));
}

/* Asks for a key, Ctrl-C among them, once it is no signal any more; a signal will do too. What more
 * the key sent is dropped. */
static void wait_for_key(void)
{
    struct termios before, keys;
    struct pollfd fds[] = {{.fd = screen_fd(), .events = POLLIN},
                           {.fd = signals_fd(), .events = POLLIN}};
    bool has_settings = tcgetattr(screen_fd(), &before) == 0;
    keys = before;
    keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
    if (has_settings)
        tcsetattr(screen_fd(), TCSADRAIN, &keys);
    say("\n[a key goes back to callbrowser]");
    while (poll(fds, 2, -1) < 0 && errno == EINTR)
        ;
    tcflush(screen_fd(), TCIFLUSH);
    if (has_settings)
        tcsetattr(screen_fd(), TCSADRAIN, &before);
    say("\n");
}

bool outside_run(char *const argv[], const struct buf *text, bool waits, int *code, struct err *e)
{
    struct guest g = {.pid = -1};
    int input = open_text(text);
    if (input < 0)
        return err_set(e, "cannot hand the text to '%s': %s", argv[0], strerror(errno));
    screen_leave();
    guest_init(&g);
    int why = spawn(&g, argv, input);
    if (!why)
        *code = wait_for_end(&g);
    guest_done(&g);
    close(input);
    if (!why && waits && !g.told_to_end)
        wait_for_key();
    if (!g.told_to_end || WIFSIGNALED(g.status)) /* else it left the terminal as it should */
        screen_return();
    return !why || err_set(e, "cannot run '%s': %s", argv[0], strerror(why));
}

void outside_show(const struct buf *text)
{
    screen_leave();
    write_all(STDOUT_FILENO, buf_str(text), text->len);
    wait_for_key();
    screen_return();
}
