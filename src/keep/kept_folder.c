#include "keep/kept_folder.h"

#include "base/alloc.h"
#include "config/paths.h"
#include "os/file.h"
#include "text/file_name.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 100 };

char *kept_folder_default(void)
{
    return paths_xdg("XDG_DATA_HOME", ".local/share", "kept");
}

/* ---- names ---- */

char *kept_folder_name(const char *name)
{
    struct buf safe = {0}, out = {0};
    file_name_put_id(&safe, name);
    bool has_capital = name[strcspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")];
    bool whole =
        *name && safe.len <= NAME_MAX_BYTES && !has_capital && strcmp(buf_str(&safe), name) == 0;
    buf_printf(&out, "%.*s", NAME_MAX_BYTES, buf_str(&safe));
    if (!whole)
        buf_printf(&out, "~%016" PRIx64, file_name_hash(name));
    buf_done(&safe);
    return buf_take(&out);
}

char *kept_folder_file_name(const char *id)
{
    char *name = kept_folder_name(id);
    char *file = xasprintf("%s%s", name, KEPT_FOLDER_ENDING);
    free(name);
    return file;
}

static char *inner_path(const char *dir, const char *provider)
{
    char *name = kept_folder_name(provider);
    char *path = xasprintf("%s/%s", dir, name);
    free(name);
    return path;
}

char *kept_folder_path(const char *dir, const char *provider, const char *id)
{
    char *inner = inner_path(dir, provider), *name = kept_folder_file_name(id);
    char *path = xasprintf("%s/%s", inner, name);
    free(inner);
    free(name);
    return path;
}

/* ---- folders ---- */

static enum kept_trouble trouble_of(const char *path, int why)
{
    struct stat st;
    if (why == ENOENT)
        return KEPT_TROUBLE_MISSING;
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
        return KEPT_TROUBLE_LINK;
    return why == ENOTDIR ? KEPT_TROUBLE_NO_FOLDER : KEPT_TROUBLE_UNREADABLE;
}

static enum kept_trouble check(const char *path, int flags, bool *tightened)
{
    struct stat st;
    enum kept_trouble why = KEPT_TROUBLE_NONE;
    bool untold;
    if (!tightened)
        tightened = &untold;
    *tightened = false;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
    if (fd < 0)
        return trouble_of(path, errno);
    if (fstat(fd, &st) < 0)
        why = KEPT_TROUBLE_UNREADABLE;
    else if (st.st_uid != geteuid())
        why = KEPT_TROUBLE_OTHERS;
    else if (st.st_mode & (S_IRWXG | S_IRWXO))
        *tightened = fchmod(fd, S_IRWXU) == 0;
    close(fd);
    return why;
}

enum kept_trouble kept_folder_check(const char *dir, bool *tightened)
{
    return check(dir, 0, tightened);
}

enum kept_trouble kept_folder_check_inner(const char *path, bool *tightened)
{
    return check(path, O_NOFOLLOW, tightened);
}

/* A folder that is missing is made; one that others made meanwhile is checked. */
static bool make(const char *path, int flags, struct err *e)
{
    if (mkdir(path, S_IRWXU) < 0 && errno != EEXIST)
        return err_set(e, "cannot make '%s': %s", path, strerror(errno));
    enum kept_trouble why = check(path, flags, NULL);
    return !why || kept_trouble_set(e, why, path);
}

bool kept_folder_make(const char *dir, const char *provider, struct err *e)
{
    char *inner = inner_path(dir, provider);
    file_make_directories(dir);
    bool made = make(dir, 0, e) && make(inner, O_NOFOLLOW, e);
    free(inner);
    return made;
}

static enum kept_trouble check_both(const char *dir, const char *provider)
{
    char *inner = inner_path(dir, provider);
    enum kept_trouble why = kept_folder_check(dir, NULL);
    if (!why)
        why = kept_folder_check_inner(inner, NULL);
    free(inner);
    return why;
}

/* ---- calls ---- */

enum kept_trouble kept_folder_open(struct kept_call *k, const char *dir, const char *provider,
                                   const char *id, size_t max_bytes)
{
    struct kept_file file;
    struct kept_call made = {0};
    enum kept_trouble why = check_both(dir, provider);
    if (why)
        return why;
    char *path = kept_folder_path(dir, provider, id);
    why = kept_file_read(&made, path, max_bytes, &file);
    free(path);
    if (!why && (strcmp(made.head.provider, provider) != 0 || strcmp(made.head.id, id) != 0))
        why = KEPT_TROUBLE_OTHER_CALL;
    if (why)
        kept_call_done(&made);
    else
        *k = made;
    return why;
}

/* A file that could not be opened is asked for once more, to say why. */
static void set_trouble(struct err *e, enum kept_trouble why, const char *path)
{
    if (why == KEPT_TROUBLE_UNREADABLE && access(path, R_OK) < 0)
        err_set(e, "'%s' cannot be read: %s", path, strerror(errno));
    else
        kept_trouble_set(e, why, path);
}

bool kept_folder_may_list(const char *dir, struct err *e)
{
    enum kept_trouble why = kept_folder_check(dir, NULL);
    if (!why || why == KEPT_TROUBLE_MISSING)
        return true;
    set_trouble(e, why, dir);
    return false;
}

struct failure *kept_folder_failure(enum kept_trouble why, const char *dir, const char *provider,
                                    const char *id)
{
    struct err e;
    char *inner = inner_path(dir, provider), *path = kept_folder_path(dir, provider, id);
    enum kept_trouble outer_why = kept_folder_check(dir, NULL);
    enum kept_trouble inner_why = kept_folder_check_inner(inner, NULL);
    if (outer_why)
        set_trouble(&e, outer_why, dir);
    else if (inner_why)
        set_trouble(&e, inner_why, inner);
    else
        set_trouble(&e, why, path);
    free(inner);
    free(path);
    return failure_caused(CAUSE_KEPT_UNREADABLE, 0, "the kept call cannot be read: %s", e.text);
}

bool kept_folder_has(const char *dir, const char *provider, const char *id)
{
    struct stat st;
    char *path = kept_folder_path(dir, provider, id);
    bool has = lstat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
    free(path);
    return has;
}

bool kept_folder_forget(const char *dir, const char *provider, const char *id, time_t now,
                        struct err *e)
{
    enum kept_trouble why = check_both(dir, provider);
    if (why == KEPT_TROUBLE_MISSING)
        return true;
    char *inner = inner_path(dir, provider), *path = kept_folder_path(dir, provider, id);
    bool gone = !why && (unlink(path) == 0 || errno == ENOENT);
    if (why)
        kept_trouble_set(e, why, inner);
    else if (!gone)
        err_set(e, "cannot remove '%s': %s", path, strerror(errno));
    else
        file_sweep_at_once(inner, now);
    free(inner);
    free(path);
    return gone;
}
