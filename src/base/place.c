#include "base/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Some file systems cannot refuse to replace by themselves. */
static int rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    if (faccessat(AT_FDCWD, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return EEXIST;
    return rename(from, to) < 0 ? errno : 0;
}

int file_place(const char *from, const char *to, bool replace)
{
    if (replace)
        return rename(from, to) < 0 ? errno : 0;
    return rename_new(from, to);
}
