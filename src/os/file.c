#include "os/file.h"

#include "base/alloc.h"
#include "os/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_MAX = 999, ABANDONED_S = 24 * 60 * 60 };

int file_write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        }
    }
    return 0;
}

/* A name that no other file of this process has had. */
static char *hidden_name(const char *path)
{
    static atomic_uint number;
    const char *slash = strrchr(path, '/');
    int dir = slash ? (int)(slash - path) + 1 : 0;
    return xasprintf("%.*s.callbrowser-%ld-%u", dir, path, (long)getpid(), number++);
}

/* A process that died, or one of another machine, may have left a file of the same name. */
static int open_hidden(const char *path, int *fd, char **name)
{
    int why = EEXIST;
    for (int i = 0; why == EEXIST && i < NAMES_MAX; i++) {
        char *hidden = hidden_name(path);
        int opened = open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (opened >= 0) {
            *fd = opened;
            *name = hidden;
            return 0;
        }
        why = errno;
        free(hidden);
    }
    return why;
}

int file_open_beside(const char *path, int *fd, char **name)
{
    int opened = os_open_nameless(path);
    if (opened < 0)
        return open_hidden(path, fd, name);
    *fd = opened;
    *name = NULL;
    return 0;
}

int file_open_nameless(const char *dir, int *fd)
{
    char *name = NULL, *in_dir = xasprintf("%s/", dir);
    int why = file_open_beside(in_dir, fd, &name);
    if (name && unlink(name) < 0) {
        why = errno;
        close(*fd);
    }
    free(name);
    free(in_dir);
    return why;
}

/* Some files cannot be synced (EINVAL), pipes for example. */
int file_sync(int fd)
{
    return fsync(fd) < 0 && errno != EINVAL ? errno : 0;
}

/* Returns 0, an errno, or -1 when this system or this file system has no such call. */
static int rename_without_replacing(const char *from, const char *to)
{
#if defined __linux__ && !defined PORTABLE_ONLY
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    return errno == EINVAL || errno == ENOSYS ? -1 : errno;
#else
    if (link(from, to) == 0)
        return unlink(from) < 0 ? errno : 0;
    return errno == EEXIST ? EEXIST : -1;
#endif
}

static int rename_to(const char *from, const char *to, bool replace)
{
    struct stat st;
    int why = replace ? -1 : rename_without_replacing(from, to);
    if (why >= 0)
        return why;
    if (!replace && lstat(to, &st) == 0)
        return EEXIST;
    return rename(from, to) < 0 ? errno : 0;
}

/* Nothing can get a name and replace a file in one step: it has a hidden name for a moment. */
static int link_over(int fd, const char *to)
{
    int why = EEXIST;
    for (int i = 0; why == EEXIST && i < NAMES_MAX; i++) {
        char *hidden = hidden_name(to);
        why = os_link_nameless(fd, hidden);
        if (!why && rename(hidden, to) < 0) {
            why = errno;
            unlink(hidden);
            i = NAMES_MAX;
        }
        free(hidden);
    }
    return why;
}

int file_place(int fd, const char *name, const char *to, bool replace)
{
    if (name)
        return rename_to(name, to, replace);
    int why = os_link_nameless(fd, to);
    return why == EEXIST && replace ? link_over(fd, to) : why;
}

void file_drop(int fd, char *name)
{
    if (fd >= 0)
        close(fd);
    if (name)
        unlink(name);
    free(name);
}

/* The time is set last: a part that is a day old would be swept by another program. */
static int save(const char *path, const char *bytes, size_t count, bool replace, bool sync,
                const struct timespec *modified)
{
    int fd = -1;
    char *name = NULL;
    int why = file_open_beside(path, &fd, &name);
    if (!why)
        why = file_write_all(fd, bytes, count);
    if (!why && sync)
        why = file_sync(fd);
    if (!why)
        why = file_place(fd, name, path, replace);
    if (!why && modified)
        futimens(fd, (struct timespec[]){*modified, *modified});
    if (!why) {
        free(name); /* which it does not have any more */
        name = NULL;
    }
    file_drop(fd, name);
    return why;
}

int file_save(const char *path, const char *bytes, size_t count, bool replace)
{
    return save(path, bytes, count, replace, true, NULL);
}

int file_replace(const char *path, const char *bytes, size_t count)
{
    return save(path, bytes, count, true, false, NULL);
}

int file_replace_dated(const char *path, const char *bytes, size_t count,
                       const struct timespec *modified)
{
    return save(path, bytes, count, true, false, modified);
}

/* The process that a hidden file is of, ".callbrowser-PID-..."; 0: it is another file. */
static pid_t owner_of(const char *name)
{
    static const char start[] = ".callbrowser-";
    char *end;
    if (strncmp(name, start, sizeof start - 1) != 0)
        return 0;
    long pid = strtol(name + sizeof start - 1, &end, 10);
    return *end == '-' && pid > 0 && pid <= INT_MAX ? (pid_t)pid : 0;
}

static bool is_to_go(int dir, const char *name, time_t now, bool at_once)
{
    struct stat st;
    pid_t owner = owner_of(name);
    if (!owner || fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode) ||
        st.st_uid != geteuid())
        return false;
    bool has_ended = kill(owner, 0) < 0 && errno == ESRCH, is_old = now - st.st_mtime > ABANDONED_S;
    return at_once ? has_ended || is_old : has_ended && is_old;
}

static void sweep(const char *dir, time_t now, bool at_once)
{
    DIR *d = opendir(dir);
    if (!d)
        return;
    for (struct dirent *entry; (entry = readdir(d));)
        if (is_to_go(dirfd(d), entry->d_name, now, at_once))
            unlinkat(dirfd(d), entry->d_name, 0);
    closedir(d);
}

void file_sweep(const char *dir, time_t now)
{
    sweep(dir, now, false);
}

void file_sweep_at_once(const char *dir, time_t now)
{
    sweep(dir, now, true);
}

void file_make_directories(const char *path)
{
    char *copy = xstrdup(path);
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0700);
        *slash = '/';
    }
    free(copy);
}
