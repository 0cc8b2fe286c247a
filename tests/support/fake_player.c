#include "tests/support/fake_player.h"

#include "base/alloc.h"
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A test that runs in another directory needs the complete path. */
static char *program(void)
{
    const char *build = getenv("BUILD");
    char *name = xasprintf("%s/fake_player", build ? build : "build");
    char *path = realpath(name, NULL);
    if (!path)
        fail_msg("%s is missing, expected make to build it", name);
    free(name);
    return path;
}

void fake_player_install(const char *dir, const char *words, double seconds)
{
    char *path = program();
    char *script = xasprintf("#!/bin/sh\n"
                             "export FAKE_PLAYER='%s' FAKE_PLAYER_SECONDS=%f\n"
                             "export FAKE_PLAYER_LOG='%s/player.log'\n"
                             "[ ! -p '%s/player.control' ] ||\n"
                             "    export FAKE_PLAYER_CONTROL='%s/player.control'\n"
                             "exec '%s' \"$@\"\n",
                             words, seconds, dir, dir, dir, path);
    scratch_write(dir, "mpv", 0755, script);
    free(script);
    free(path);
}

void fake_player_take_control(const char *dir)
{
    char *path = scratch_path(dir, "player.control");
    assert_int_equal(mkfifo(path, 0600), 0);
    free(path);
}

void fake_player_do(const char *dir, const char *what)
{
    char *path = scratch_path(dir, "player.control");
    int fd = open(path, O_RDWR | O_CLOEXEC); /* which does not wait for the other side */
    assert_true(fd >= 0);
    assert_true(dprintf(fd, "%s\n", what) > 0);
    close(fd);
    free(path);
}
