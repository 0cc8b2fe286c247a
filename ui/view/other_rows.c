/* The first row of the outline is the object itself, which is not shown, so item 0 is row 1. */
#include "ui/view/other_rows.h"

#include "base/alloc.h"
#include "base/int.h"
#include "call/outline.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/utf8.h"
#include "ui/view/styled_text.h"

#include <stdlib.h>
#include <string.h>

enum {
    INDENT_COLS = 2,
    LABEL_GAP = 2,
    LABEL_MAX_COLS = 40,
    LIST_MAX_ROWS = 20,  /* values with more members are folded at first */
    LIST_MAX_BYTES = 60, /* shorter lists of plain values are shown in one row at first */
    TEXT_MAX_BYTES = 64 * 1024,
    MEASURED_ROWS = 500
};

struct other_rows {
    struct outline *outline;
    int cols, label_cols;
    struct styled_text_cache cache;
};

/* Returns true for a list of plain values that fits into a row: "a, b, c". */
static bool is_short_list(const struct value *v)
{
    size_t bytes = 0;
    if (v->type != VALUE_ARRAY || v->count > LIST_MAX_BYTES / 3)
        return false;
    for (const struct value *m = v->child; m; m = m->next) {
        bytes += 2 + (m->type == VALUE_STRING ? m->bytes : 4);
        if (value_is_container(m) || bytes > LIST_MAX_BYTES)
            return false;
    }
    return true;
}

static bool begins_folded(const struct value *v)
{
    return v->count > LIST_MAX_ROWS || is_short_list(v);
}

struct other_rows *other_rows_new(const struct value *other)
{
    if (!other || !other->child)
        return NULL;
    struct other_rows *o = xcalloc(1, sizeof *o);
    o->outline = outline_new(OUTLINE_PLAIN);
    outline_add(o->outline, other, begins_folded);
    if (outline_is_folded(o->outline, 0))
        outline_toggle(o->outline, 0);
    other_rows_layout(o, 80);
    return o;
}

void other_rows_free(struct other_rows *o)
{
    if (!o)
        return;
    outline_free(o->outline);
    styled_text_cache_clear(&o->cache);
    free(o);
}

size_t other_rows_items(const struct other_rows *o)
{
    return outline_rows(o->outline) - 1;
}

static uint32_t entry_of(const struct other_rows *o, size_t item)
{
    return outline_at(o->outline, item + 1);
}

static int indent(const struct other_rows *o, uint32_t entry)
{
    return int_min((outline_depth(o->outline, entry) - 1) * INDENT_COLS, o->cols / 4);
}

static bool is_heading(const struct other_rows *o, uint32_t entry)
{
    return outline_is_opener(o->outline, entry) && !outline_is_folded(o->outline, entry);
}

static char *label_of(struct other_rows *o, uint32_t entry)
{
    const struct value *v = outline_value(o->outline, entry);
    if (!v->name)
        return xasprintf("[%zu]", outline_index(o->outline, entry));
    char *name = xstrndup(v->name, utf8_prefix_bytes(v->name, strlen(v->name), 1024));
    char *clean = clean_dup(name, CLEAN_SCREEN);
    free(name);
    return clean;
}

/* The columns of a row's label; for an unfolded list those of its last element's label. */
static int measure_label(struct other_rows *o, uint32_t entry)
{
    const struct value *v = outline_value(o->outline, entry);
    bool heading = is_heading(o, entry);
    if (heading && v->type == VALUE_OBJECT)
        return 0;
    char *label = heading ? xasprintf("[%zu]", v->count - 1) : label_of(o, entry);
    int cols = cols_of(label, strlen(label));
    free(label);
    return indent(o, entry + heading) + int_min(cols, LABEL_MAX_COLS);
}

