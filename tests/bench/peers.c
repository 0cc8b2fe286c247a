/* The programs that are measured, ours and those beside it. */
#include "tests/bench/bench.h"

#include "base/alloc.h"
#include "tests/support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPENED_MS = 120000 };

/* The first file of that name in the PATH; the caller frees it. */
static char *find_program(const char *name)
{
    char *path = xstrdup(getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin"), *rest = path;
    for (char *dir; (dir = strsep(&rest, ":"));) {
        char *file = xasprintf("%s/%s", dir, name);
        if (access(file, X_OK) == 0) {
            free(path);
            return file;
        }
        free(file);
    }
    free(path);
    return NULL;
}

bool peer_installed(const char *name)
{
    static char said[256];
    char *file = find_program(name), *word = xasprintf(" %s ", name);
    bool installed = file != NULL;
    if (!installed && !strstr(said, word)) {
        printf("%s is not installed: its rows are left out\n", name);
        snprintf(said + strlen(said), sizeof said - strlen(said), "%s", word);
    }
    free(file);
    free(word);
    return installed;
}

const char *peer_python(void)
{
    static char path[4096];
    if (path[0] || !peer_installed("python3"))
        return path[0] ? path : NULL;
    char *file = find_program("python3");
    const char *const argv[] = {file, "-c", "import sys; print(sys.executable, end='')", NULL};
    struct run r;
    run_program(&r, argv, NULL);
    snprintf(path, sizeof path, "%s", buf_str(&r.out));
    run_done(&r);
    free(file);
    return path;
}

static bool is_refused(struct pty *p)
{
    return term_find(pty_term(p), "more than ", NULL, NULL) ||
           term_find(pty_term(p), "larger than ", NULL, NULL);
}

/* The first turn is shown, or a page that says why not. */
static bool has_opened(struct pty *p, const void *arg)
{
    (void)arg;
    return term_find(pty_term(p), "Turn 1 of", NULL, NULL) || is_refused(p);
}

struct pty *open_call(int build, const char *provider, int turns, int rows, int cols,
                      bool side_by_side)
{
    char id[16];
    snprintf(id, sizeof id, "%d", turns);
    const char *const argv[] = {
        builds[build].program, "-c", server_config(side_by_side), provider, id, NULL};
    struct pty_options options = {.argv = argv, .rows = rows, .cols = cols};
    struct pty *p = pty_start(&options);
    if (!pty_wait_until(p, has_opened, NULL, OPENED_MS))
        give_up_on(p, "a call is not shown");
    if (!is_refused(p))
        return p;
    pty_stop(p);
    return NULL;
}

const char *text_file(int turns)
{
    static char path[4096];
    static int has;
    if (has == turns)
        return path;
    snprintf(path, sizeof path, "%s/turns.txt", server_dir());
    FILE *f = fopen(path, "w");
    struct buf line = {0};
    if (!f)
        give_up(path);
    for (int i = 0; i < turns; i++) {
        int s = i * 2;
        buf_clear(&line);
        buf_printf(&line, "  %2d:%02d:%02d  %-5s  ", s / 3600, s / 60 % 60, s % 60,
                   i % 2 ? "user" : "agent");
        body_put_turn(&line, i);
        fprintf(f, "%s\n", buf_str(&line));
    }
    fclose(f);
    buf_done(&line);
    has = turns;
    return path;
}

struct pty *open_pager(const char *name, int turns, int rows, int cols)
{
    char *command = xasprintf("%s <%s", name, text_file(turns));
    const char *const of_tig[] = {"sh", "-c", command, NULL}, *const of_less[] = {
                                                                  name, text_file(turns), NULL};
    bool tig = strcmp(name, "tig") == 0;
    struct pty_options options = {.argv = tig ? of_tig : of_less, .rows = rows, .cols = cols};
    struct pty *p = pty_start(&options);
    if (!pty_wait_for(p, "Turn 1 of", PTY_DEADLINE_MS))
        give_up_on(p, "a pager does not show the text");
    free(command);
    return p;
}
