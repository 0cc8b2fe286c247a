/* Rows are made when they are shown, from the entries of an outline. */
#include "ui/view/view_raw.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/cols.h"
#include "text/utf8.h"
#include "ui/view/view_tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    INDENT_COLS = 2,
    HANG_COLS = 2,
    STRING_MAX_BYTES = 64 * 1024, /* shown of one string */
    BYTES_PER_COL = 24,           /* at most, for a character with its marks */
    SHIFT_MAX_COLS = 100000,
    FIRST_ENTRIES = 4000, /* are there for the first frame */
    STEP_ENTRIES = 50000  /* are added at a time */
};

struct view_raw {
    struct view_tree tree;
    const struct call *call;
    size_t documents; /* whose values are being added or were added */
    const bool *wrap;
    bool wrapped;   /* the value of *wrap at the last layout */
    int shift_cols; /* scrolled out on the left, when rows are not wrapped */
};

static void layout(struct view *base, int cols)
{
    struct view_raw *v = (struct view_raw *)base;
    v->tree.cols = cols;
    v->wrapped = *v->wrap;
    if (v->wrapped)
        v->shift_cols = 0;
    styled_text_cache_clear(&v->tree.cache);
}

/* Limited, so that a deeply nested value has room for its text. */
static int indent(const struct view_raw *v, uint32_t entry)
{
    return VIEW_GUTTER +
           int_min(outline_depth(v->tree.outline, entry) * INDENT_COLS, v->tree.cols / 3);
}

static int room(const struct view_raw *v, uint32_t entry)
{
    return int_max(v->tree.cols - indent(v, entry) - 1, 1);
}

/* Appends at most max bytes of s as a JSON string without its closing quote if it was cut; returns
 * true if it was cut. */
static bool put_string(struct styled_text *w, enum role role, const char *s, size_t bytes,
                       size_t max)
{
    struct buf json = {0}, text = {0};
    bool cut = bytes > max;
    value_put_json_string(&json, s, utf8_prefix_bytes(s, bytes, max));
    value_shorten_json(&text, buf_str(&json), cut ? json.len - 1 : json.len);
    styled_text_put(w, role, buf_str(&text), text.len);
    buf_done(&json);
    buf_done(&text);
    return cut;
}

static void put_container(const struct view_raw *v, struct styled_text *w, uint32_t entry,
                          const struct value *value)
{
    bool object = value->type == VALUE_OBJECT;
    if (!outline_is_opener(v->tree.outline, entry)) {
        styled_text_puts(w, ROLE_DIM, object ? "{}" : "[]");
    } else if (!outline_is_folded(v->tree.outline, entry)) {
        styled_text_puts(w, ROLE_DIM, object ? "{" : "[");
    } else {
        view_tree_put_folded(w, ROLE_TEXT, value);
    }
}

static void put_scalar(struct styled_text *w, const struct value *value, size_t max)
{
    struct buf text = {0};
    if (value->type != VALUE_STRING) {
        value_put_json(&text, value);
        styled_text_puts(w, ROLE_JSON_NUMBER, buf_str(&text));
    } else if (put_string(w, ROLE_JSON_STRING, value->text, value->bytes, max)) {
        buf_printf(&text, ".. %u bytes in all", value->bytes);
        styled_text_puts(w, ROLE_DIM, buf_str(&text));
    }
    buf_done(&text);
}

/* The heading of a document is the entry before its tree. */
static const struct document *document_of(const struct view_raw *v, uint32_t entry)
{
    bool heading = !outline_value(v->tree.outline, entry);
    return &v->call->documents[outline_tree(v->tree.outline, entry + heading)];
}

/* Appends what comes before the value: a heading, or the name of a member. */
static void put_name(const struct view_raw *v, struct styled_text *w, uint32_t entry, size_t max)
{
    const struct value *value = outline_value(v->tree.outline, entry);
    if (!value) {
        const struct document *d = document_of(v, entry);
        char *bytes = xasprintf(", %zu bytes", d->count);
        styled_text_puts(w, ROLE_TITLE, d->name);
        styled_text_puts(w, ROLE_DIM, bytes);
        free(bytes);
    } else if (value->name && !outline_is_closer(v->tree.outline, entry)) {
        bool cut = put_string(w, ROLE_JSON_NAME, value->name, strlen(value->name), max);
        styled_text_puts(w, ROLE_DIM, cut ? "..: " : ": ");
        styled_text_fix(w);
    }
}