/* Labels line up. Only the first rows are measured, so labels far below may be cut. */
static void measure_labels(struct other_rows *o)
{
    size_t items = other_rows_items(o);
    o->label_cols = 0;
    for (size_t i = 0; i < items && i < MEASURED_ROWS; i++)
        o->label_cols = int_max(o->label_cols, measure_label(o, entry_of(o, i)));
    o->label_cols = int_min(o->label_cols, o->cols / 3);
}

void other_rows_layout(struct other_rows *o, int cols)
{
    o->cols = cols;
    styled_text_cache_clear(&o->cache);
    measure_labels(o);
}

/* Appends a scalar, or the beginning of a long text. */
static void put_scalar(struct styled_text *p, const struct value *v)
{
    struct buf text = {0};
    if (v->type == VALUE_STRING && v->bytes > TEXT_MAX_BYTES) {
        buf_printf(&text, ".. %zu bytes in all", v->bytes);
        styled_text_put(p, ROLE_VALUE, v->text,
                        utf8_prefix_bytes(v->text, v->bytes, TEXT_MAX_BYTES));
        styled_text_puts(p, ROLE_DIM, buf_str(&text));
    } else {
        value_put_text(&text, v);
        styled_text_put(p, ROLE_VALUE, buf_str(&text), text.len);
    }
    buf_done(&text);
}

static void put_list(struct styled_text *p, const struct value *v)
{
    struct buf text = {0};
    for (const struct value *m = v->child; m; m = m->next) {
        buf_puts(&text, text.len ? ", " : "");
        value_put_text(&text, m);
    }
    styled_text_put(p, ROLE_VALUE, buf_str(&text), text.len);
    buf_done(&text);
}

static void put_folded(struct styled_text *p, const struct value *v)
{
    bool object = v->type == VALUE_OBJECT;
    const char *what = object ? "member" : "element";
    char *count = xasprintf(" %zu %s%s", v->count, what, v->count == 1 ? "" : "s");
    styled_text_puts(p, ROLE_VALUE, object ? "{..}" : "[..]");
    styled_text_puts(p, ROLE_DIM, count);
    free(count);
}

static void put_value(struct styled_text *p, const struct value *v)
{
    if (!value_is_container(v))
        put_scalar(p, v);
    else if (!v->child)
        styled_text_puts(p, ROLE_VALUE, v->type == VALUE_OBJECT ? "{}" : "[]");
    else if (is_short_list(v))
        put_list(p, v);
    else
        put_folded(p, v);
}

static int value_room(const struct other_rows *o)
{
    return int_max(1, o->cols - VIEW_GUTTER - o->label_cols - LABEL_GAP - 1);
}

/* Appends the label as it is searched, with a line end, and returns its bytes. The index of an
 * element is not searched. */
static size_t put_searched_label(struct other_rows *o, uint32_t entry, struct buf *out)
{
    if (!outline_value(o->outline, entry)->name)
        return 0;
    char *label = label_of(o, entry);
    size_t before = out->len;
    buf_puts(out, label);
    buf_putc(out, '\n');
    free(label);
    return out->len - before;
}

static struct styled_text *styled_of(struct other_rows *o, uint32_t entry)
{
    struct styled_text *p = styled_text_cache_get(&o->cache, entry);
    if (p->is_complete)
        return p;
    struct buf label = {0};
    p->from = put_searched_label(o, entry, &label);
    buf_done(&label);
    if (!is_heading(o, entry))
        put_value(p, outline_value(o->outline, entry));
    styled_text_wrap(p, value_room(o), 0);
    return p;
}

int other_rows_rows(struct other_rows *o, size_t item, int max)
{
    return styled_text_rows(styled_of(o, entry_of(o, item)), max);
}

static void put_label(struct other_rows *o, uint32_t entry, struct line *out)
{
    char *label = label_of(o, entry);
    bool heading = is_heading(o, entry);
    int end = heading ? o->cols - 1 : VIEW_GUTTER + o->label_cols;
    line_pad(out, VIEW_GUTTER + indent(o, entry));
    if (outline_value(o->outline, entry)->name)
        line_from(out, 0);
    line_put_clean_cut(out, ROLE_LABEL, label, strlen(label), int_max(1, end - out->cols));
    free(label);
}

