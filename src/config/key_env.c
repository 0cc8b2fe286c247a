/* Keys from the environment: taken out of it, so that no child inherits them, and kept here. */
#include "config/key_env.h"

#include "base/alloc.h"
#include "os/os.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct hidden {
    struct hidden *next;
    char *name, *value;
};

static struct hidden *hidden; /* written before threads exist, and when they have ended */

/* "CALLBROWSER_X_API_KEY=..." */
static bool is_key(const char *entry)
{
    static const char begin[] = "CALLBROWSER_", end[] = "_API_KEY";
    size_t n = strcspn(entry, "=");
    return n >= sizeof begin + sizeof end - 2 && strncmp(entry, begin, sizeof begin - 1) == 0 &&
           strncmp(entry + n - (sizeof end - 1), end, sizeof end - 1) == 0;
}

const char *key_env_get(const char *name)
{
    const char *value = getenv(name);
    for (const struct hidden *h = hidden; h && !value; h = h->next)
        if (strcmp(h->name, name) == 0)
            value = h->value;
    return value && *value ? value : NULL;
}

/* Overwrites the value in place, too: /proc shows the first environment of a process. Of two
 * variables with the same name the first counts, as for getenv. */
static void hide(char *entry)
{
    size_t n = strcspn(entry, "=");
    char *value = entry + n + (entry[n] == '=');
    struct hidden **end = &hidden, *h = xmalloc(sizeof *h);
    *h = (struct hidden){NULL, xstrndup(entry, n), xstrdup(value)};
    while (*end)
        end = &(*end)->next;
    *end = h;
    wipe_secret(value);
}

void key_env_hide(void)
{
    size_t kept = 0;
    for (size_t i = 0; environ && environ[i]; i++) {
        if (is_key(environ[i]))
            hide(environ[i]);
        else
            environ[kept++] = environ[i];
    }
    if (environ)
        environ[kept] = NULL;
}

void key_env_forget(void)
{
    while (hidden) {
        struct hidden *h = hidden;
        hidden = h->next;
        free(h->name);
        free_secret(h->value);
        free(h);
    }
}
