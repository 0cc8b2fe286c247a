#include "ui/view/view_compare.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/clean.h"
#include "text/cols.h"
#include "ui/view/wrap_cache.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE_MIN_COLS = 120, GAP = 2, FIRST_COLS = 80, SIDES = 2 };

struct item {
    struct compared field;
    bool names; /* the first item, with the names of the calls */
    struct wrap_cache wrapped[SIDES];
};

struct view_compare {
    struct view view;
    struct item *list;
    size_t count;
    size_t fields, differing;
    size_t turn, turn_item; /* the first turn that differs, and its item */
    char number[SIDES][24]; /* of the tabs */
    int cols, label_cols, number_cols, value_cols;
    bool side; /* the values are side by side */
};

static void measure_labels(struct view_compare *v)
{
    v->label_cols = 0;
    for (size_t i = 0; i < v->count; i++) {
        const struct compared *f = &v->list[i].field;
        if (f->kind == COMPARED_FIELD)
            v->label_cols = int_max(v->label_cols, cols_of(f->label, strlen(f->label)));
    }
    v->label_cols = int_min(v->label_cols, v->cols / 4);
}

/* When one value is above the other, values that differ have the number of their tab before them.
 */
static void layout(struct view *base, int cols)
{
    struct view_compare *v = (struct view_compare *)base;
    v->cols = cols;
    v->side = cols >= SIDE_MIN_COLS;
    measure_labels(v);
    v->number_cols =
        v->side ? 0 : int_max((int)strlen(v->number[0]), (int)strlen(v->number[1])) + GAP;
    int room = cols - VIEW_GUTTER - v->label_cols - GAP - v->number_cols - 1;
    v->value_cols = int_max(v->side ? (room - GAP) / 2 : room, 1);
    for (size_t i = 0; i < v->count; i++)
        for (int side = 0; side < SIDES; side++)
            wrap_cache_done(&v->list[i].wrapped[side]);
}

static size_t items(const struct view *base)
{
    return ((const struct view_compare *)base)->count;
}

static const char *shown(const struct item *it, int side)
{
    return it->field.value[side] ? it->field.value[side] : "not given";
}

static struct wrap_cache *cache_of(const struct view_compare *v, struct item *it, int side)
{
    struct wrap_cache *w = &it->wrapped[side];
    if (!w->text)
        wrap_cache_begin(w, shown(it, side), v->value_cols + (it->names ? v->number_cols : 0));
    return w;
}

/* Returns true if one value is above the other, rather than beside it or shown only once. */
static bool is_stacked(const struct view_compare *v, const struct item *it)
{
    return !v->side && (it->names || it->field.differs);
}

static int rows(struct view *base, size_t item, int max)
{
    const struct view_compare *v = (const struct view_compare *)base;
    struct item *it = &v->list[item];
    if (it->field.kind != COMPARED_FIELD)
        return 1;
    int left = wrap_cache_rows(cache_of(v, it, 0), max);
    if (!v->side && !is_stacked(v, it))
        return left;
    int right = wrap_cache_rows(cache_of(v, it, 1), max);
    return v->side ? int_max(left, right) : left + right;
}

/* In the searched text a value follows the label and the other value, each with a line end. */
static size_t value_begin(const struct item *it, int side)
{
    size_t label = strlen(it->field.label) + 1;
    return side ? label + strlen(shown(it, 0)) + 1 : label;
}

static void put_value(const struct view_compare *v, struct item *it, int side, int row, int at,
                      struct line *out)
{
    size_t bytes;
    const char *s = wrap_cache_row(cache_of(v, it, side), row, &bytes);
    enum role role = it->names ? ROLE_TITLE : it->field.differs ? ROLE_DIFFERENT : ROLE_VALUE;
    if (!bytes)
        return;
    line_pad(out, at);
    line_from(out, value_begin(it, side) + (size_t)(s - shown(it, side)));
    line_put_clean(out, it->field.value[side] ? role : ROLE_DIM, s, bytes);
}

static void put_label(const struct view_compare *v, const struct item *it, struct line *out)
{
    const struct compared *f = &it->field;
    line_puts(out, ROLE_TEXT, " ");
    line_puts(out, ROLE_DIFFERENT, f->differs ? "#" : " ");
    line_from(out, 0);
    if (f->kind == COMPARED_FIELD)
        line_put_clean_middle(out, ROLE_LABEL, f->label, "..", v->label_cols);
    else
        line_put_clean(out, f->kind == COMPARED_SECTION ? ROLE_TITLE : ROLE_LABEL, f->label,
                       strlen(f->label));
}

