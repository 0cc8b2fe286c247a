/* Written beside, then renamed. No memory is taken here: it runs in a forked child. */
#include "print/save.h"

#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0) {
            bytes += written;
            n -= (size_t)written;
        }
    }
    return fsync(fd) < 0 && errno != EINVAL ? errno : 0;
}

int save_write(const struct saving *s)
{
    int fd = open(s->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return errno;
    int why = write_all(fd, s->bytes, s->count);
    if (close(fd) < 0 && !why)
        why = errno;
    if (!why)
        why = file_rename(s->beside, s->path, s->replace);
    if (why)
        unlink(s->beside);
    return why;
}
