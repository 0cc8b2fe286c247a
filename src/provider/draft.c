#include "provider/draft.h"

#include "base/buf.h"
#include "base/err.h"

#include <stdarg.h>
#include <string.h>

void draft_problem(struct draft *d, const struct ini_entry *row, const char *fmt, ...)
{
    const char *file = row ? row->file : d->file;
    int line = row ? row->line : d->line;
    struct buf text = {0};
    struct err e;
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    err_set(&e, "%s", buf_str(&text));
    buf_done(&text);
    problems_add(d->problems, file, line, d->section, "%s", e.text);
    if (!d->made.broken)
        d->made.broken = arena_printf(d->arena, "%s:%d: %s", file, line, e.text);
}

void *draft_grown(struct draft *d, const void *old, size_t had, size_t want, size_t bytes)
{
    void *list = arena_array(d->arena, want, bytes);
    if (had)
        memcpy(list, old, had * bytes);
    return list;
}

static const struct ini_entry *last_row(const struct rows *rows, const char *name)
{
    for (size_t i = rows->count; i-- > 0;)
        if (rows->list[i].name[0] == name[0] && strcmp(rows->list[i].name, name) == 0)
            return &rows->list[i];
    return NULL;
}

const struct ini_entry *draft_row(const struct draft *d, const char *name)
{
    const struct ini_entry *row = last_row(&d->own, name);
    return row || d->own.count ? row : last_row(&d->builtin, name);
}
