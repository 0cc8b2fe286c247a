#include "cli/out_dir.h"

#include "base/alloc.h"
#include "os/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool out_dir_check(const char *dir, struct err *e)
{
    struct stat st;
    if (stat(dir, &st) < 0)
        return err_set(e, "cannot write to '%s': %s", dir, strerror(errno));
    if (!S_ISDIR(st.st_mode))
        return err_set(e, "cannot write to '%s': %s", dir, strerror(ENOTDIR));
    if (access(dir, W_OK | X_OK) < 0)
        return err_set(e, "cannot write to '%s': %s", dir, strerror(errno));
    return true;
}

static bool concerns_name(int why)
{
    return why == EISDIR || why == ENAMETOOLONG || why == EEXIST || why == ENOTEMPTY;
}

enum out_dir_state out_dir_write(const char *dir, const char *name, const struct buf *b,
                                 struct err *e)
{
    char *path = xasprintf("%s/%s", dir, name);
    int why = file_save(path, buf_str(b), b->len, true);
    if (why)
        err_set(e, "cannot write '%s': %s", path, strerror(why));
    free(path);
    if (!why)
        return OUT_DIR_WRITTEN;
    return concerns_name(why) ? OUT_DIR_NAME : OUT_DIR_FULL;
}
