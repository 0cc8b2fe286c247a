/* The library that makes calls fail in the program into which it is loaded (LD_PRELOAD): see
 * page.h. Children of the program are left alone. Only for glibc. */
#include "tests/torture/page.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define IN_THIS_THREAD static __thread __attribute__((tls_model("initial-exec")))

static struct torture_page *page;
static bool is_armed; /* main has begun */
IN_THIS_THREAD bool is_main;
IN_THIS_THREAD bool is_inside; /* this library's own calls */

/* The next definition of a function, which is the real one. */
#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name)
{
    bool was_inside = is_inside;
    is_inside = true;
    void *function = dlsym(RTLD_NEXT, name);
    is_inside = was_inside;
    return function;
}

static void frame_set(struct torture_frame *f, const void *address)
{
    Dl_info info;
    if (!dladdr(address, &info) || !info.dli_fname)
        return;
    const char *slash = strrchr(info.dli_fname, '/');
    const char *name = slash ? slash + 1 : info.dli_fname;
    memcpy(f->module, name, strnlen(name, sizeof f->module - 1));
    f->offset = (uint64_t)((const char *)address - (const char *)info.dli_fbase);
}

/* Those of this library come first, and are left out. */
enum { OWN_FRAMES = 3 };

static int stack_take(void **frames, int max)
{
    bool was_inside = is_inside;
    is_inside = true;
    int count = backtrace(frames, max);
    is_inside = was_inside;
    return count;
}

static void __attribute__((noinline)) note_failure(int fd)
{
    void *frames[TORTURE_FRAMES + OWN_FRAMES];
    int count = stack_take(frames, TORTURE_FRAMES + OWN_FRAMES) - OWN_FRAMES;
    for (int i = 0; i < count; i++)
        frame_set(&page->frames[i], frames[i + OWN_FRAMES]);
    page->frame_count = count < 0 ? 0 : count;
    page->fd = fd;
    page->has_failed = true;
}

static bool is_of_libc(const void *address)
{
    struct torture_frame f = {0};
    frame_set(&f, address);
    return torture_is_libc(&f);
}

/* The first frames are this library's and the handler's; then come libc's, and then what crashed,
 * or what called the function of libc that did. */
static void note_crash(void)
{
    void *frames[TORTURE_FRAMES];
    int count = stack_take(frames, TORTURE_FRAMES), i = 0;
    while (i < count && !is_of_libc(frames[i]))
        i++;
    while (i < count && is_of_libc(frames[i]))
        i++;
    if (i < count && !*page->crashed.module)
        frame_set(&page->crashed, frames[i]);
}

static uint32_t stack_hash(void)
{
    void *frames[TORTURE_FRAMES];
    uint32_t hash = 2166136261u;
    int count = stack_take(frames, TORTURE_FRAMES);
    for (int i = 0; i < count; i++)
        hash = (hash ^ (uint32_t)(uintptr_t)frames[i]) * 16777619u;
    return hash;
}

/* Whether a call can fail with EAGAIN: others wait instead. What libcurl wakes threads by is full
 * only if a byte is in it, which wakes too. */
static bool may_be_full(enum torture_call call, int fd)
{
    int family = AF_UNSPEC;
    socklen_t bytes = sizeof family;
    if (call == TORTURE_SEND && getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &bytes) == 0 &&
        family == AF_UNIX)
        return false;
    return fcntl(fd, F_GETFL) & O_NONBLOCK;
}

static bool is_file(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_terminal(enum torture_call call, int fd)
{
    int saved = errno;
    bool is = (call == TORTURE_READ || call == TORTURE_WRITE) && isatty(fd);
    errno = saved;
    return is;
}

/* A terminal that cannot be read or written is gone, and does not come back. After a read that
 * failed it still takes bytes, so that one can see whether the program gives it back. */
static bool has_gone(enum torture_call call, int fd)
{
    return page->terminal_is_gone && (call == TORTURE_READ || page->call == TORTURE_WRITE) &&
           is_terminal(call, fd);
}

/* Counts the call; true if it is one that fails. */
static bool __attribute__((noinline)) fails(enum torture_call call, int fd)
{
    if (!is_armed || is_inside)
        return false;
    enum torture_side side = is_main ? TORTURE_MAIN : TORTURE_OTHER;
    unsigned n = atomic_fetch_add(&page->reached[call][side], 1) + 1;
    if (page->is_traced && n <= TORTURE_TRACED)
        page->stacks[call][side][n - 1] = stack_hash();
    if (has_gone(call, fd)) {
        errno = EIO;
        return true;
    }
    if (!page->at || call != page->call || side != page->side)
        return false;
    if (n != page->at && !(page->and_after && n > page->at))
        return false;
    if (page->error == EAGAIN && fd >= 0 && !may_be_full(call, fd))
        return false;
    if (page->error == ENOSPC && fd >= 0 && !is_file(fd))
        return false;
    if (n == page->at)
        note_failure(fd);
    page->terminal_is_gone =
        page->terminal_is_gone || (page->error == EIO && is_terminal(call, fd));
    errno = page->error;
    return true;
}

/* Nothing of what other libraries do before main is counted. */
static void set_limits(void)
{
    struct rlimit limit = {page->limit_value, page->limit_value};
    for (int fd = 0; fd < 3; fd++)
        if (page->closed & 1u << fd)
            close(fd);
    if (page->is_limited)
        setrlimit((__rlimit_resource_t)page->limit, &limit);
}

static int (*program_main)(int argc, char **argv, char **env);

static int begin(int argc, char **argv, char **env)
{
    void *frames[2];
    const char *path = getenv("TORTURE_PAGE");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *mapped =
        fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED)
        _exit(125);
    close(fd);
    page = mapped;
    backtrace(frames, 2); /* which loads a library the first time */
    set_limits();
    is_main = is_armed = true;
    return program_main(argc, argv, env);
}

