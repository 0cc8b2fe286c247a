#include "ui/view/fact_rows.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/cols.h"
#include "ui/view/view.h"
#include "ui/view/wrap_cache.h"

#include <stdlib.h>
#include <string.h>

enum { PAIR_MIN_COLS = 72, LABEL_GAP = 2 };

struct entry {
    enum fact_side side;
    enum role role; /* of the value */
    bool heading;   /* the fact has only a label */
    const struct fact *fact;
};

/* A row has one entry over the full width, or one on each side. */
struct row {
    const struct entry *left, *right;
    bool paired;               /* each entry has half of the row; one may be NULL */
    struct wrap_cache wrapped; /* the value of an entry with the full width */
};

struct fact_rows {
    struct entry *entries;
    size_t entry_count;
    struct row *rows; /* made at each layout */
    size_t row_count;
    int cols, label_cols[SIDE_COUNT];
    bool right_used;
};

struct fact_rows *fact_rows_new(void)
{
    return xcalloc(1, sizeof(struct fact_rows));
}

static void forget_rows(struct fact_rows *f)
{
    for (size_t i = 0; i < f->row_count; i++)
        wrap_cache_done(&f->rows[i].wrapped);
    f->row_count = 0;
}

void fact_rows_free(struct fact_rows *f)
{
    forget_rows(f);
    free(f->entries);
    free(f->rows);
    free(f);
}

void fact_rows_add(struct fact_rows *f, enum fact_side side, enum role role,
                   const struct fact *fact)
{
    f->entries = xgrow(f->entries, f->entry_count, sizeof *f->entries);
    f->entries[f->entry_count++] =
        (struct entry){.side = side, .role = role, .heading = !fact->value[0], .fact = fact};
}

/* The labels of one side line up. */
static void measure_labels(struct fact_rows *f, bool paired)
{
    memset(f->label_cols, 0, sizeof f->label_cols);
    for (size_t i = 0; i < f->entry_count; i++) {
        const struct entry *e = &f->entries[i];
        int cols = cols_of(e->fact->label, strlen(e->fact->label));
        if (!e->heading && cols > f->label_cols[e->side])
            f->label_cols[e->side] = int_clamp(cols, 0, f->cols / 3);
    }
    int *left = &f->label_cols[SIDE_LEFT], *right = &f->label_cols[SIDE_RIGHT];
    int *wide = &f->label_cols[SIDE_WIDE];
    *left = *wide = int_max(*left, *wide);
    if (!paired)
        *left = *right = *wide = int_max(*left, *right);
}

static void add_row(struct fact_rows *f, const struct entry *left, const struct entry *right,
                    bool paired)
{
    f->rows = xgrow(f->rows, f->row_count, sizeof *f->rows);
    f->rows[f->row_count++] = (struct row){.left = left, .right = right, .paired = paired};
}

static const struct entry *next_of_side(const struct fact_rows *f, enum fact_side side, size_t *at)
{
    while (*at < f->entry_count)
        if (f->entries[(*at)++].side == side)
            return &f->entries[*at - 1];
    return NULL;
}

/* Links are cut if they are too long, because opening and copying use all of a link anyway. */
static bool fits_half(const struct fact_rows *f, const struct entry *e)
{
    int room = f->cols / 2 - VIEW_GUTTER - f->label_cols[e->side] - LABEL_GAP - 2;
    return e->role == ROLE_LINK || cols_of(e->fact->value, strlen(e->fact->value)) <= room;
}

/* An entry that does not fit into half a row has its own row, and so has a link with no entry
 * beside it. */
static void pair_rows(struct fact_rows *f)
{
    size_t l = 0, r = 0;
    const struct entry *left = next_of_side(f, SIDE_LEFT, &l);
    const struct entry *right = next_of_side(f, SIDE_RIGHT, &r);
    while (left || right) {
        bool left_alone = left && !fits_half(f, left);
        bool right_alone = !left && (right->role == ROLE_LINK || !fits_half(f, right));
        bool pair = !left_alone && right && fits_half(f, right);
        add_row(f, right_alone ? right : left, pair ? right : NULL, !left_alone && !right_alone);
        right = pair || right_alone ? next_of_side(f, SIDE_RIGHT, &r) : right;
        left = left ? next_of_side(f, SIDE_LEFT, &l) : NULL;
    }
}

