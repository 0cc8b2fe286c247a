/* The root of the outline, the object of all other fields, is not shown. */
#include "ui/view/view_other.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/utf8.h"
#include "ui/view/view_tree.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_COLS = 80,
    INDENT_COLS = 2,
    LABEL_GAP = 2,
    SIBLINGS_MAX = 5000, /* whose names are compared */
    LIST_MAX_ROWS = 20,  /* values with more members are folded at first */
    LIST_MAX_BYTES = 60, /* shorter lists of plain values are shown in one row at first */
    NAME_MAX_BYTES = 1024,
    TEXT_MAX_BYTES = 64 * 1024,
    WIDE_VALUE_BYTES = 200, /* needs the widest pane */
    MEASURED_ROWS = 500
};

struct view_other {
    struct view_tree tree;
    int label_cols;
    int wanted_cols; /* does not change when something is folded, so that the panes stay in place */
};

/* Returns true for a list of plain values that fits into a row: "a, b, c". */
static bool is_short_list(const struct value *v)
{
    size_t bytes = 0;
    if (v->type != VALUE_ARRAY || v->count > LIST_MAX_BYTES / 3)
        return false;
    for (const struct value *m = value_first(v); m; m = m->next) {
        bytes += 2 + (m->type == VALUE_STRING ? m->bytes : 4);
        if (value_is_container(m) || bytes > LIST_MAX_BYTES)
            return false;
    }
    return true;
}

static bool begins_folded(const struct value *v)
{
    return v->count > LIST_MAX_ROWS || is_short_list(v) || value_is_numbers(v);
}

static int indent(const struct view_tree *t, uint32_t entry)
{
    return int_min((outline_depth(t->outline, entry) - 1) * INDENT_COLS, t->cols / 4);
}

static bool is_heading(const struct view_tree *t, uint32_t entry)
{
    return outline_is_opener(t->outline, entry) && !outline_is_folded(t->outline, entry);
}

static char *name_of(const struct value *v)
{
    char *name = xstrndup(v->name, utf8_prefix_bytes(v->name, strlen(v->name), NAME_MAX_BYTES));
    char *clean = clean_dup(name, CLEAN_SCREEN);
    free(name);
    return clean;
}

static char *label_of(const struct view_tree *t, uint32_t entry)
{
    const struct value *v = outline_value(t->outline, entry);
    return v->name ? name_of(v) : xasprintf("[%zu]", outline_index(t->outline, entry));
}

/* The columns of a row's label; for an unfolded list those of its last element's label. */
static int measure_label(const struct view_tree *t, uint32_t entry)
{
    const struct value *v = outline_value(t->outline, entry);
    bool heading = is_heading(t, entry);
    if (heading && v->type == VALUE_OBJECT)
        return 0;
    char *label = heading ? xasprintf("[%u]", v->count - 1) : label_of(t, entry);
    int cols = cols_of(label, strlen(label));
    free(label);
    return indent(t, entry + heading) + cols;
}

/* Labels of up to a third of the row line up. Only the first rows are measured. */
static void layout(struct view *base, int cols)
{
    struct view_other *v = (struct view_other *)base;
    size_t items = view_tree_items(base);
    v->tree.cols = cols;
    v->label_cols = 0;
    for (size_t i = 0; i < items && i < MEASURED_ROWS; i++) {
        int label = measure_label(&v->tree, view_tree_entry(&v->tree, i));
        v->label_cols = label <= cols / 3 ? int_max(v->label_cols, label) : v->label_cols;
    }
    styled_text_cache_clear(&v->tree.cache);
}

