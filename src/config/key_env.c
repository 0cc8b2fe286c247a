/* Keys from the environment: taken out of it, so that no child inherits them, and kept here. */
#include "config/key_env.h"

#include "base/alloc.h"
#include "os/os.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Written before threads exist, and when they have ended. */
static struct hidden {
    char *name, *value;
} * hidden;
static size_t hidden_count;

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
    for (size_t i = 0; i < hidden_count && !value; i++)
        if (strcmp(hidden[i].name, name) == 0)
            value = hidden[i].value;
    return value && *value ? value : NULL;
}

/* Overwrites the value in place, too: /proc shows the first environment of a process. Of two
 * variables with the same name the first counts, as for getenv. */
static void hide(char *entry)
{
    size_t n = strcspn(entry, "=");
    char *value = entry + n + (entry[n] == '=');
    hidden = xgrow(hidden, hidden_count, sizeof *hidden);
    hidden[hidden_count++] = (struct hidden){xstrndup(entry, n), xstrdup(value)};
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
    while (hidden_count) {
        hidden_count--;
        free(hidden[hidden_count].name);
        free_secret(hidden[hidden_count].value);
    }
    free(hidden);
    hidden = NULL;
}
