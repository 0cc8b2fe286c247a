/* The configurations are files in the scratch home, which is removed at the end. */
#include "tests/support/printing.h"

#include "base/alloc.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ARGV_MAX = 32 };

struct printing printing;

int printing_setup(void **state)
{
    static const char *const unwanted[] = {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME",
                                           "CALLBROWSER_CONFIG", "COLUMNS"};
    (void)state;
    const char *build = getenv("BUILD");
    printing.program = xasprintf("%s/callbrowser", build && *build ? build : "build");
    printing.home = scratch_new();
    setenv("HOME", printing.home, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        unsetenv(unwanted[i]);
    mock_start(&printing.mock);
    printing.config = printing_config("test.ini", NULL, NULL);
    return 0;
}

int printing_setup_with_player(void **state)
{
    if (printing_setup(state) != 0)
        return -1;
    scratch_write(printing.home, "bin/mpv", 0755, "#!/bin/sh\necho mpv 0.35.1 Copyright\n");
    char *path = xasprintf("%s/bin:%s", printing.home, getenv("PATH"));
    setenv("PATH", path, 1);
    free(path);
    return 0;
}

int printing_teardown(void **state)
{
    (void)state;
    mock_stop(&printing.mock);
    scratch_free(printing.home);
    free(printing.config);
    free(printing.program);
    return 0;
}

char *printing_config(const char *name, const char *options, const char *more)
{
    char *five = mock_ini(&printing.mock);
    char *text = xasprintf("[callbrowser]\n%stimezone = UTC\n%s%s", options ? options : "", five,
                           more ? more : "");
    scratch_write(printing.home, name, 0600, text);
    free(text);
    free(five);
    return scratch_path(printing.home, name);
}

static void put_argv(const char **argv, const char *config, const char *const *args)
{
    size_t n = 0;
    argv[n++] = printing.program;
    argv[n++] = "-c";
    argv[n++] = config;
    for (; *args && n < ARGV_MAX; args++)
        argv[n++] = *args;
    assert_null(*args);
}

void printing_start(struct run *r, const char *config, const char *const *args)
{
    const char *argv[ARGV_MAX + 1] = {NULL};
    put_argv(argv, config, args);
    run_start(r, argv);
}

void printing_call(struct run *r, const char *config, const char *input, const char *const *args)
{
    const char *argv[ARGV_MAX + 1] = {NULL};
    put_argv(argv, config, args);
    run_program(r, argv, input);
}

bool printing_is_sanitized(void)
{
    struct run r;
    run_program(&r, ARGS("/usr/bin/nm", "-D", printing.program), NULL);
    bool sanitized = strstr(buf_str(&r.out), "__asan_") || strstr(buf_str(&r.out), "__tsan_");
    run_done(&r);
    return sanitized;
}
