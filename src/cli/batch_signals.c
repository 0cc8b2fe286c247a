#include "cli/batch_signals.h"

#include "os/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>

enum { FDS_MAX = 4 };

static void (*last)(void);
static sigset_t held;
static bool holds;

void batch_signals_hold(void (*last_word)(void))
{
    const sigset_t pipe = signals_set(SIGPIPE, 0);
    last = last_word;
    held = signals_ending();
    holds = signals_watch(&held, NULL); /* without it, a signal ends the program at once */
    signals_set_cleanup(&pipe, last_word);
}

void batch_signals_release(void)
{
    const sigset_t pipe = signals_set(SIGPIPE, 0);
    if (!holds)
        return;
    holds = false;
    signals_set_cleanup(&pipe, NULL);
    signals_unwatch(&held);
}

/* Ends the program if a signal has come, by raising it again. */
static void end_if_signalled(void)
{
    signals_drain();
    if (!signals_have_come(&held))
        return;
    last();
    batch_signals_release();
}

/* A signal that comes before poll waits has made the pipe readable. */
static int poll_with_signals(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    struct pollfd all[FDS_MAX + 1];
    memcpy(all, fds, count * sizeof *fds);
    all[count] = (struct pollfd){.fd = signals_fd(), .events = POLLIN};
    int ready = poll(all, count + 1, timeout_ms);
    int why = errno;
    end_if_signalled();
    memcpy(fds, all, count * sizeof *fds);
    errno = why;
    return ready > 0 && all[count].revents ? ready - 1 : ready;
}

int batch_signals_poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    int ready;
    if (!holds)
        return poll(fds, count, timeout_ms);
    end_if_signalled();
    do
        ready = poll_with_signals(fds, count, timeout_ms);
    while (timeout_ms < 0 && (ready == 0 || (ready < 0 && errno == EINTR)));
    return ready;
}