/* Appends the parts of a row, with at most max bytes of a string. */
static void put_entry(const struct view_raw *v, struct styled_text *w, uint32_t entry, size_t max)
{
    const struct value *value = outline_value(v->tree.outline, entry);
    put_name(v, w, entry, max);
    if (value && outline_is_closer(v->tree.outline, entry))
        styled_text_puts(w, ROLE_DIM, value->type == VALUE_OBJECT ? "}" : "]");
    else if (value && value_is_container(value))
        put_container(v, w, entry, value);
    else if (value)
        put_scalar(w, value, max);
}

static struct styled_text *styled(struct view_tree *tree, uint32_t entry)
{
    const struct view_raw *v = (const struct view_raw *)tree;
    struct styled_text *w = styled_text_cache_get(&tree->cache, entry);
    const struct value *value = outline_value(tree->outline, entry);
    const struct outline *o = tree->outline;
    if (w->is_complete)
        return w;
    size_t seen = (size_t)(v->shift_cols + tree->cols) * BYTES_PER_COL;
    bool all = v->wrapped || seen > STRING_MAX_BYTES;
    put_entry(v, w, entry, all ? STRING_MAX_BYTES : seen);
    bool ends = outline_is_closer(o, entry) || !outline_is_opener(o, entry);
    if (value && ends && value->next && outline_depth(o, entry) > 0)
        styled_text_puts(w, ROLE_DIM, ",");
    styled_text_wrap(w, v->wrapped ? room(v, entry) : 0, HANG_COLS);
    return w;
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    struct view_raw *v = (struct view_raw *)base;
    uint32_t entry = view_tree_entry(&v->tree, item);
    line_pad(out, indent(v, entry));
    styled_text_row(styled(&v->tree, entry), row, v->shift_cols, room(v, entry), out);
}

static char *copy(const struct view *base, size_t item)
{
    const struct view_raw *v = (const struct view_raw *)base;
    struct styled_text w = {0};
    put_entry(v, &w, view_tree_entry(&v->tree, item), SIZE_MAX);
    char *text = buf_take(&w.text);
    styled_text_clear(&w);
    return text;
}

static char *pointer(const struct view *base, size_t item)
{
    const struct view_raw *v = (const struct view_raw *)base;
    uint32_t entry = view_tree_entry(&v->tree, item);
    struct buf out = {0};
    if (!outline_value(v->tree.outline, entry))
        return NULL;
    outline_pointer(v->tree.outline, entry, &out);
    return buf_take(&out);
}

static const char *document(const struct view *base, size_t item)
{
    const struct view_raw *v = (const struct view_raw *)base;
    bool several = v->call->document_count > 1;
    return several ? document_of(v, view_tree_entry(&v->tree, item))->name : NULL;
}

static void sideways(struct view *base, long steps)
{
    struct view_raw *v = (struct view_raw *)base;
    int half = int_max(v->tree.cols / 2, 1), most = SHIFT_MAX_COLS / half;
    if (v->wrapped)
        return;
    int shift = half * (int)(steps > most ? most : steps < -most ? -most : steps);
    v->shift_cols = int_clamp(v->shift_cols + shift, 0, SHIFT_MAX_COLS);
    styled_text_cache_clear(&v->tree.cache);
}

static void title(const struct view *base, struct line *out)
{
    const struct view_raw *v = (const struct view_raw *)base;
    if (!v->wrapped && v->shift_cols)
        line_printf(out, ROLE_DIM, "from column %d", v->shift_cols + 1);
}

/* The text of a row as it is drawn, except that strings are not cut at the pane's width, and that
 * brackets are left out, so that folding does not change it. */
static void searched(struct view *base, size_t text, struct buf *out)
{
    const struct view_raw *v = (const struct view_raw *)base;
    const struct value *value = outline_value(v->tree.outline, (uint32_t)text);
    struct styled_text w = {0};
    put_name(v, &w, (uint32_t)text, STRING_MAX_BYTES);
    if (value && !value_is_container(value))
        put_scalar(&w, value, STRING_MAX_BYTES);
    buf_add(out, buf_str(&w.text), w.text.len);
    styled_text_clear(&w);
}

