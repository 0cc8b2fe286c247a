/* signalfd where there is one. Elsewhere, while it is open, the signals are let through to a
 * handler that writes into a pipe; in the end those that nobody took are raised again, so that they
 * are pending as if they had been held back all the time. */
#include "os/signal_fd.h"

#include <unistd.h>

enum { DRAIN_BYTES = 1024 };

void signal_fd_drain(int fd)
{
    char dropped[DRAIN_BYTES];
    while (read(fd, dropped, sizeof dropped) > 0)
        continue;
}

#if defined __linux__ && !defined PORTABLE_ONLY

#include <sys/signalfd.h>

int signal_fd_open(const sigset_t *set)
{
    return signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void signal_fd_close(int fd)
{
    if (fd >= 0)
        close(fd);
}

#else

#include "os/os.h"

#include <errno.h>
#include <fcntl.h>

static struct {
    int read_fd, write_fd; /* 0: this signal is in no set */
    struct sigaction before;
} taken[NSIG];

static void note(int number)
{
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(taken[number].write_fd, &byte, 1);
    (void)written;
    errno = saved;
}

static void take(int number, const int ends[2])
{
    struct sigaction sa = {.sa_flags = SA_RESTART};
    sa.sa_handler = note;
    sigfillset(&sa.sa_mask);
    taken[number].read_fd = ends[0];
    taken[number].write_fd = ends[1];
    sigaction(number, &sa, &taken[number].before);
}

int signal_fd_open(const sigset_t *set)
{
    int ends[2];
    if (!os_pipe(ends))
        return -1;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    for (int number = 1; number < NSIG; number++)
        if (sigismember(set, number) == 1)
            take(number, ends);
    pthread_sigmask(SIG_UNBLOCK, set, NULL);
    return ends[0];
}

/* Holds the set back again, gives the handlers back, and returns the writing end. */
static int give_back(int fd)
{
    int write_fd = -1;
    sigset_t set;
    sigemptyset(&set);
    for (int number = 1; number < NSIG; number++)
        if (taken[number].read_fd == fd)
            sigaddset(&set, number);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    for (int number = 1; number < NSIG; number++) {
        if (taken[number].read_fd != fd)
            continue;
        write_fd = taken[number].write_fd;
        taken[number].read_fd = taken[number].write_fd = 0;
        sigaction(number, &taken[number].before, NULL);
    }
    return write_fd;
}

void signal_fd_close(int fd)
{
    unsigned char number;
    if (fd < 0)
        return;
    int write_fd = give_back(fd);
    while (read(fd, &number, 1) == 1)
        raise(number);
    close(fd);
    close(write_fd);
}

#endif
