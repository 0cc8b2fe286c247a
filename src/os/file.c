#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* 0, an errno that is the answer, or -1: this system or this file system cannot do it. */
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

static int rename_new(const char *from, const char *to)
{
    int why = rename_without_replacing(from, to);
    if (why >= 0)
        return why;
    if (faccessat(AT_FDCWD, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return EEXIST;
    return rename(from, to) < 0 ? errno : 0;
}

int file_rename(const char *from, const char *to, bool replace)
{
    if (replace)
        return rename(from, to) < 0 ? errno : 0;
    return rename_new(from, to);
}
