#include "fetch/partial.h"

#include "base/alloc.h"
#include "os/file.h"
#include "os/os.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { NAMES_MAX = 999, START_EVERY_BYTES = 4 << 20, MIB = 1 << 20 };

/* A directory that is missing is made, but not the one above it. */
bool partial_open(struct partial *p, const char *dir, struct err *e)
{
    int fd;
    char *path, *in_dir = xasprintf("%s/", dir);
    int why = file_open_beside(in_dir, &fd, &path);
    if (why == ENOENT && mkdir(dir, 0700) == 0)
        why = file_open_beside(in_dir, &fd, &path);
    free(in_dir);
    if (why)
        return err_set(e, "cannot write to '%s': %s", dir, strerror(why));
    *p = (struct partial){.dir = xstrdup(dir), .path = path, .fd = fd};
    return true;
}

bool partial_open_nameless(struct partial *p, struct err *e)
{
    const char *dir = os_temporary_dir();
    int fd, why = file_open_nameless(dir, &fd);
    if (why)
        return err_set(e, "cannot write to '%s': %s", dir, strerror(why));
    *p = (struct partial){.dir = xstrdup(dir), .fd = fd};
    return true;
}

static bool fail(const struct partial *p, int why, struct err *e)
{
    return err_set(e, "cannot write to '%s': %s", p->dir, strerror(why));
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

/* The disk begins to write early, so that there is little to wait for at the end. */
bool partial_write(struct partial *p, const char *bytes, size_t n, struct err *e)
{
    int why = file_write_all(p->fd, bytes, n);
    if (why)
        return fail(p, why, e);
    p->bytes += n;
    uint64_t more = p->bytes - p->started;
    if (more >= START_EVERY_BYTES) {
        os_start_writing(p->fd, (off_t)p->started, (off_t)more);
        p->started = p->bytes;
    }
    return true;
}

bool partial_restart(struct partial *p, struct err *e)
{
    if (ftruncate(p->fd, 0) < 0 || lseek(p->fd, 0, SEEK_SET) < 0)
        return fail(p, errno, e);
    p->bytes = p->started = 0;
    return true;
}

static char *name_of_try(const struct partial *p, const char *name, const char *ending, int number)
{
    return number == 1 ? xasprintf("%s/%s%s", p->dir, name, ending)
                       : xasprintf("%s/%s-%d%s", p->dir, name, number, ending);
}

static void forget(struct partial *p)
{
    file_drop(p->fd, p->path);
    free(p->dir);
    *p = (struct partial){0};
}

bool partial_place(struct partial *p, const char *name, const char *ending, bool replace,
                   char **path, struct err *e)
{
    char *to = name_of_try(p, name, ending, 1);
    int why = file_sync(p->fd);
    if (!why)
        why = file_place(p->fd, p->path, to, replace);
    for (int i = 2; why == EEXIST && i <= NAMES_MAX; i++) {
        free(to);
        to = name_of_try(p, name, ending, i);
        why = file_place(p->fd, p->path, to, replace);
    }
    if (why) {
        err_set(e, "cannot write '%s': %s", to, strerror(why));
        free(to);
        return false;
    }
    free(p->path); /* which it does not have any more */
    p->path = NULL;
    forget(p);
    *path = to;
    return true;
}

int partial_take(struct partial *p)
{
    int fd = p->fd;
    lseek(fd, 0, SEEK_SET);
    p->fd = -1;
    forget(p);
    return fd;
}

void partial_drop(struct partial *p)
{
    if (p->dir)
        forget(p);
}
