#include "fetch/partial.h"

#include "base/alloc.h"
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { NAMES_MAX = 999, START_EVERY_BYTES = 4 << 20, MIB = 1 << 20 };

static int open_new(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* Another one's of the same number may stand there: of another machine's process, or of one that
 * died. */
static char *hidden_name(const char *dir, unsigned number, int try)
{
    return xasprintf("%s/.callbrowser-%ld-%u-%d.part", dir, (long)getpid(), number, try);
}

bool partial_open(struct partial *p, const char *dir, unsigned number, struct err *e)
{
    char *path = hidden_name(dir, number, 1);
    int fd = open_new(path);
    if (fd < 0 && errno == ENOENT && mkdir(dir, 0700) == 0)
        fd = open_new(path);
    for (int i = 2; fd < 0 && errno == EEXIST && i <= NAMES_MAX; i++) {
        free(path);
        path = hidden_name(dir, number, i);
        fd = open_new(path);
    }
    if (fd < 0) {
        err_set(e, "cannot write into '%s': %s", dir, strerror(errno));
        free(path);
        return false;
    }
    *p = (struct partial){.dir = xstrdup(dir), .path = path, .fd = fd};
    return true;
}

static bool fail(const struct partial *p, struct err *e)
{
    return err_set(e, "cannot write into '%s': %s", p->dir, strerror(errno));
}

bool partial_has_room(const struct partial *p, uint64_t bytes, struct err *e)
{
    struct statvfs st;
    bool known = fstatvfs(p->fd, &st) == 0 && st.f_blocks && st.f_frsize;
    if (!known || st.f_bavail >= bytes / st.f_frsize)
        return true;
    return err_set(e, "no room in '%s': %llu MiB are free, %llu MiB are needed", p->dir,
                   (unsigned long long)st.f_bavail * st.f_frsize / MIB,
                   (unsigned long long)bytes / MIB + 1);
}

/* The disk begins early, so that there is little to wait for at the end. */
static void start_writing(struct partial *p)
{
    if (p->bytes - p->started < START_EVERY_BYTES)
        return;
    sync_file_range(p->fd, (off_t)p->started, (off_t)(p->bytes - p->started),
                    SYNC_FILE_RANGE_WRITE);
    p->started = p->bytes;
}

bool partial_write(struct partial *p, const char *bytes, size_t n, struct err *e)
{
    while (n > 0) {
        ssize_t written = write(p->fd, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail(p, e);
        bytes += written;
        n -= (size_t)written;
        p->bytes += (uint64_t)written;
    }
    start_writing(p);
    return true;
}

bool partial_restart(struct partial *p, struct err *e)
{
    if (ftruncate(p->fd, 0) < 0 || lseek(p->fd, 0, SEEK_SET) < 0)
        return fail(p, e);
    p->bytes = p->started = 0;
    return true;
}

static void forget(struct partial *p)
{
    free(p->dir);
    free(p->path);
    *p = (struct partial){0};
}

static char *name_of_try(const struct partial *p, const char *name, const char *ending, int number)
{
    return number == 1 ? xasprintf("%s/%s%s", p->dir, name, ending)
                       : xasprintf("%s/%s-%d%s", p->dir, name, number, ending);
}

/* A disk that is full may say so only now. */
static int finish(const struct partial *p)
{
    int why = fsync(p->fd) < 0 && errno != EINVAL ? errno : 0;
    return close(p->fd) < 0 && !why ? errno : why;
}

bool partial_place(struct partial *p, const char *name, const char *ending, bool replace,
                   char **path, struct err *e)
{
    int why = finish(p);
    char *to = name_of_try(p, name, ending, 1);
    p->fd = -1;
    if (!why)
        why = file_rename(p->path, to, replace);
    for (int i = 2; why == EEXIST && i <= NAMES_MAX; i++) {
        free(to);
        to = name_of_try(p, name, ending, i);
        why = file_rename(p->path, to, replace);
    }
    if (why) {
        err_set(e, "cannot write '%s': %s", to, strerror(why));
        free(to);
        return false;
    }
    forget(p);
    *path = to;
    return true;
}

void partial_drop(struct partial *p)
{
    if (!p->path)
        return;
    if (p->fd >= 0)
        close(p->fd);
    unlink(p->path);
    forget(p);
}
