/* A screen is compared again with every byte that comes, so a test that passes ends as soon as the
 * frame is complete. Only writing the files has to wait until nothing more comes. */
#include "tests/support/golden.h"

#include "base/alloc.h"
#include "tests/support/scratch.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GOLDEN_DIR "tests/screen"
enum { GOLDEN_QUIET_MS = 300 };

/* Replaces every digit after a text by #, up to the first other character; dots stay. */
static void even_out(char *s, const char *before)
{
    for (char *at = s; (at = strstr(at, before));)
        for (at += strlen(before); isdigit((unsigned char)*at) || *at == '.'; at++)
            if (*at != '.')
                *at = '#';
}

char *golden_text(struct pty *p)
{
    struct buf b = {0};
    struct term *t = pty_term(p);
    int row, col;
    term_cursor(t, &row, &col);
    term_text(t, &b);
    buf_printf(&b, "== %dx%d, cursor %d,%d%s\n", term_cols(t), term_rows(t), row, col,
               term_cursor_visible(t) ? "" : " hidden");
    char *text = buf_take(&b);
    even_out(text, " in ");
    even_out(text, "127.0.0.1:");
    return text;
}

static bool is_golden(struct pty *p, const void *want)
{
    char *now = golden_text(p);
    bool same = strcmp(now, want) == 0;
    free(now);
    return same;
}

static void print_rows(const char *text, const char *other)
{
    while (*text) {
        size_t n = strcspn(text, "\n"), m = strcspn(other, "\n");
        bool same = n == m && strncmp(text, other, n) == 0;
        fprintf(stderr, "%c|%.*s\n", same ? ' ' : '>', (int)n, text);
        text += n + (text[n] == '\n');
        other += m + (other[m] == '\n');
    }
}

static void write_golden(struct pty *p, const char *name)
{
    pty_wait_quiet(p, GOLDEN_QUIET_MS);
    char *now = golden_text(p);
    scratch_write(GOLDEN_DIR, name, 0644, now);
    free(now);
}

static void compare(struct pty *p, const char *name, const char *file, int line)
{
    char *want = scratch_read(GOLDEN_DIR, name);
    if (want && pty_wait_until(p, is_golden, want, PTY_DEADLINE_MS)) {
        free(want);
        return;
    }
    char *now = golden_text(p);
    fprintf(stderr, GOLDEN_DIR "/%s, expected:\n", name);
    print_rows(want ? want : "(there is no such file)\n", now);
    fprintf(stderr, "the screen:\n");
    print_rows(now, want ? want : "");
    free(now);
    free(want);
    _fail(file, line);
}

void golden_expect_at(struct pty *p, const char *name, const char *file, int line)
{
    const char *update = getenv("UPDATE_GOLDEN");
    char *path = xasprintf("%s.golden", name);
    if (update && *update && strcmp(update, "0") != 0)
        write_golden(p, path);
    else
        compare(p, path, file, line);
    free(path);
}