static void single_rows(struct fact_rows *f, enum fact_side side)
{
    size_t at = 0;
    for (const struct entry *e; (e = next_of_side(f, side, &at));)
        add_row(f, e, NULL, false);
}

/* Widens the left column for labels of the right side that have a row of their own; returns true if
 * the rows have to be paired again. */
static bool make_room_for_alone(struct fact_rows *f)
{
    int *left = &f->label_cols[SIDE_LEFT], *wide = &f->label_cols[SIDE_WIDE], before = *wide;
    for (size_t i = 0; i < f->row_count; i++) {
        const struct entry *e = f->rows[i].left;
        if (!f->rows[i].paired && e->side == SIDE_RIGHT && !e->heading)
            *wide = int_max(*wide, cols_of(e->fact->label, strlen(e->fact->label)));
    }
    *left = *wide = int_clamp(*wide, before, int_max(before, f->cols / 3));
    f->row_count = *wide > before ? 0 : f->row_count;
    return *wide > before;
}

void fact_rows_layout(struct fact_rows *f, int cols)
{
    bool paired = cols >= PAIR_MIN_COLS;
    f->cols = cols;
    forget_rows(f);
    measure_labels(f, paired);
    if (paired) {
        pair_rows(f);
        if (make_room_for_alone(f))
            pair_rows(f);
    } else {
        single_rows(f, SIDE_LEFT);
        single_rows(f, SIDE_RIGHT);
    }
    single_rows(f, SIDE_WIDE);
    single_rows(f, SIDE_BELOW);
}

size_t fact_rows_count(const struct fact_rows *f)
{
    return f->row_count;
}

/* The label columns of an entry that has a row of its own, in line with the left column. */
static int alone_cols(const struct fact_rows *f, const struct entry *e)
{
    return f->label_cols[e->side == SIDE_RIGHT ? SIDE_WIDE : e->side];
}

/* The columns for the value of an entry that has a row of its own. */
static int value_room(const struct fact_rows *f, const struct entry *e)
{
    return int_max(f->cols - VIEW_GUTTER - alone_cols(f, e) - LABEL_GAP - 1, 1);
}

static struct wrap_cache *cache_of(const struct fact_rows *f, struct row *r)
{
    if (!r->wrapped.text)
        wrap_cache_begin(&r->wrapped, r->left->fact->value, value_room(f, r->left));
    return &r->wrapped;
}

int fact_rows_rows(const struct fact_rows *f, size_t item, int max)
{
    struct row *r = &f->rows[item];
    return r->paired || r->left->heading ? 1 : wrap_cache_rows(cache_of(f, r), max);
}

/* `from` is the offset of the entry in the searched text of its row. */
static void put_label(const struct entry *e, int cols, size_t from, struct line *out)
{
    const char *label = e->fact->label;
    int begin = out->cols;
    line_from(out, from);
    if (e->heading) {
        line_put_clean(out, e->fact->name[0] ? ROLE_LABEL : ROLE_TITLE, label, strlen(label));
        return;
    }
    line_put_clean_cut(out, ROLE_LABEL, label, strlen(label), cols);
    line_pad(out, begin + cols + LABEL_GAP);
}

/* In the searched text an entry's value follows its label and a line end. */
static size_t value_begin(const struct entry *e)
{
    return strlen(e->fact->label) + 1;
}

/* Half a row is short, so the scheme that nearly all links begin with is left out. */
static const char *without_scheme(const char *url)
{
    static const char scheme[] = "https://";
    size_t n = sizeof scheme - 1;
    return strncmp(url, scheme, n) == 0 ? url + n : url;
}

/* The offset of the right entry in the searched text of a row. */
static size_t right_begin(const struct row *r)
{
    return r->left ? value_begin(r->left) + strlen(r->left->fact->value) + 1 : 0;
}

