/* Measures builds of the program beside others that do the same. The last build is judged: with
 * --check the exit code is 1 if it is a fifth worse than one of its bars.
 * usage: bench [--json FILE] [--check] [--rows GROUP,...] BUILD_DIR... */
#include "tests/bench/bench.h"

#include "base/alloc.h"
#include "tests/bench/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct build builds[BUILDS_MAX];
int build_count;

static const struct {
    const char *name;
    void (*run)(void);
} groups[] = {
    {"start", bench_start},     {"load", bench_load},     {"keys", bench_keys},
    {"flat", bench_flat},       {"count", bench_count},   {"line", bench_line},
    {"batch", bench_batch},     {"lists", bench_lists},   {"kept", bench_kept},
    {"keeping", bench_keeping}, {"growth", bench_growth},
};

/* NAME in a list with commas; every name is in no list. */
static bool is_listed(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = list; at && *at; at += strcspn(at, ","), at += *at == ',')
        if (strncmp(at, name, n) == 0 && (at[n] == ',' || !at[n]))
            return true;
    return !list;
}

/* NULL if there is none; the caller frees it. */
static char *program(const char *dir, const char *name)
{
    char *path = xasprintf("%s/%s", dir, name), *whole = realpath(path, NULL);
    free(path);
    return whole;
}

static void add_build(const char *dir)
{
    if (build_count == BUILDS_MAX)
        give_up("too many builds");
    struct build *b = &builds[build_count++];
    *b = (struct build){dir, program(dir, "callbrowser"), program(dir, "bench_null")};
    if (!b->program)
        give_up(dir);
}

struct wishes {
    const char *json, *rows;
    bool check;
};

static void read_arguments(struct wishes *w, char **argv)
{
    while (*++argv) {
        if (strcmp(*argv, "--check") == 0)
            w->check = true;
        else if (strcmp(*argv, "--json") == 0 && argv[1])
            w->json = *++argv;
        else if (strcmp(*argv, "--rows") == 0 && argv[1])
            w->rows = *++argv;
        else
            add_build(*argv);
    }
    if (!build_count)
        give_up("usage: bench [--json FILE] [--check] [--rows GROUP,...] BUILD_DIR...");
}

int main(int argc, char **argv)
{
    struct wishes w = {0};
    (void)argc;
    setvbuf(stdout, NULL, _IOLBF, 0);
    setenv("CALLBROWSER_TEST_SLOW", "10", 0); /* the peers may take their time */
    read_arguments(&w, argv);
    for (int i = 0; i < build_count; i++)
        printf("build %d: %s\n", i + 1, builds[i].dir);
    server_start();
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (is_listed(w.rows, groups[i].name))
            groups[i].run();
    server_stop();
    if (w.json && !report_json(w.json))
        give_up(w.json);
    int failed = report_failures();
    for (int i = 0; i < build_count; i++) {
        free(builds[i].program);
        free(builds[i].null);
    }
    return w.check && failed > 0;
}