void other_rows_row(struct other_rows *o, size_t item, int row, struct line *out)
{
    uint32_t entry = entry_of(o, item);
    if (row == 0)
        put_label(o, entry, out);
    if (is_heading(o, entry))
        return;
    line_pad(out, VIEW_GUTTER + o->label_cols + LABEL_GAP);
    styled_text_row(styled_of(o, entry), row, 0, value_room(o), out);
}

/* The first entry is not shown and has no text. */
size_t other_rows_texts(const struct other_rows *o)
{
    return outline_entries(o->outline) - 1;
}

size_t other_rows_text_of(const struct other_rows *o, size_t item)
{
    return entry_of(o, item) - 1;
}

size_t other_rows_item_of(const struct other_rows *o, size_t text)
{
    return outline_row_of(o->outline, (uint32_t)text + 1) - 1;
}

static bool is_in_one_row(const struct other_rows *o, uint32_t entry)
{
    return outline_is_folded(o->outline, entry) && is_short_list(outline_value(o->outline, entry));
}

/* The elements of a list that is shown in one row are searched there, not as texts of their own. */
void other_rows_text(struct other_rows *o, size_t text, struct buf *out)
{
    uint32_t entry = (uint32_t)text + 1;
    const struct value *v = outline_value(o->outline, entry);
    if (is_in_one_row(o, outline_parent(o->outline, entry)))
        return;
    struct styled_text p = {0};
    put_searched_label(o, entry, out);
    if (!value_is_container(v) || is_in_one_row(o, entry))
        put_value(&p, v);
    buf_add(out, buf_str(&p.text), p.text.len);
    styled_text_clear(&p);
}

void other_rows_show(struct other_rows *o, size_t text)
{
    if (outline_show(o->outline, (uint32_t)text + 1))
        other_rows_layout(o, o->cols);
}

struct outline_folds *other_rows_folds(const struct other_rows *o)
{
    return outline_folds(o->outline);
}

void other_rows_set_folds(struct other_rows *o, const struct outline_folds *f)
{
    outline_set_folds(o->outline, f);
    other_rows_layout(o, o->cols);
}

int other_rows_row_of(struct other_rows *o, size_t item, size_t offset)
{
    return styled_text_row_of(styled_of(o, entry_of(o, item)), offset);
}

size_t other_rows_offset_of(struct other_rows *o, size_t item, int row)
{
    return styled_text_offset_of(styled_of(o, entry_of(o, item)), row);
}

char *other_rows_value(const struct other_rows *o, size_t item)
{
    uint32_t entry = entry_of(o, item);
    struct buf text = {0};
    if (outline_is_large(o->outline, entry))
        return NULL;
    value_put_text(&text, outline_value(o->outline, entry));
    return buf_take(&text);
}

bool other_rows_fold(struct other_rows *o, enum fold how, size_t *item)
{
    uint32_t entry = entry_of(o, *item);
    if (how == FOLD_TOGGLE && !outline_toggle(o->outline, entry))
        return false;
    if (how == FOLD_ALL)
        outline_fold_all(o->outline);
    if (how == UNFOLD_ALL)
        outline_unfold_all(o->outline);
    other_rows_layout(o, o->cols);
    *item = outline_row_of(o->outline, entry) - 1;
    return true;
}

size_t other_rows_follow(struct other_rows *o, struct other_rows *before, size_t item)
{
    struct buf way = {0};
    outline_fold_like(o->outline, before->outline);
    if (outline_is_folded(o->outline, 0))
        outline_toggle(o->outline, 0);
    other_rows_layout(o, o->cols);
    if (item >= other_rows_items(before))
        return 0;
    outline_pointer(before->outline, entry_of(before, item), &way);
    size_t row = outline_row_of(o->outline, outline_find(o->outline, 0, buf_str(&way), NULL));
    buf_done(&way);
    return row ? row - 1 : 0;
}
