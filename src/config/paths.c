#include "config/paths.h"

#include "base/alloc.h"

#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHOWN_MAX_BYTES = 200 /* of a directory */ };

/* An absolute path, or NULL. */
static const char *home_dir(void)
{
    const char *home = getenv("HOME");
    if (home && *home == '/')
        return home;
    const struct passwd *user = getpwuid(getuid());
    return user && user->pw_dir && *user->pw_dir == '/' ? user->pw_dir : NULL;
}

/* The bytes of the home directory without slashes at its end. */
static size_t home_bytes(const char *home)
{
    size_t n = strlen(home);
    while (n > 1 && home[n - 1] == '/')
        n--;
    return n;
}

char *paths_expand(const char *path)
{
    bool tilde = path[0] == '~' && (path[1] == '/' || path[1] == '\0');
    const char *home = tilde ? home_dir() : NULL;
    if (!home)
        return xstrdup(path);
    size_t n = home_bytes(home);
    if (n == 1 && path[1]) /* the root: the path has its slash */
        n = 0;
    return xasprintf("%.*s%s", (int)n, home, path + 1);
}

char *paths_shown(const char *path)
{
    char dir[SHOWN_MAX_BYTES];
    bool below = path[0] != '/' && getcwd(dir, sizeof dir);
    char *all = below ? xasprintf("%s/%s", dir[1] ? dir : "", path) : xstrdup(path);
    const char *home = home_dir();
    size_t n = home ? home_bytes(home) : 0;
    if (n > 1 && strncmp(all, home, n) == 0 && all[n] == '/') {
        memmove(all + 1, all + n, strlen(all + n) + 1);
        all[0] = '~';
    }
    return all;
}

char *paths_xdg(const char *variable, const char *below_home, const char *file)
{
    const char *xdg = getenv(variable);
    if (xdg && *xdg == '/')
        return xasprintf("%s/callbrowser/%s", xdg, file);
    const char *home = home_dir();
    return home ? xasprintf("%s/%s/callbrowser/%s", home, below_home, file) : NULL;
}

char **paths_of_config(void)
{
    char **places = xcalloc(3, sizeof *places);
    size_t n = 0;
    const char *named = getenv("CALLBROWSER_CONFIG");
    if (named && *named) {
        places[n++] = xstrdup(named);
        return places;
    }
    places[n] = paths_xdg("XDG_CONFIG_HOME", ".config", "callbrowser.ini");
    n += places[n] != NULL;
    places[n] = xstrdup("/etc/callbrowser.ini");
    return places;
}
