/* The lists are small: made whole, then written. */
#include "cli/lists.h"

#include "base/alloc.h"
#include "base/text.h"
#include "builtin.h"
#include "config/secret.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 4 };

/* A provider's cells, safe for a terminal; yours. */
struct row {
    char *cells[COLUMNS];
};

static char *cell(const char *s)
{
    return text_clean_dup(s && *s ? s : "-", TEXT_SCREEN);
}

static struct row make_row(const struct provider *p)
{
    char *host = provider_host(p);
    struct row row = {{cell(p->name), cell(p->title), cell(host),
                       cell(secret_origin_name(secret_origin(&p->secret)))}};
    free(host);
    return row;
}

static void put_row(struct buf *out, const struct row *row, const int *widths)
{
    for (int i = 0; i < COLUMNS; i++) {
        const char *text = row->cells[i];
        buf_puts(out, text);
        if (i + 1 < COLUMNS)
            buf_printf(out, "%*s", widths[i] + 2 - text_cols(text, strlen(text)), "");
    }
    buf_putc(out, '\n');
}

static void widen(int *widths, const struct row *row)
{
    for (int i = 0; i < COLUMNS; i++) {
        int cols = text_cols(row->cells[i], strlen(row->cells[i]));
        if (cols > widths[i])
            widths[i] = cols;
    }
}

void list_providers(struct buf *out, const struct provider_set *set)
{
    struct row *rows = xcalloc(set->count ? set->count : 1, sizeof *rows);
    int widths[COLUMNS] = {0};
    for (size_t i = 0; i < set->count; i++) {
        rows[i] = make_row(&set->list[i]);
        widen(widths, &rows[i]);
    }
    for (size_t i = 0; i < set->count; i++) {
        put_row(out, &rows[i], widths);
        for (int k = 0; k < COLUMNS; k++)
            free(rows[i].cells[k]);
    }
    free(rows);
}

void list_default_config(struct buf *out)
{
    for (const struct builtin *b = builtins; b->path; b++) {
        if (strcmp(b->path, "callbrowser.ini") == 0)
            buf_puts(out, b->text);
    }
}

static int by_place(const void *a, const void *b)
{
    const struct problem *x = *(const struct problem *const *)a;
    const struct problem *y = *(const struct problem *const *)b;
    int files = strcmp(x->file ? x->file : "", y->file ? y->file : "");
    return files ? files : (x->line > y->line) - (x->line < y->line);
}

void list_problems(struct buf *out, const struct problems *problems)
{
    size_t count = problems->count;
    const struct problem **sorted = xcalloc(count ? count : 1, sizeof(*sorted));
    for (size_t i = 0; i < count; i++)
        sorted[i] = &problems->list[i];
    qsort(sorted, count, sizeof(*sorted), by_place);
    for (size_t i = 0; i < count; i++) {
        char *text = problem_text(sorted[i]);
        buf_printf(out, "%s\n", text);
        free(text);
    }
    free(sorted);
}
