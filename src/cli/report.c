#include "cli/report.h"

#include "text/clean.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_COLS = 15 };

void report_title(struct report *r, const char *title)
{
    buf_printf(&r->text, "\n%s\n", title);
}

__attribute__((format(printf, 4, 0))) static void
add(struct report *r, char mark, const char *label, const char *fmt, va_list args)
{
    struct buf sentence = {0};
    buf_vprintf(&sentence, fmt, args);
    char *clean = clean_dup(buf_str(&sentence), 0);
    buf_printf(&r->text, "%c %-*s%s\n", mark, LABEL_COLS, label, clean);
    free(clean);
    buf_done(&sentence);
}

void report_line(struct report *r, const char *label, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add(r, ' ', label, fmt, args);
    va_end(args);
}

void report_problem(struct report *r, const char *label, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add(r, '!', label, fmt, args);
    va_end(args);
    r->problem_count++;
}

void report_library(struct report *r, const char *name,
                    void (*version)(struct buf *compiled, struct buf *running))
{
    struct buf then = {0}, now = {0};
    version(&then, &now);
    if (strcmp(buf_str(&now), buf_str(&then)) == 0)
        report_line(r, name, "%s", buf_str(&now));
    else
        report_line(r, name, "%s (compiled with %s)", buf_str(&now), buf_str(&then));
    buf_done(&then);
    buf_done(&now);
}
