/* Handlers only write and put the terminal back. Process-wide, so its state is static. */
#include "os/signals.h"

#include "ui/term/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static int pipe_fds[2] = {-1, -1};

static const int watched[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
enum { WATCHED = sizeof watched / sizeof *watched, CRASHES = sizeof crashes / sizeof *crashes };

/* A full pipe loses nothing: what is in it says the same. */
static void note(int signal)
{
    int saved = errno;
    unsigned char byte = (unsigned char)signal;
    ssize_t written = write(pipe_fds[1], &byte, 1);
    (void)written;
    errno = saved;
}

static void crash(int signal)
{
    screen_abandon();
    raise(signal); /* the handler was installed for one time only */
}

static void install(int signal, void (*handler)(int), int flags)
{
    struct sigaction sa = {.sa_flags = flags};
    sa.sa_handler = handler;
    sigemptyset(&sa.sa_mask);
    sigaction(signal, &sa, NULL);
}

static bool open_pipe(struct err *e)
{
    if (pipe(pipe_fds) < 0)
        return err_set(e, "cannot make a pipe: %s", strerror(errno));
    for (int i = 0; i < 2; i++) {
        fcntl(pipe_fds[i], F_SETFL, O_NONBLOCK);
        fcntl(pipe_fds[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

/* A stack that has run over is no place for a handler. */
static void open_crash_stack(void)
{
    static char bytes[64 * 1024];
    stack_t stack = {.ss_sp = bytes, .ss_size = sizeof bytes};
    sigaltstack(&stack, NULL);
}

bool signals_open(struct err *e)
{
    if (!open_pipe(e))
        return false;
    open_crash_stack();
    for (int i = 0; i < WATCHED; i++)
        install(watched[i], note, SA_RESTART);
    for (int i = 0; i < CRASHES; i++)
        install(crashes[i], crash, (int)SA_RESETHAND | SA_ONSTACK);
    install(SIGPIPE, SIG_IGN, 0);
    return true;
}

int signals_fd(void)
{
    return pipe_fds[0];
}

struct signals_seen signals_take(void)
{
    struct signals_seen seen = {0};
    unsigned char bytes[64];
    ssize_t n;
    while ((n = read(pipe_fds[0], bytes, sizeof bytes)) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            if (bytes[i] == SIGWINCH)
                seen.resized = true;
            else if (bytes[i] == SIGTSTP)
                seen.suspend = true;
            else if (bytes[i] == SIGCONT)
                seen.continued = true;
            else
                seen.ended = bytes[i];
        }
    }
    return seen;
}

void signals_stop_self(void)
{
    install(SIGTSTP, SIG_DFL, 0);
    kill(0, SIGTSTP); /* the whole job, as the terminal would: make and a script wait in it */
    install(SIGTSTP, note, SA_RESTART);
}

void signals_close(void)
{
    for (int i = 0; i < WATCHED; i++)
        install(watched[i], SIG_DFL, 0);
    for (int i = 0; i < CRASHES; i++)
        install(crashes[i], SIG_DFL, 0);
    for (int i = 0; i < 2; i++) {
        if (pipe_fds[i] >= 0)
            close(pipe_fds[i]);
        pipe_fds[i] = -1;
    }
}
