/* Only PATH, the wrapper command and the options of sanitizers come from the caller's environment.
 */
#include "tests/support/pty_env.h"

#include "base/alloc.h"
#include "tests/support/test_wrapper.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void add(char ***list, char *word)
{
    size_t n = 0;
    while (*list && (*list)[n])
        n++;
    *list = xreallocarray(*list, n + 2, sizeof **list);
    (*list)[n] = word;
    (*list)[n + 1] = NULL;
}

static void drop(char **list, const char *name, size_t bytes)
{
    for (; *list; list++)
        if (strncmp(*list, name, bytes) == 0 && (*list)[bytes] == '=') {
            free(*list);
            do
                list[0] = list[1];
            while (*list++);
            return;
        }
}

static void apply(char ***list, const char *change)
{
    drop(*list, change, strcspn(change, "="));
    if (strchr(change, '='))
        add(list, xstrdup(change));
}

static void inherit(char ***list, const char *name)
{
    const char *value = getenv(name);
    if (value)
        add(list, xasprintf("%s=%s", name, value));
}

static void make_environment(char ***list, const char *home)
{
    static const char *const names[] = {"PATH",         "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                        "LSAN_OPTIONS", "TSAN_OPTIONS", "VALGRIND_OPTS"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        inherit(list, names[i]);
    add(list, xasprintf("HOME=%s", home));
    add(list, xasprintf("TMPDIR=%s", home));
    add(list, xasprintf("XDG_CONFIG_HOME=%s/.config", home));
    add(list, xasprintf("XDG_STATE_HOME=%s/.local/state", home));
    add(list, xasprintf("XDG_RUNTIME_DIR=%s", home));
    add(list, xstrdup("TERM=xterm-256color"));
    add(list, xstrdup("COLORFGBG=15;0")); /* so that the terminal is not asked */
    add(list, xstrdup("LANG=C.UTF-8"));
    add(list, xstrdup("TZ=UTC"));
}

void pty_env_make(struct pty_env *e, const char *home, const char *const *argv,
                  const char *const *changes)
{
    e->argv = wrapped_words(argv);
    e->envp = NULL;
    make_environment(&e->envp, home);
    for (; changes && *changes; changes++)
        apply(&e->envp, *changes);
}

void pty_env_done(struct pty_env *e)
{
    wrapped_free(e->argv);
    wrapped_free(e->envp);
}
