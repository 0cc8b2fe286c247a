#include "os/os.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#if defined __linux__ && !defined PORTABLE_ONLY
#define LINUX 1
#include <sys/mman.h>
#include <sys/syscall.h>
#else
#define LINUX 0
#endif

#if LINUX && defined __GLIBC__
#define SPAWN_CLOSES_FROM __GLIBC_PREREQ(2, 34)
#define SPAWN_TAKES_FOREGROUND __GLIBC_PREREQ(2, 35)
#else
#define SPAWN_CLOSES_FROM 0
#define SPAWN_TAKES_FOREGROUND 0
#endif

enum { CLOSE_RANGE_AT_EXEC = 4 /* CLOSE_RANGE_CLOEXEC, Linux 5.11 */, DESCRIPTORS_TRIED = 65536 };

bool os_pipe(int ends[2])
{
#if LINUX
    return pipe2(ends, O_CLOEXEC) == 0;
#else
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
#endif
}

int os_temp_file(char *template)
{
    int fd = mkstemp(template);
    if (fd >= 0)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

#if !LINUX
static int unnamed_file(void)
{
    const char *dir = getenv("TMPDIR");
    char *path = xasprintf("%s/callbrowser.XXXXXX", dir && *dir ? dir : "/tmp");
    int fd = os_temp_file(path), why = errno;
    if (fd >= 0)
        unlink(path);
    free(path);
    errno = why;
    return fd;
}
#endif

int os_memory_file(void)
{
#if LINUX
    return memfd_create("callbrowser", MFD_CLOEXEC);
#else
    return unnamed_file();
#endif
}

int os_child_fd(pid_t pid)
{
#if LINUX && defined SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, pid, 0);
#else
    (void)pid;
    return -1;
#endif
}

static struct timespec timespec_of(int ms)
{
    return (struct timespec){.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
}

#if LINUX
int os_poll(struct pollfd *fds, nfds_t count, int timeout_ms, const sigset_t *mask)
{
    struct timespec limit = timespec_of(timeout_ms);
    return ppoll(fds, count, timeout_ms < 0 ? NULL : &limit, mask);
}
#else
/* A descriptor beyond what select takes is passed over; so many are never open here. */
static int fill_set(fd_set *set, const struct pollfd *fds, nfds_t count, short event)
{
    int most = -1;
    FD_ZERO(set);
    for (nfds_t i = 0; i < count; i++) {
        if (!(fds[i].events & event) || fds[i].fd < 0 || fds[i].fd >= FD_SETSIZE)
            continue;
        FD_SET(fds[i].fd, set);
        most = fds[i].fd > most ? fds[i].fd : most;
    }
    return most;
}

static int tell_set(const fd_set *set, struct pollfd *fds, nfds_t count, short event)
{
    int told = 0;
    for (nfds_t i = 0; i < count; i++) {
        bool in = (fds[i].events & event) && fds[i].fd >= 0 && fds[i].fd < FD_SETSIZE;
        if (!in || !FD_ISSET(fds[i].fd, set))
            continue;
        fds[i].revents |= event;
        told++;
    }
    return told;
}

int os_poll(struct pollfd *fds, nfds_t count, int timeout_ms, const sigset_t *mask)
{
    struct timespec limit = timespec_of(timeout_ms);
    fd_set in, out;
    int most_in = fill_set(&in, fds, count, POLLIN), most_out = fill_set(&out, fds, count, POLLOUT);
    for (nfds_t i = 0; i < count; i++)
        fds[i].revents = 0;
    int most = most_in > most_out ? most_in : most_out;
    int got = pselect(most + 1, &in, &out, NULL, timeout_ms < 0 ? NULL : &limit, mask);
    if (got <= 0)
        return got;
    return tell_set(&in, fds, count, POLLIN) + tell_set(&out, fds, count, POLLOUT);
}
#endif

void os_close_at_exec_from(int first)
{
#if LINUX && defined SYS_close_range
    if (syscall(SYS_close_range, (unsigned)first, ~0U, CLOSE_RANGE_AT_EXEC) == 0)
        return;
#endif
    long most = sysconf(_SC_OPEN_MAX);
    if (most < 0 || most > DESCRIPTORS_TRIED)
        most = DESCRIPTORS_TRIED;
    for (int fd = first; fd < (int)most; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* Where it cannot be told to, the descriptors of ours are: none of them is for a child. */
int os_spawn_close_from(posix_spawn_file_actions_t *actions, int first)
{
#if SPAWN_CLOSES_FROM
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
#else
    (void)actions;
    os_close_at_exec_from(first);
    return 0;
#endif
}

int os_spawn_take_foreground(posix_spawn_file_actions_t *actions, int terminal, bool *later)
{
    *later = !SPAWN_TAKES_FOREGROUND;
#if SPAWN_TAKES_FOREGROUND
    return posix_spawn_file_actions_addtcsetpgrp_np(actions, terminal);
#else
    (void)actions, (void)terminal;
    return 0;
#endif
}

void os_thread_name(const char *name)
{
#if LINUX
    pthread_setname_np(pthread_self(), name);
#else
    (void)name;
#endif
}

#if LINUX
void os_wipe(void *bytes, size_t count)
{
    explicit_bzero(bytes, count);
}
#else
/* Called through a pointer that a compiler cannot see through. */
static void *(*const volatile overwrite)(void *, int, size_t) = memset;

void os_wipe(void *bytes, size_t count)
{
    overwrite(bytes, 0, count);
}
#endif