static void put_stacked(const struct view_compare *v, struct item *it, int row, int at,
                        struct line *out)
{
    int left = wrap_cache_rows(cache_of(v, it, 0), row + 1);
    int side = row >= left;
    int own_row = side ? row - left : row;
    line_pad(out, at);
    if (own_row == 0 && it->field.differs)
        line_puts(out, ROLE_KEY, v->number[side]);
    put_value(v, it, side, own_row, at + (it->names ? 0 : v->number_cols), out);
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    const struct view_compare *v = (const struct view_compare *)base;
    struct item *it = &v->list[item];
    int at = VIEW_GUTTER + v->label_cols + GAP;
    if (row == 0)
        put_label(v, it, out);
    if (it->field.kind != COMPARED_FIELD)
        return;
    if (is_stacked(v, it)) {
        put_stacked(v, it, row, at, out);
        return;
    }
    put_value(v, it, 0, row, at + v->number_cols, out);
    if (v->side)
        put_value(v, it, 1, row, at + v->value_cols + GAP, out);
}

static void title(const struct view *base, struct line *out)
{
    const struct view_compare *v = (const struct view_compare *)base;
    if (v->differing)
        line_printf(out, ROLE_DIM, "%zu of %zu fields differ", v->differing, v->fields);
    else
        line_printf(out, ROLE_DIM, "no difference in %zu fields", v->fields);
}

static char *copy(const struct view *base, size_t item)
{
    const struct item *it = &((const struct view_compare *)base)->list[item];
    if (it->field.kind != COMPARED_FIELD)
        return xstrdup(it->field.label);
    return xasprintf("%s%s%s | %s", it->field.label, it->names ? "" : ": ", shown(it, 0),
                     shown(it, 1));
}

static void searched(struct view *base, size_t item, struct buf *out)
{
    const struct item *it = &((struct view_compare *)base)->list[item];
    buf_puts(out, it->field.label);
    if (it->field.kind == COMPARED_FIELD)
        buf_printf(out, "\n%s\n%s", shown(it, 0), shown(it, 1));
}

static int row_of(struct view *base, size_t item, size_t offset)
{
    const struct view_compare *v = (const struct view_compare *)base;
    struct item *it = &v->list[item];
    size_t left = value_begin(it, 0), right = value_begin(it, 1);
    if (it->field.kind != COMPARED_FIELD || offset < left)
        return 0;
    if (offset < right)
        return wrap_cache_row_of(cache_of(v, it, 0), offset - left);
    int above = is_stacked(v, it)
                    ? rows(base, item, INT_MAX) - wrap_cache_rows(cache_of(v, it, 1), INT_MAX)
                    : 0;
    return above + wrap_cache_row_of(cache_of(v, it, 1), offset - right);
}

static size_t offset_of(struct view *base, size_t item, int row)
{
    const struct view_compare *v = (const struct view_compare *)base;
    struct item *it = &v->list[item];
    if (row == 0)
        return 0;
    int left = wrap_cache_rows(cache_of(v, it, 0), row + 1);
    if (row < left)
        return value_begin(it, 0) + wrap_cache_offset(cache_of(v, it, 0), row);
    int above = is_stacked(v, it) ? left : 0;
    return value_begin(it, 1) + wrap_cache_offset(cache_of(v, it, 1), row - above);
}

size_t view_compare_turn(const struct view *base, size_t item)
{
    const struct view_compare *v = (const struct view_compare *)base;
    return item == v->turn_item ? v->turn : SIZE_MAX;
}

size_t view_compare_next(const struct view *base, size_t item, int step)
{
    const struct view_compare *v = (const struct view_compare *)base;
    for (size_t i = item + (size_t)step; i < v->count; i += (size_t)step)
        if (v->list[i].field.differs)
            return i;
    return item;
}

static void destroy(struct view *base)
{
    struct view_compare *v = (struct view_compare *)base;
    for (size_t i = 0; i < v->count; i++) {
        struct item *it = &v->list[i];
        for (int side = 0; side < SIDES; side++) {
            wrap_cache_done(&it->wrapped[side]);
            free(it->field.value[side]);
        }
        free(it->field.label);
    }
    free(v->list);
    free(v);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = items,
                                    .rows = rows,
                                    .row = row,
                                    .title = title,
                                    .copy = copy,
                                    .text = searched,
                                    .row_of = row_of,
                                    .offset_of = offset_of,
                                    .free = destroy};

struct view *view_compare_new(struct comparison *taken, const struct compare_head *head)
{
    struct view_compare *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->count = taken->count + 1;
    v->list = xcalloc(v->count, sizeof *v->list);
    v->list[0].names = true;
    v->list[0].field.label = xstrdup("");
    for (int i = 0; i < SIDES; i++) {
        char *clean = clean_dup(head->name[i], CLEAN_SCREEN);
        v->list[0].field.value[i] = xasprintf("%zu  %s", head->number[i], clean);
        free(clean);
        snprintf(v->number[i], sizeof v->number[i], "%zu", head->number[i]);
    }
    for (size_t i = 0; i < taken->count; i++)
        v->list[i + 1].field = taken->list[i];
    v->fields = taken->fields;
    v->differing = taken->differing;
    v->turn = taken->first_turn;
    v->turn_item = taken->turn_row + 1;
    free(taken->list);
    *taken = (struct comparison){0};
    layout(&v->view, FIRST_COLS);
    return &v->view;
}