/* Appends a scalar, or the beginning of a long text. */
static void put_scalar(struct styled_text *p, const struct value *v)
{
    struct buf text = {0};
    if (v->type == VALUE_STRING && v->bytes > TEXT_MAX_BYTES) {
        buf_printf(&text, ".. %u bytes in all", v->bytes);
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
    for (const struct value *m = value_first(v); m; m = m->next) {
        buf_puts(&text, text.len ? ", " : "");
        value_put_text(&text, m);
    }
    styled_text_put(p, ROLE_VALUE, buf_str(&text), text.len);
    buf_done(&text);
}

static void put_value(struct styled_text *p, const struct value *v)
{
    if (!value_is_container(v))
        put_scalar(p, v);
    else if (!value_first(v))
        styled_text_puts(p, ROLE_VALUE, v->type == VALUE_OBJECT ? "{}" : "[]");
    else if (is_short_list(v))
        put_list(p, v);
    else
        view_tree_put_folded(p, ROLE_VALUE, v);
}

/* The column where the value begins: longer labels take up to two thirds of the row. */
static int value_begin(const struct view_other *v, uint32_t entry)
{
    char *label = label_of(&v->tree, entry);
    int end = indent(&v->tree, entry) + cols_of(label, strlen(label)), most = v->tree.cols * 2 / 3;
    free(label);
    return VIEW_GUTTER + int_max(v->label_cols, int_min(end, most - VIEW_GUTTER)) + LABEL_GAP;
}

static int value_room(const struct view_other *v, uint32_t entry)
{
    return int_max(1, v->tree.cols - value_begin(v, entry) - 1);
}

/* Appends the label as it is searched, with a line end, and returns its bytes. The index of an
 * element is not searched. */
static size_t put_searched_label(const struct view_tree *t, uint32_t entry, struct buf *out)
{
    if (!outline_value(t->outline, entry)->name)
        return 0;
    char *label = label_of(t, entry);
    size_t before = out->len;
    buf_puts(out, label);
    buf_putc(out, '\n');
    free(label);
    return out->len - before;
}

static struct styled_text *styled(struct view_tree *t, uint32_t entry)
{
    struct styled_text *p = styled_text_cache_get(&t->cache, entry);
    if (p->is_complete)
        return p;
    struct buf label = {0};
    p->from = put_searched_label(t, entry, &label);
    buf_done(&label);
    if (!is_heading(t, entry))
        put_value(p, outline_value(t->outline, entry));
    styled_text_wrap(p, value_room((struct view_other *)t, entry), 0);
    return p;
}

/* Returns true if another member of the same object has a name that would be cut to the same. */
static bool is_alike(const struct view_tree *t, uint32_t entry, const char *label, int cols)
{
    const struct value *self = outline_value(t->outline, entry);
    const struct value *object = outline_value(t->outline, outline_parent(t->outline, entry));
    size_t tail, head = cols_cut_middle(label, strlen(label), cols, 2, &tail);
    bool alike = object->count > SIBLINGS_MAX;
    for (const struct value *m = value_first(object); m && !alike; m = m->next) {
        if (m == self || !m->name)
            continue;
        char *other = name_of(m);
        size_t n = strlen(other), other_tail;
        size_t other_head = cols_cut_middle(other, n, cols, 2, &other_tail);
        alike = other_head < n && other_head == head && strncmp(other, label, head) == 0 &&
                strcmp(other + other_tail, label + tail) == 0;
        free(other);
    }
    return alike;
}

/* A label that is too long is cut in its middle. Where that would make two members of an object
 * look alike, the mark has the member's number. */
static void put_label(const struct view_other *v, uint32_t entry, struct line *out)
{
    const struct view_tree *t = &v->tree;
    char *label = label_of(t, entry), *mark = NULL;
    int end = is_heading(t, entry) ? t->cols - 1 : value_begin(v, entry) - LABEL_GAP;
    line_pad(out, VIEW_GUTTER + indent(t, entry));
    int room = int_max(1, end - out->cols);
    if (cols_of(label, strlen(label)) > room && is_alike(t, entry, label, room))
        mark = xasprintf("..%zu..", outline_index(t->outline, entry) + 1);
    if (outline_value(t->outline, entry)->name)
        line_from(out, 0);
    line_put_clean_middle(out, ROLE_LABEL, label, mark ? mark : "..", room);
    free(label);
    free(mark);
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    struct view_other *v = (struct view_other *)base;
    uint32_t entry = view_tree_entry(&v->tree, item);
    if (row == 0)
        put_label(v, entry, out);
    if (is_heading(&v->tree, entry))
        return;
    line_pad(out, value_begin(v, entry));
    styled_text_row(styled(&v->tree, entry), row, 0, value_room(v, entry), out);
}

static bool is_in_one_row(const struct view_tree *t, uint32_t entry)
{
    return outline_is_folded(t->outline, entry) && is_short_list(outline_value(t->outline, entry));
}

/* The label and the value of a row as they are drawn, with a line end between them. The elements of
 * a list that is shown in one row are searched there, not as texts of their own. */
static void searched(struct view *base, size_t text, struct buf *out)
{
    const struct view_tree *t = (const struct view_tree *)base;
    uint32_t entry = (uint32_t)text + t->hidden;
    const struct value *v = outline_value(t->outline, entry);
    struct styled_text p = {0};
    if (!is_in_one_row(t, outline_parent(t->outline, entry))) {
        put_searched_label(t, entry, out);
        if (!value_is_container(v) || is_in_one_row(t, entry))
            put_value(&p, v);
        buf_add(out, buf_str(&p.text), p.text.len);
        styled_text_clear(&p);
    }
}

static void reveal(struct view *base, size_t text, size_t offset, size_t bytes)
{
    struct view_tree *t = (struct view_tree *)base;
    (void)offset, (void)bytes;
    if (outline_show(t->outline, (uint32_t)text + t->hidden))
        layout(base, t->cols);
}

/* The columns of a value, as far as they matter for the width of a pane. */
static int value_cols(const struct value *v)
{
    struct styled_text p = {0};
    int cols;
    if (v->type == VALUE_STRING && v->bytes > WIDE_VALUE_BYTES)
        return WIDE_VALUE_BYTES;
    if (!value_is_container(v) || is_short_list(v))
        put_value(&p, v);
    cols = cols_of(buf_str(&p.text), p.text.len);
    styled_text_clear(&p);
    return cols;
}

/* Measures the first fields, folded or not. */
static int measure_wanted(const struct view_tree *t)
{
    int labels = 0, values = 0;
    size_t entries = outline_entries(t->outline);
    for (uint32_t i = t->hidden; i < entries && i < MEASURED_ROWS; i++) {
        char *label = label_of(t, i);
        labels = int_max(labels, indent(t, i) + cols_of(label, strlen(label)));
        values = int_max(values, value_cols(outline_value(t->outline, i)));
        free(label);
    }
    return VIEW_GUTTER + labels + LABEL_GAP + values + 1;
}

static int wanted_cols(const struct view *base)
{
    return ((const struct view_other *)base)->wanted_cols;
}

static const struct view_ops ops = {.layout = layout,
                                    .items = view_tree_items,
                                    .rows = view_tree_rows,
                                    .row = row,
                                    .wanted_cols = wanted_cols,
                                    .copy = view_tree_value,
                                    .value = view_tree_value,
                                    .fold = view_tree_fold,
                                    .folds = view_tree_folds,
                                    .set_folds = view_tree_set_folds,
                                    .text = searched,
                                    .texts = view_tree_texts,
                                    .text_of = view_tree_text_of,
                                    .item_of = view_tree_item_of,
                                    .row_of = view_tree_row_of,
                                    .offset_of = view_tree_offset_of,
                                    .reveal = reveal,
                                    .free = view_tree_free};

struct view *view_other_new(const struct call *c)
{
    static const struct value nothing = {.type = VALUE_OBJECT};
    struct view_other *v = xcalloc(1, sizeof *v);
    v->tree.view.ops = &ops;
    v->tree.styled = styled;
    v->tree.hidden = 1;
    v->tree.outline = outline_new(OUTLINE_PLAIN);
    const struct value *other = c->other_shown ? c->other_shown : c->other;
    outline_add(v->tree.outline, other ? other : &nothing, begins_folded);
    if (outline_is_folded(v->tree.outline, 0))
        outline_toggle(v->tree.outline, 0);
    layout(&v->tree.view, FIRST_COLS);
    v->wanted_cols = measure_wanted(&v->tree);
    return &v->tree.view;
}
