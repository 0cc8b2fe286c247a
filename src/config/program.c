#include "config/program.h"

#include "base/alloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool may_run(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* An empty element of PATH means the current directory. */
static char *in_directory(const char *dir, size_t bytes, const char *name)
{
    char *path = xasprintf("%.*s%s%s", (int)bytes, dir, bytes ? "/" : "./", name);
    if (may_run(path))
        return path;
    free(path);
    return NULL;
}

char *program_find(const char *name)
{
    if (strchr(name, '/'))
        return may_run(name) ? xstrdup(name) : NULL;
    const char *dir = getenv("PATH");
    char *found = NULL;
    for (bool more = dir && *name; more && !found;) {
        size_t bytes = strcspn(dir, ":");
        found = in_directory(dir, bytes, name);
        more = dir[bytes] == ':';
        dir += bytes + 1;
    }
    return found;
}
