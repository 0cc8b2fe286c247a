#include "tests/support/scripts.h"

#include "base/alloc.h"
#include "os/signals.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

enum { PATIENCE_MS = 20000 };

static char *dir, *usual_path;

int scripts_set_up(void **state)
{
    (void)state;
    dir = scratch_new();
    usual_path = xstrdup(getenv("PATH"));
    setenv("DIR", dir, 1);
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    unsetenv("TMUX");
    unsetenv("SSH_CONNECTION");
    return 0;
}

int scripts_watch(void **state)
{
    (void)state;
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    return signals_watch(&children, NULL) ? 0 : -1;
}

int scripts_tear_down(void **state)
{
    (void)state;
    setenv("PATH", usual_path, 1);
    free(usual_path);
    scratch_free(dir);
    return 0;
}

const char *scripts_dir(void)
{
    return dir;
}

const char *scripts_usual_path(void)
{
    return usual_path;
}

char *scripts_write(const char *name, const char *body)
{
    char *text = xasprintf("#!/bin/sh\n%s\n", body);
    scratch_write(dir, name, 0755, text);
    free(text);
    return scratch_path(dir, name);
}

int scripts_finish(struct process *p)
{
    int status;
    while (!process_ended(p, &status)) {
        struct pollfd fd = {.fd = signals_fd(), .events = POLLIN};
        if (poll(&fd, 1, PATIENCE_MS) == 0)
            fail_msg("the program has not ended, expected within %d ms", PATIENCE_MS);
        signals_drain();
    }
    process_done(p);
    return process_code(status);
}

void scripts_check_file(const char *name, const char *want)
{
    char *got = scratch_read(dir, name);
    if (!got || strcmp(got, want) != 0)
        fail_msg("%s: '%s', expected '%s'", name, got ? got : "(none)", want);
    free(got);
}

bool scripts_reports_exec_failures(void)
{
    char name[] = "/nonexistent/program";
    char *const argv[] = {name, NULL};
    pid_t pid;
    if (posix_spawn(&pid, name, NULL, NULL, argv, NULL) != 0)
        return true;
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return false;
}

void scripts_skip_without_exec_failures(void)
{
    if (scripts_reports_exec_failures())
        return;
    wrapped_skip("posix_spawn does not report that a program cannot be run");
    fail_msg("posix_spawn does not report that a program cannot be run, expected it to");
}
