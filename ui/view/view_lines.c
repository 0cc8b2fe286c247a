#include "ui/view/view_lines.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/int.h"
#include "text/clean.h"
#include "text/cols.h"
#include "ui/view/wrap_cache.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_MAX_COLS = 24, TEXT_MIN_COLS = 12 };

struct item {
    enum role label_role, role;
    char *label, *text; /* clean; label may be NULL */
    struct wrap_cache wrapped;
};

struct view_lines {
    struct view view;
    struct item *list;
    size_t count;
    int cols, label_cols; /* label_cols is the width of the widest label */
};

void view_lines_add(struct view *base, enum role label_role, const char *label, enum role role,
                    const char *text)
{
    struct view_lines *v = (struct view_lines *)base;
    v->list = xgrow(v->list, v->count, sizeof *v->list);
    struct item *it = &v->list[v->count++];
    *it = (struct item){.label_role = label_role, .role = role};
    it->label = label ? clean_dup(label, CLEAN_SCREEN) : NULL;
    it->text = clean_dup(text, CLEAN_SCREEN | CLEAN_LINES);
    int cols = label ? cols_of(it->label, strlen(it->label)) : 0;
    v->label_cols = int_min(int_max(v->label_cols, cols), LABEL_MAX_COLS);
}

void view_lines_addf(struct view *v, enum role role, const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    view_lines_add(v, ROLE_TEXT, NULL, role, buf_str(&text));
    buf_done(&text);
}

void view_lines_add_blank(struct view *v)
{
    view_lines_add(v, ROLE_TEXT, NULL, ROLE_TEXT, "");
}

const char *view_lines_label(const struct view *base, size_t item)
{
    const struct view_lines *v = (const struct view_lines *)base;
    return item < v->count && v->list[item].label ? v->list[item].label : "";
}

static void layout(struct view *base, int cols)
{
    struct view_lines *v = (struct view_lines *)base;
    v->cols = cols;
    for (size_t i = 0; i < v->count; i++)
        wrap_cache_done(&v->list[i].wrapped);
}

static size_t items(const struct view *base)
{
    return ((const struct view_lines *)base)->count;
}

/* The column where an item's text begins. */
static int indent(const struct view_lines *v, const struct item *it)
{
    int at = VIEW_GUTTER + (it->label ? v->label_cols + 2 : 0);
    return v->cols - at < TEXT_MIN_COLS ? VIEW_GUTTER : at;
}

/* In a pane that is too narrow for two columns a label has a row of its own. */
static bool label_alone(const struct view_lines *v, const struct item *it)
{
    return it->label && indent(v, it) == VIEW_GUTTER;
}

static struct wrap_cache *cache_of(const struct view_lines *v, struct item *it)
{
    if (!it->wrapped.text)
        wrap_cache_begin(&it->wrapped, it->text, int_max(v->cols - indent(v, it) - 1, 1));
    return &it->wrapped;
}

static int rows(struct view *base, size_t item, int max)
{
    const struct view_lines *v = (const struct view_lines *)base;
    struct item *it = &v->list[item];
    return wrap_cache_rows(cache_of(v, it), max) + label_alone(v, it);
}

/* In the searched text an item's text follows its label and a line end. */
static size_t text_begin(const struct item *it)
{
    return it->label ? strlen(it->label) + 1 : 0;
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    const struct view_lines *v = (const struct view_lines *)base;
    struct item *it = &v->list[item];
    line_pad(out, VIEW_GUTTER);
    if (it->label && row == 0) {
        line_from(out, 0);
        line_put_clean_cut(out, it->label_role, it->label, strlen(it->label), v->label_cols);
    }
    row -= label_alone(v, it);
    if (row < 0)
        return;
    size_t bytes;
    const char *s = wrap_cache_row(cache_of(v, it), row, &bytes);
    line_pad(out, indent(v, it));
    if (bytes)
        line_from(out, text_begin(it) + (size_t)(s - it->text));
    line_put_clean(out, it->role, s, bytes);
}

static char *copy(const struct view *base, size_t item)
{
    const struct view_lines *v = (const struct view_lines *)base;
    return item < v->count ? xstrdup(v->list[item].text) : NULL;
}

static void searched(struct view *base, size_t item, struct buf *out)
{
    const struct item *it = &((struct view_lines *)base)->list[item];
    if (it->label)
        buf_printf(out, "%s\n", it->label);
    buf_puts(out, it->text);
}

static int row_of(struct view *base, size_t item, size_t offset)
{
    struct view_lines *v = (struct view_lines *)base;
    struct item *it = &v->list[item];
    size_t begin = text_begin(it);
    if (offset < begin)
        return 0;
    return wrap_cache_row_of(cache_of(v, it), offset - begin) + label_alone(v, it);
}

static size_t offset_of(struct view *base, size_t item, int row)
{
    struct view_lines *v = (struct view_lines *)base;
    struct item *it = &v->list[item];
    if (row == 0)
        return 0;
    return text_begin(it) + wrap_cache_offset(cache_of(v, it), row - label_alone(v, it));
}

static void destroy(struct view *base)
{
    struct view_lines *v = (struct view_lines *)base;
    for (size_t i = 0; i < v->count; i++) {
        free(v->list[i].label);
        free(v->list[i].text);
        wrap_cache_done(&v->list[i].wrapped);
    }
    free(v->list);
    free(v);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = items,
                                    .rows = rows,
                                    .row = row,
                                    .copy = copy,
                                    .text = searched,
                                    .row_of = row_of,
                                    .offset_of = offset_of,
                                    .free = destroy};

struct view *view_lines_new(void)
{
    struct view_lines *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->cols = 80;
    return &v->view;
}
