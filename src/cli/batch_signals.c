#include "cli/batch_signals.h"

#include "os/os.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
enum { ENDING = sizeof ending / sizeof *ending };

/* Handlers have no other way to what they need. */
static void (*last)(void);
static sigset_t let; /* the mask before */
static bool held;

static void on_signal(int number)
{
    sigset_t own;
    sigemptyset(&own);
    sigaddset(&own, number);
    last();
    signal(number, SIG_DFL);
    raise(number);
    pthread_sigmask(SIG_UNBLOCK, &own, NULL);
}

static void handle(int number)
{
    struct sigaction old, own = {.sa_handler = on_signal};
    sigfillset(&own.sa_mask);
    if (sigaction(number, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        sigaction(number, &own, NULL);
}

static void unhandle(int number)
{
    struct sigaction old;
    if (sigaction(number, NULL, &old) == 0 && old.sa_handler == on_signal)
        signal(number, SIG_DFL);
}

void batch_signals_hold(void (*last_word)(void))
{
    sigset_t set;
    sigemptyset(&set);
    last = last_word;
    for (size_t i = 0; i < ENDING; i++) {
        sigaddset(&set, ending[i]);
        handle(ending[i]);
    }
    handle(SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, &let);
    held = true;
}

void batch_signals_release(void)
{
    if (!held)
        return;
    held = false;
    for (size_t i = 0; i < ENDING; i++)
        unhandle(ending[i]);
    unhandle(SIGPIPE);
    pthread_sigmask(SIG_SETMASK, &let, NULL);
}

/* A poll that has nothing to wait for lets no signal through. */
static void let_through(void)
{
    sigset_t own;
    pthread_sigmask(SIG_SETMASK, &let, &own);
    pthread_sigmask(SIG_SETMASK, &own, NULL);
}

int batch_signals_poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    if (!held)
        return poll(fds, count, timeout_ms);
    let_through();
    return os_poll(fds, count, timeout_ms, &let);
}
