#include "os/file.h"

#include "base/alloc.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_MAX = 999 };

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
int file_open_beside(const char *path, int *fd, char **name)
{
    int why = EEXIST;
    for (int i = 0; why == EEXIST && i < NAMES_MAX; i++) {
        char *hidden = hidden_name(path);
        int opened = open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
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

/* Some files cannot be synced (EINVAL), pipes for example. */
int file_sync_and_close(int fd)
{
    int why = fsync(fd) < 0 && errno != EINVAL ? errno : 0;
    return close(fd) < 0 && !why ? errno : why;
}

static int only_close(int fd)
{
    return close(fd) < 0 ? errno : 0;
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

int file_rename(const char *from, const char *to, bool replace)
{
    struct stat st;
    int why = replace ? -1 : rename_without_replacing(from, to);
    if (why >= 0)
        return why;
    if (!replace && lstat(to, &st) == 0)
        return EEXIST;
    return rename(from, to) < 0 ? errno : 0;
}

static int save(const char *path, const char *bytes, size_t count, bool replace,
                int (*finish)(int fd))
{
    int fd = -1;
    char *name = NULL;
    int why = file_open_beside(path, &fd, &name);
    if (why)
        return why;
    assert(name);
    why = file_write_all(fd, bytes, count);
    int end = finish(fd);
    if (!why)
        why = end;
    if (!why)
        why = file_rename(name, path, replace);
    if (why)
        unlink(name);
    free(name);
    return why;
}

int file_save(const char *path, const char *bytes, size_t count, bool replace)
{
    return save(path, bytes, count, replace, file_sync_and_close);
}

int file_replace(const char *path, const char *bytes, size_t count)
{
    return save(path, bytes, count, true, only_close);
}
