#include "os/os.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined __linux__ && !defined PORTABLE_ONLY
#define LINUX 1
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#else
#define LINUX 0
#endif

#if LINUX && defined __GLIBC__
#include <malloc.h>
#define SPAWN_CLOSES_FROM __GLIBC_PREREQ(2, 34)
#define SPAWN_TAKES_FOREGROUND __GLIBC_PREREQ(2, 35)
#else
#define SPAWN_CLOSES_FROM 0
#define SPAWN_TAKES_FOREGROUND 0
#endif

enum { FREE_KEPT_BYTES = 128 * 1024 }; /* glibc's own number, which does not grow if it is set */
enum { TRY_WAITS = 15 };
enum { NEEDED_FILES = 3 /* at once, to look up a name */ };
enum { CLOSE_RANGE_AT_EXEC = 4 /* CLOSE_RANGE_CLOEXEC, Linux 5.11 */, DESCRIPTORS_TRIED = 65536 };

const char *os_variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

const char *os_temporary_dir(void)
{
    const char *dir = os_variable("TMPDIR");
    return dir ? dir : "/tmp";
}

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

bool os_socket_pair(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
#ifdef SO_NOSIGPIPE
    setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &(int){1}, sizeof(int));
#endif
    return true;
}

bool os_files_are_short(void)
{
    int files[NEEDED_FILES], count = 0;
    while (count < NEEDED_FILES && (files[count] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
        count++;
    bool is_short = count < NEEDED_FILES && (errno == EMFILE || errno == ENFILE);
    for (int i = 0; i < count; i++)
        close(files[i]);
    return is_short;
}

#if LINUX
int os_memory_file(void)
{
    return memfd_create("callbrowser", MFD_CLOEXEC);
}
#else
int os_memory_file(void)
{
    char *path = xasprintf("%s/callbrowser.XXXXXX", os_temporary_dir());
    int fd = mkstemp(path), why = errno;
    if (fd >= 0) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        unlink(path);
    }
    free(path);
    errno = why;
    return fd;
}
#endif

#if LINUX && defined O_TMPFILE
/* Without the right CAP_DAC_READ_SEARCH, a descriptor can be linked only by way of /proc. */
static char *path_of_descriptor(int fd)
{
    return xasprintf("/proc/self/fd/%d", fd);
}

int os_open_nameless(const char *path)
{
    struct stat st;
    const char *slash = strrchr(path, '/');
    char *dir = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    char *link = path_of_descriptor(fd);
    if (fd >= 0 && lstat(link, &st) < 0) {
        close(fd);
        fd = -1;
    }
    free(link);
    free(dir);
    return fd;
}

int os_link_nameless(int fd, const char *name)
{
    char *link = path_of_descriptor(fd);
    int why = linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) < 0 ? errno : 0;
    free(link);
    return why;
}
#else
int os_open_nameless(const char *path)
{
    (void)path;
    return -1;
}

int os_link_nameless(int fd, const char *name)
{
    (void)fd, (void)name;
    return ENOSYS;
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

/* Where posix_spawn cannot do it, our own descriptors are marked; no child needs any of them. */
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

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
enum { CRASHES = sizeof crashes / sizeof *crashes };

/* A thread can block the signals of its own crash, but then no handler restores the terminal. */
int os_thread_start(pthread_t *thread, void *(*run)(void *arg), void *arg)
{
    sigset_t blocked, before;
    sigfillset(&blocked);
    for (size_t i = 0; i < CRASHES; i++)
        sigdelset(&blocked, crashes[i]);
    pthread_sigmask(SIG_SETMASK, &blocked, &before); /* the new thread inherits it */
    int why = pthread_create(thread, NULL, run, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return why;
}

static void limit_time(int max_s)
{
    const struct itimerval busy = {.it_value = {.tv_sec = max_s}};
    signal(SIGPROF, SIG_DFL);
    signal(SIGALRM, SIG_DFL);
    setitimer(ITIMER_PROF, &busy, NULL);
    alarm((unsigned)(max_s * TRY_WAITS));
}

int os_try(void (*f)(const char *arg), const char *arg, int max_s)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        for (size_t i = 0; i < CRASHES; i++)
            signal(crashes[i], SIG_DFL);
        limit_time(max_s);
        f(arg);
        _exit(0);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

void os_thread_name(const char *name)
{
#if LINUX
    pthread_setname_np(pthread_self(), name);
#else
    (void)name;
#endif
}

void os_return_free_memory(void)
{
#if LINUX && defined __GLIBC__
    mallopt(M_TRIM_THRESHOLD, FREE_KEPT_BYTES);
#endif
}

void os_start_writing(int fd, off_t from, off_t bytes)
{
#if LINUX
    sync_file_range(fd, from, bytes, SYNC_FILE_RANGE_WRITE);
#else
    (void)fd, (void)from, (void)bytes;
#endif
}