/* Scrolls so that the bytes are visible, with a third of the row before them. */
static void reveal_sideways(struct view_raw *v, uint32_t entry, size_t offset, size_t bytes)
{
    struct buf text = {0};
    size_t fixed = styled(&v->tree, entry)->fixed;
    int cols = room(v, entry);
    searched(&v->tree.view, entry, &text);
    const char *s = buf_str(&text);
    if (offset >= fixed && offset + bytes <= text.len &&
        cols_fit(s, text.len, cols, NULL) < text.len) {
        int begin = cols_of(s + fixed, offset - fixed);
        int end = begin + cols_of(s + offset, bytes), moving = cols - cols_of(s, fixed);
        if (begin < v->shift_cols || end > v->shift_cols + moving)
            v->shift_cols = int_clamp(begin - moving / 3, 0, SHIFT_MAX_COLS);
        styled_text_cache_clear(&v->tree.cache);
    }
    buf_done(&text);
}

static void reveal(struct view *base, size_t text, size_t offset, size_t bytes)
{
    struct view_raw *v = (struct view_raw *)base;
    if (outline_show(v->tree.outline, (uint32_t)text))
        styled_text_cache_clear(&v->tree.cache);
    if (!v->wrapped)
        reveal_sideways(v, (uint32_t)text, offset, bytes);
}

static void add(struct view_raw *v, size_t entries)
{
    struct view *base = &v->tree.view;
    struct outline *o = v->tree.outline;
    size_t end = outline_entries(o) + entries;
    do {
        base->has_more = outline_fill(o, end - outline_entries(o));
        if (base->has_more || v->documents == v->call->document_count)
            continue;
        outline_add_heading(o);
        outline_begin(o, v->call->documents[v->documents++].root, NULL);
        base->has_more = true;
    } while (base->has_more && outline_entries(o) < end);
}

static void more(struct view *base)
{
    add((struct view_raw *)base, STEP_ENTRIES);
}

static bool fold(struct view *base, enum fold how, size_t *item)
{
    view_complete(base);
    return view_tree_fold(base, how, item);
}

static char *value(const struct view *base, size_t item)
{
    view_complete((struct view *)(uintptr_t)base);
    return view_tree_value(base, item);
}

static struct outline_folds *folds(const struct view *base)
{
    view_complete((struct view *)(uintptr_t)base);
    return view_tree_folds(base);
}

static size_t texts(const struct view *base)
{
    view_complete((struct view *)(uintptr_t)base);
    return view_tree_texts(base);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = view_tree_items,
                                    .more = more,
                                    .rows = view_tree_rows,
                                    .row = row,
                                    .title = title,
                                    .copy = copy,
                                    .sideways = sideways,
                                    .fold = fold,
                                    .pointer = pointer,
                                    .document = document,
                                    .value = value,
                                    .folds = folds,
                                    .set_folds = view_tree_set_folds,
                                    .text = searched,
                                    .texts = texts,
                                    .text_of = view_tree_text_of,
                                    .item_of = view_tree_item_of,
                                    .reveal = reveal,
                                    .row_of = view_tree_row_of,
                                    .offset_of = view_tree_offset_of,
                                    .free = view_tree_free};

struct view *view_raw_new(const struct call *c, const bool *wrap)
{
    struct view_raw *v = xcalloc(1, sizeof *v);
    v->tree.view.ops = &ops;
    v->tree.styled = styled;
    v->call = c;
    v->wrap = wrap;
    v->wrapped = *wrap;
    v->tree.cols = 80;
    v->tree.outline = outline_new(OUTLINE_CLOSERS);
    add(v, FIRST_ENTRIES);
    return &v->tree.view;
}

size_t view_raw_follow(struct view *v, struct view *before, size_t item)
{
    view_complete(v);
    view_complete(before);
    ((struct view_raw *)v)->shift_cols = ((const struct view_raw *)before)->shift_cols;
    return view_tree_follow(v, before, item);
}