/* No call fails from now on: src/tools/coverage_end.c has its own to make. */
void torture_end(void);
void torture_end(void)
{
    is_armed = false;
}

/* NOLINTBEGIN(bugprone-reserved-identifier): the names are those of the library */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *old, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);

typedef int start_main(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
                       void (*)(void), void *);
start_main __libc_start_main;

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
    program_main = main;
    unsetenv("LD_PRELOAD");
    return REAL(__libc_start_main)(begin, argc, argv, init, fini, rtld_fini, stack_end);
}

void *malloc(size_t bytes)
{
    return fails(TORTURE_MEMORY, -1) ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    return fails(TORTURE_MEMORY, -1) ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *old, size_t bytes)
{
    return fails(TORTURE_MEMORY, -1) ? NULL : __libc_realloc(old, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    return fails(TORTURE_MEMORY, -1) ? NULL : __libc_memalign(alignment, bytes);
}

int posix_memalign(void **out, size_t alignment, size_t bytes)
{
    void *memory = fails(TORTURE_MEMORY, -1) ? NULL : __libc_memalign(alignment, bytes);
    if (!memory)
        return ENOMEM;
    *out = memory;
    return 0;
}

/* How many bytes a transfer takes: all, one, or -1 if it fails. */
static ssize_t transferred(enum torture_call call, int fd, size_t count)
{
    if (!fails(call, fd))
        return (ssize_t)count;
    return page->error ? -1 : count > 0;
}

#define TRANSFER(call, name, fd, count, ...)                                                       \
    ssize_t n = transferred(call, fd, count);                                                      \
    return n < 0 ? -1 : REAL(name)(__VA_ARGS__)

ssize_t read(int fd, void *to, size_t count)
{
    TRANSFER(TORTURE_READ, read, fd, count, fd, to, (size_t)n);
}

ssize_t __read_chk(int fd, void *to, size_t count, size_t room);
ssize_t __read_chk(int fd, void *to, size_t count, size_t room)
{
    TRANSFER(TORTURE_READ, __read_chk, fd, count, fd, to, (size_t)n, room);
}

ssize_t pread(int fd, void *to, size_t count, off_t from)
{
    TRANSFER(TORTURE_READ, pread, fd, count, fd, to, (size_t)n, from);
}

ssize_t __pread_chk(int fd, void *to, size_t count, off_t from, size_t room);
ssize_t __pread_chk(int fd, void *to, size_t count, off_t from, size_t room)
{
    TRANSFER(TORTURE_READ, __pread_chk, fd, count, fd, to, (size_t)n, from, room);
}

ssize_t write(int fd, const void *from, size_t count)
{
    TRANSFER(TORTURE_WRITE, write, fd, count, fd, from, (size_t)n);
}

ssize_t recv(int fd, void *to, size_t count, int flags)
{
    TRANSFER(TORTURE_RECV, recv, fd, count, fd, to, (size_t)n, flags);
}

ssize_t __recv_chk(int fd, void *to, size_t count, size_t room, int flags);
ssize_t __recv_chk(int fd, void *to, size_t count, size_t room, int flags)
{
    TRANSFER(TORTURE_RECV, __recv_chk, fd, count, fd, to, (size_t)n, room, flags);
}

ssize_t send(int fd, const void *from, size_t count, int flags)
{
    TRANSFER(TORTURE_SEND, send, fd, count, fd, from, (size_t)n, flags);
}

static mode_t mode_of(int flags, va_list more)
{
    bool has_mode = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
    return has_mode ? va_arg(more, mode_t) : 0;
}

#define OPEN(name, ...)                                                                            \
    va_list more;                                                                                  \
    va_start(more, flags);                                                                         \
    mode_t mode = mode_of(flags, more);                                                            \
    va_end(more);                                                                                  \
    return fails(TORTURE_OPEN, -1) ? -1 : REAL(name)(__VA_ARGS__, flags, mode)

int open(const char *path, int flags, ...)
{
    OPEN(open, path);
}

int open64(const char *path, int flags, ...)
{
    OPEN(open64, path);
}

int openat(int dir, const char *path, int flags, ...)
{
    OPEN(openat, dir, path);
}

int openat64(int dir, const char *path, int flags, ...)
{
    OPEN(openat64, dir, path);
}

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
    return fails(TORTURE_OPEN, -1) ? -1 : REAL(__open_2)(path, flags);
}

