/* Waits as checks: they print what was expected and the complete screen before the test fails. */
#include "tests/support/pty.h"

#include "base/alloc.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FRAME_MS = 10 };

void pty_fail(struct pty *p, const char *sentence, const char *file, int line)
{
    struct buf frame = {0};
    term_frame(pty_term(p), &frame);
    fprintf(stderr, "%s\nthe screen, %s", sentence, buf_str(&frame)); /* print_error cuts */
    buf_done(&frame);
    _fail(file, line);
}

static void fail_text(struct pty *p, const char *what, const char *text, const char *file, int line)
{
    fprintf(stderr, "%s '%s'\n", what, text);
    pty_fail(p, "", file, line);
}

void pty_expect_at(struct pty *p, const char *text, int deadline_ms, const char *file, int line)
{
    if (!pty_wait_for(p, text, deadline_ms))
        fail_text(p, "expected on the screen:", text, file, line);
}

void pty_expect_gone_at(struct pty *p, const char *text, int deadline_ms, const char *file,
                        int line)
{
    if (!pty_wait_gone(p, text, deadline_ms))
        fail_text(p, "expected to go from the screen:", text, file, line);
}

void pty_expect_not_at(struct pty *p, const char *text, const char *file, int line)
{
    pty_wait_quiet(p, FRAME_MS); /* the rest of a frame may be on its way */
    if (term_find(pty_term(p), text, NULL, NULL))
        fail_text(p, "not expected on the screen:", text, file, line);
}

void pty_expect_exit_at(struct pty *p, int code, int deadline_ms, const char *file, int line)
{
    int got = pty_wait_exit(p, deadline_ms);
    if (got == code)
        return;
    fprintf(stderr, "expected exit code %d, got %d (-1: it still runs)\n", code, got);
    pty_fail(p, "", file, line);
}

void pty_expect_restored_at(struct pty *p, const char *file, int line)
{
    const char *what = pty_unrestored(p);
    if (what)
        fail_text(p, "the terminal was not put back:", what, file, line);
}

static long switches_in(const char *path)
{
    long sum = 0, n;
    char line[256];
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f)) {
        const char *at = strstr(line, "voluntary_ctxt_switches:");
        if (at && (n = strtol(at + strlen("voluntary_ctxt_switches:"), NULL, 10)) > 0)
            sum += n;
    }
    if (f)
        fclose(f);
    return sum;
}

long pty_switches(struct pty *p)
{
    char *tasks = xasprintf("/proc/%d/task", (int)pty_pid(p));
    long sum = 0;
    DIR *dir = opendir(tasks);
    for (struct dirent *d; dir && (d = readdir(dir));) {
        char *path = xasprintf("%s/%s/status", tasks, d->d_name);
        if (d->d_name[0] != '.')
            sum += switches_in(path);
        free(path);
    }
    if (dir)
        closedir(dir);
    free(tasks);
    return sum;
}
