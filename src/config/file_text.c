/* Reads files of unknown kind and size. */
#include "config/file_text.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIPE_WAIT_MS = 60000 };

/* Waits for the writer of a pipe. False, with errno set, if nothing arrives in time. */
static bool wait_for_more(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int ready = poll(&p, 1, PIPE_WAIT_MS);
    if (ready == 0)
        errno = ETIME; /* "Timer expired"; the text of ETIMEDOUT is about connections */
    return ready > 0;
}

/* Returns the number of bytes read, at most max; -1, with errno set, if reading fails. What is
 * called a regular file, and yet would have to be waited for (/proc/kmsg), is not read. */
static ssize_t read_all(int fd, char *data, size_t max, bool may_wait)
{
    size_t have = 0;
    while (have < max) {
        ssize_t n = read(fd, data + have, max - have);
        if (n < 0 && errno == EAGAIN && may_wait && wait_for_more(fd))
            continue;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        have += (size_t)n;
    }
    return (ssize_t)have;
}

static bool too_large(const char *path, size_t max, struct err *e)
{
    if (max % 1024 == 0)
        return err_set(e, "cannot read '%s': larger than %zu KiB", path, max / 1024);
    return err_set(e, "cannot read '%s': larger than %zu bytes", path, max);
}

static bool check_kind(const struct stat *st, const char *path, size_t max, mode_t also,
                       struct err *e)
{
    if (S_ISDIR(st->st_mode))
        return err_set(e, "cannot read '%s': it is a directory", path);
    if (!S_ISREG(st->st_mode) && (st->st_mode & S_IFMT) != also)
        return err_set(e, "cannot read '%s': it is not a regular file", path);
    return st->st_size > (off_t)max ? too_large(path, max, e) : true;
}

static bool read_open(struct file_text *f, int fd, const char *path, size_t max, mode_t also,
                      struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return err_set(e, "cannot read '%s': %s", path, strerror(errno));
    if (!check_kind(&st, path, max, also, e))
        return false;
    struct file_text got = {.data = xmalloc(max + 2), .mode = (unsigned)st.st_mode & 07777};
    bool is_pipe = S_ISFIFO(st.st_mode);
    ssize_t n = read_all(fd, got.data, max + 1, is_pipe);
    int err = errno;
    bool is_empty_pipe = n == 0 && is_pipe;
    got.bytes = n < 0 ? max + 1 : (size_t)n;
    got.data[got.bytes] = '\0';
    if (n >= 0 && got.bytes <= max && !is_empty_pipe) {
        *f = got;
        return true;
    }
    file_text_done(&got);
    if (is_empty_pipe)
        return err_set(e, "cannot read '%s': the pipe is empty", path);
    if (n < 0 && err == EAGAIN)
        return err_set(e, "cannot read '%s': it is not a regular file", path);
    return n < 0 ? err_set(e, "cannot read '%s': %s", path, strerror(err))
                 : too_large(path, max, e);
}

bool file_text_read(struct file_text *f, const char *path, size_t max, mode_t also, struct err *e)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return err_set(e, "cannot read '%s': %s", path, strerror(errno));
    bool ok = read_open(f, fd, path, max, also, e);
    close(fd);
    return ok;
}

void file_text_done(struct file_text *f)
{
    if (f->data)
        wipe_bytes(f->data, f->bytes);
    free(f->data);
    *f = (struct file_text){0};
}