FILE *fopen(const char *path, const char *mode)
{
    return fails(TORTURE_OPEN, -1) ? NULL : REAL(fopen)(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return fails(TORTURE_OPEN, -1) ? NULL : REAL(fopen64)(path, mode);
}

DIR *opendir(const char *path)
{
    return fails(TORTURE_OPEN, -1) ? NULL : REAL(opendir)(path);
}

int memfd_create(const char *name, unsigned flags)
{
    return fails(TORTURE_OPEN, -1) ? -1 : REAL(memfd_create)(name, flags);
}

int pipe(int ends[2])
{
    return fails(TORTURE_PIPE, -1) ? -1 : REAL(pipe)(ends);
}

int pipe2(int ends[2], int flags)
{
    return fails(TORTURE_PIPE, -1) ? -1 : REAL(pipe2)(ends, flags);
}

int socketpair(int family, int type, int protocol, int ends[2])
{
    return fails(TORTURE_PIPE, -1) ? -1 : REAL(socketpair)(family, type, protocol, ends);
}

int eventfd(unsigned value, int flags);
int eventfd(unsigned value, int flags)
{
    return fails(TORTURE_PIPE, -1) ? -1 : REAL(eventfd)(value, flags);
}

int poll(struct pollfd *fds, nfds_t count, int ms)
{
    return fails(TORTURE_POLL, -1) ? -1 : REAL(poll)(fds, count, ms);
}

int __poll_chk(struct pollfd *fds, nfds_t count, int ms, size_t room);
int __poll_chk(struct pollfd *fds, nfds_t count, int ms, size_t room)
{
    return fails(TORTURE_POLL, -1) ? -1 : REAL(__poll_chk)(fds, count, ms, room);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *arg)
{
    return fails(TORTURE_THREAD, -1) ? page->error : REAL(pthread_create)(thread, attr, run, arg);
}

int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attr, char *const argv[], char *const env[])
{
    if (fails(TORTURE_SPAWN, -1))
        return page->error;
    return REAL(posix_spawn)(pid, path, actions, attr, argv, env);
}

int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attr, char *const argv[], char *const env[])
{
    if (fails(TORTURE_SPAWN, -1))
        return page->error;
    return REAL(posix_spawnp)(pid, file, actions, attr, argv, env);
}

pid_t fork(void)
{
    if (fails(TORTURE_SPAWN, -1))
        return -1;
    pid_t child = REAL(fork)();
    if (child == 0)
        is_armed = false;
    return child;
}

int socket(int family, int type, int protocol)
{
    return fails(TORTURE_SOCKET, -1) ? -1 : REAL(socket)(family, type, protocol);
}

int connect(int fd, const struct sockaddr *to, socklen_t bytes)
{
    return fails(TORTURE_CONNECT, -1) ? -1 : REAL(connect)(fd, to, bytes);
}

int fsync(int fd)
{
    return fails(TORTURE_SYNC, fd) ? -1 : REAL(fsync)(fd);
}

int ftruncate(int fd, off_t bytes)
{
    return fails(TORTURE_SYNC, fd) ? -1 : REAL(ftruncate)(fd, bytes);
}

int rename(const char *from, const char *to)
{
    return fails(TORTURE_RENAME, -1) ? -1 : REAL(rename)(from, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    return fails(TORTURE_RENAME, -1) ? -1 : REAL(renameat2)(from_dir, from, to_dir, to, flags);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    return fails(TORTURE_RENAME, -1) ? -1 : REAL(linkat)(from_dir, from, to_dir, to, flags);
}

int unlink(const char *path)
{
    return fails(TORTURE_UNLINK, -1) ? -1 : REAL(unlink)(path);
}

int mkdir(const char *path, mode_t mode)
{
    return fails(TORTURE_MKDIR, -1) ? -1 : REAL(mkdir)(path, mode);
}

/* The program raises again what it was ended by, once the terminal is restored. A thread that is
 * not the main one passes it on to that first. */
int raise(int number)
{
    if (page && number == SIGSEGV)
        note_crash();
    return REAL(raise)(number);
}

int pthread_kill(pthread_t thread, int number)
{
    if (page && number == SIGSEGV)
        note_crash();
    return REAL(pthread_kill)(thread, number);
}
/* NOLINTEND(bugprone-reserved-identifier) */