static void put_half(const struct fact_rows *f, const struct entry *e, size_t from, int end,
                     struct line *out)
{
    if (!e)
        return;
    put_label(e, f->label_cols[e->side], from, out);
    const char *value = e->role == ROLE_LINK ? without_scheme(e->fact->value) : e->fact->value;
    if (e->heading || end <= out->cols)
        return;
    line_from(out, from + value_begin(e) + (size_t)(value - e->fact->value));
    line_put_clean_cut(out, e->role, value, strlen(value), end - out->cols);
}

static void put_wrapped(const struct fact_rows *f, struct row *r, int row, struct line *out)
{
    size_t bytes;
    const char *s = wrap_cache_row(cache_of(f, r), row, &bytes);
    if (row == 0)
        put_label(r->left, alone_cols(f, r->left), 0, out);
    line_pad(out, VIEW_GUTTER + alone_cols(f, r->left) + LABEL_GAP);
    if (bytes)
        line_from(out, value_begin(r->left) + (size_t)(s - r->left->fact->value));
    line_put_clean(out, r->left->role, s, bytes);
}

void fact_rows_row(const struct fact_rows *f, size_t item, int row, struct line *out)
{
    struct row *r = &f->rows[item];
    int half = f->cols / 2;
    line_pad(out, VIEW_GUTTER);
    if (r->paired) {
        put_half(f, r->left, 0, half - 2, out);
        line_pad(out, half);
        put_half(f, r->right, right_begin(r), f->cols - 1, out);
    } else if (r->left->heading) {
        put_label(r->left, alone_cols(f, r->left), 0, out);
    } else {
        put_wrapped(f, r, row, out);
    }
}

static void add_text(struct buf *out, const struct entry *e)
{
    if (!e)
        return;
    buf_puts(out, out->len ? "\n" : "");
    buf_puts(out, e->fact->label);
    buf_putc(out, '\n');
    buf_puts(out, e->fact->value);
}

void fact_rows_text(const struct fact_rows *f, size_t item, struct buf *out)
{
    add_text(out, f->rows[item].left);
    add_text(out, f->rows[item].right);
}

bool fact_rows_is_program_text(const struct fact_rows *f, size_t item, size_t offset)
{
    const struct row *r = &f->rows[item];
    bool right = r->right && offset >= right_begin(r);
    const struct entry *e = right ? r->right : r->left;
    return !e->fact->provider_label && offset - (right ? right_begin(r) : 0) < value_begin(e);
}

int fact_rows_row_of(const struct fact_rows *f, size_t item, size_t offset)
{
    struct row *r = &f->rows[item];
    if (r->paired || r->left->heading || offset < value_begin(r->left))
        return 0;
    return wrap_cache_row_of(cache_of(f, r), offset - value_begin(r->left));
}

size_t fact_rows_offset_of(const struct fact_rows *f, size_t item, int row)
{
    struct row *r = &f->rows[item];
    return row == 0 ? 0 : value_begin(r->left) + wrap_cache_offset(cache_of(f, r), row);
}

void fact_rows_set_column(struct fact_rows *f, bool right)
{
    f->right_used = right;
}

void fact_rows_set_column_at(struct fact_rows *f, size_t item, size_t offset)
{
    const struct row *r = &f->rows[item];
    f->right_used = r->right && offset >= right_begin(r);
}

static bool is_right_used(const struct fact_rows *f, const struct row *r)
{
    return r->right && (f->right_used || !r->left);
}

int fact_rows_mark_col(const struct fact_rows *f, size_t item)
{
    return is_right_used(f, &f->rows[item]) ? f->cols / 2 - VIEW_GUTTER : 0;
}

char *fact_rows_value(const struct fact_rows *f, size_t item)
{
    const struct row *r = &f->rows[item];
    const struct entry *e = is_right_used(f, r) ? r->right : r->left;
    return xstrdup(e->heading ? e->fact->label : e->fact->value);
}

static const char *first_label(const struct row *r)
{
    return (r->left ? r->left : r->right)->fact->label;
}

size_t fact_rows_follow(struct fact_rows *f, const struct fact_rows *before, size_t item)
{
    f->right_used = before->right_used;
    for (size_t i = 0; item < before->row_count && i < f->row_count; i++)
        if (strcmp(first_label(&f->rows[i]), first_label(&before->rows[item])) == 0)
            return i;
    return item;
}
