/* Facts into rows: entries are made once, rows at each width; both belong to the view. UI thread.
 */
#include "ui/view_facts.h"

#include "base/alloc.h"
#include "base/text.h"
#include "print/facts.h"
#include "ui/other_rows.h"
#include "ui/wrapped.h"

#include <stdlib.h>
#include <string.h>

enum { PAIR_MIN_COLS = 72, LABEL_GAP = 2, FIRST_COLS = 80 };

/* WIDE lines up with the left column; it and BELOW have the full width. */
enum side { SIDE_LEFT, SIDE_RIGHT, SIDE_WIDE, SIDE_BELOW, SIDE_COUNT };

struct entry {
    enum side side;
    enum role role; /* of the value */
    bool heading;   /* the label stands alone */
    const struct fact *fact;
};

/* What stands in a row: one entry over the full width, or one on each side. */
struct row {
    const struct entry *left, *right;
    bool paired;            /* each has half of the row */
    struct wrapped wrapped; /* the value of one that has the full width */
};

struct view_facts {
    struct view view;
    const struct call *call;
    struct other_rows *other; /* below the rows; NULL: none */
    struct facts facts[4];    /* own the entries' strings */
    size_t facts_count;
    struct entry *entries;
    size_t entry_count;
    struct row *rows;
    size_t row_count;
    int cols, label_cols[SIDE_COUNT];
    bool right_selected;
    void (*title)(const struct call *c, struct line *out);
};

static const struct view_ops ops;
static void layout(struct view *base, int cols);

static void add_entry(struct view_facts *v, enum side side, enum role role, const struct fact *fact)
{
    v->entries = xreallocarray(v->entries, v->entry_count + 1, sizeof *v->entries);
    v->entries[v->entry_count++] =
        (struct entry){.side = side, .role = role, .heading = !fact->value[0], .fact = fact};
}

static struct facts *add_facts(struct view_facts *v,
                               void (*fill)(struct facts *, const struct call *))
{
    struct facts *f = &v->facts[v->facts_count++];
    fill(f, v->call);
    return f;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static enum role role_of_fact(const struct call *c, const struct fact *f)
{
    static const char *const good[] = {"completed", "ended", NULL};
    static const char *const bad[] = {"failed", "error", "no_answer", "busy", "cancelled", NULL};
    if (strcmp(f->name, "status") != 0)
        return ROLE_VALUE;
    if (c->live)
        return ROLE_WARN;
    return is_one_of(f->value, good) ? ROLE_GOOD : is_one_of(f->value, bad) ? ROLE_BAD : ROLE_VALUE;
}

static enum side side_of_fact(const struct fact *f)
{
    static const char *const right[] = {"created", "started", "ended", NULL};
    if (strcmp(f->name, "summary") == 0)
        return SIDE_WIDE;
    return is_one_of(f->name, right) ? SIDE_RIGHT : SIDE_LEFT;
}

static char no_value[] = "", other_label[] = "Other fields";
static const struct fact other_heading = {other_label, no_value, no_value};

static void add_all(struct view_facts *v, enum side side, enum role role, const struct facts *f)
{
    for (size_t i = 0; i < f->count; i++)
        add_entry(v, side, role, &f->list[i]);
}

static struct view_facts *facts_new(const struct call *c)
{
    struct view_facts *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->call = c;
    return v;
}

static void add_spots(struct view_facts *v, const struct spots *spots)
{
    struct facts *f = &v->facts[v->facts_count++];
    facts_of_spots(f, spots);
    add_all(v, SIDE_WIDE, ROLE_WARN, f);
}

struct view *view_call_new(const struct call *c, const struct spots *spots)
{
    struct view_facts *v = facts_new(c);
    const struct facts *f = add_facts(v, facts_of_call);
    for (size_t i = 0; i < f->count; i++)
        add_entry(v, side_of_fact(&f->list[i]), role_of_fact(c, &f->list[i]), &f->list[i]);
    if (spots)
        add_spots(v, spots);
    add_all(v, SIDE_WIDE, ROLE_WARN, add_facts(v, facts_of_notes));
    v->other = other_rows_new(c->other);
    if (v->other)
        add_entry(v, SIDE_BELOW, ROLE_TITLE, &other_heading);
    layout(&v->view, FIRST_COLS);
    return &v->view;
}

static void title_people(const struct call *c, struct line *out)
{
    if (c->recording_count)
        line_printf(out, ROLE_DIM, "%zu, recordings %zu", c->participant_count, c->recording_count);
    else
        line_printf(out, ROLE_DIM, "%zu", c->participant_count);
}

struct view *view_people_new(const struct call *c)
{
    struct view_facts *v = facts_new(c);
    const struct facts *people = add_facts(v, facts_of_people);
    const struct facts *recordings = add_facts(v, facts_of_recordings);
    add_all(v, SIDE_LEFT, ROLE_VALUE, people);
    add_all(v, SIDE_RIGHT, c->recording_count ? ROLE_LINK : ROLE_DIM, recordings);
    v->title = title_people;
    layout(&v->view, FIRST_COLS);
    return &v->view;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int clamp(int n, int low, int high)
{
    return n < low ? low : n > high ? high : n;
}

/* The labels of one side line up. */
static void measure_labels(struct view_facts *v, bool paired)
{
    memset(v->label_cols, 0, sizeof v->label_cols);
    for (size_t i = 0; i < v->entry_count; i++) {
        const struct entry *e = &v->entries[i];
        int cols = text_cols(e->fact->label, strlen(e->fact->label));
        if (!e->heading && cols > v->label_cols[e->side])
            v->label_cols[e->side] = clamp(cols, 0, v->cols / 3);
    }
    int *left = &v->label_cols[SIDE_LEFT], *right = &v->label_cols[SIDE_RIGHT];
    int *wide = &v->label_cols[SIDE_WIDE];
    *left = *wide = larger(*left, *wide);
    if (!paired)
        *left = *right = *wide = larger(*left, *right);
}

static void add_row(struct view_facts *v, const struct entry *left, const struct entry *right,
                    bool paired)
{
    v->rows = xreallocarray(v->rows, v->row_count + 1, sizeof *v->rows);
    v->rows[v->row_count++] = (struct row){.left = left, .right = right, .paired = paired};
}

static const struct entry *next_of_side(const struct view_facts *v, enum side side, size_t *at)
{
    while (*at < v->entry_count)
        if (v->entries[(*at)++].side == side)
            return &v->entries[*at - 1];
    return NULL;
}

/* Links are cut: their end says little, and opening and copying take the whole. */
static bool fits_half(const struct view_facts *v, const struct entry *e)
{
    int room = v->cols / 2 - VIEW_GUTTER - v->label_cols[e->side] - LABEL_GAP - 2;
    return e->role == ROLE_LINK || text_cols(e->fact->value, strlen(e->fact->value)) <= room;
}

/* What does not fit in its half has a row of its own, and so has a link with nothing beside it. */
static void pair_rows(struct view_facts *v)
{
    size_t l = 0, r = 0;
    const struct entry *left = next_of_side(v, SIDE_LEFT, &l);
    const struct entry *right = next_of_side(v, SIDE_RIGHT, &r);
    while (left || right) {
        bool whole_left = left && !fits_half(v, left);
        bool whole_right = !left && (right->role == ROLE_LINK || !fits_half(v, right));
        bool pair = !whole_left && right && fits_half(v, right);
        add_row(v, whole_right ? right : left, pair ? right : NULL, !whole_left && !whole_right);
        right = pair || whole_right ? next_of_side(v, SIDE_RIGHT, &r) : right;
        left = left ? next_of_side(v, SIDE_LEFT, &l) : NULL;
    }
}

static void single_rows(struct view_facts *v, enum side side)
{
    size_t at = 0;
    for (const struct entry *e; (e = next_of_side(v, side, &at));)
        add_row(v, e, NULL, false);
}

static void forget_rows(struct view_facts *v)
{
    for (size_t i = 0; i < v->row_count; i++)
        wrapped_done(&v->rows[i].wrapped);
    v->row_count = 0;
}

/* Labels of the right side that stand in the left column make it wider; true: pair again. */
static bool make_room_for_alone(struct view_facts *v)
{
    int *left = &v->label_cols[SIDE_LEFT], *wide = &v->label_cols[SIDE_WIDE], before = *wide;
    for (size_t i = 0; i < v->row_count; i++) {
        const struct entry *e = v->rows[i].left;
        if (!v->rows[i].paired && e->side == SIDE_RIGHT && !e->heading)
            *wide = larger(*wide, text_cols(e->fact->label, strlen(e->fact->label)));
    }
    *left = *wide = clamp(*wide, before, larger(before, v->cols / 3));
    v->row_count = *wide > before ? 0 : v->row_count;
    return *wide > before;
}

static void layout(struct view *base, int cols)
{
    struct view_facts *v = (struct view_facts *)base;
    bool paired = cols >= PAIR_MIN_COLS;
    v->cols = cols;
    forget_rows(v);
    measure_labels(v, paired);
    if (paired) {
        pair_rows(v);
        if (make_room_for_alone(v))
            pair_rows(v);
    } else {
        single_rows(v, SIDE_LEFT);
        single_rows(v, SIDE_RIGHT);
    }
    single_rows(v, SIDE_WIDE);
    single_rows(v, SIDE_BELOW);
    if (v->other)
        other_rows_layout(v->other, cols);
}

static size_t items(const struct view *base)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return v->row_count + (v->other ? other_rows_items(v->other) : 0);
}

static bool is_other(const struct view_facts *v, size_t item)
{
    return item >= v->row_count;
}

/* Of the label of an entry alone in its row: it lines up with the left column. */
static int alone_cols(const struct view_facts *v, const struct entry *e)
{
    return v->label_cols[e->side == SIDE_RIGHT ? SIDE_WIDE : e->side];
}

/* Columns that the value of an entry alone in its row has. */
static int value_room(const struct view_facts *v, const struct entry *e)
{
    int cols = v->cols - VIEW_GUTTER - alone_cols(v, e) - LABEL_GAP - 1;
    return cols > 1 ? cols : 1;
}

static struct wrapped *wrapped_of(const struct view_facts *v, struct row *r)
{
    if (!r->wrapped.text)
        wrapped_begin(&r->wrapped, r->left->fact->value, value_room(v, r->left));
    return &r->wrapped;
}

static int rows(struct view *base, size_t item, int max)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (is_other(v, item))
        return other_rows_rows(v->other, item - v->row_count, max);
    struct row *r = &v->rows[item];
    return r->paired || r->left->heading ? 1 : wrapped_rows(wrapped_of(v, r), max);
}

/* `from`: where the entry begins in what is searched of its row. */
static void put_label(const struct entry *e, int cols, size_t from, struct line *out)
{
    const char *label = e->fact->label;
    int begin = out->cols;
    line_from(out, from);
    if (e->heading) {
        line_puts(out, e->fact->name[0] ? ROLE_LABEL : ROLE_TITLE, label);
        return;
    }
    line_put_cut(out, ROLE_LABEL, label, strlen(label), cols);
    line_pad(out, begin + cols + LABEL_GAP);
}

/* Where an entry's value begins behind its label and a line end. */
static size_t value_begin(const struct entry *e)
{
    return strlen(e->fact->label) + 1;
}

/* Half a row is short: what all links begin with is left out. */
static const char *without_scheme(const char *url)
{
    static const char scheme[] = "https://";
    size_t n = sizeof scheme - 1;
    return strncmp(url, scheme, n) == 0 ? url + n : url;
}

static size_t entry_bytes(const struct entry *e)
{
    return value_begin(e) + strlen(e->fact->value);
}

/* Where the right half begins in what is searched of a row. */
static size_t right_begin(const struct row *r)
{
    return r->left ? entry_bytes(r->left) + 1 : 0;
}

static void put_half(const struct view_facts *v, const struct entry *e, size_t from, int end,
                     struct line *out)
{
    if (!e)
        return;
    put_label(e, v->label_cols[e->side], from, out);
    const char *value = e->role == ROLE_LINK ? without_scheme(e->fact->value) : e->fact->value;
    if (e->heading || end <= out->cols)
        return;
    line_from(out, from + value_begin(e) + (size_t)(value - e->fact->value));
    line_put_cut(out, e->role, value, strlen(value), end - out->cols);
}

static void put_wrapped(const struct view_facts *v, struct row *r, int row, struct line *out)
{
    size_t bytes;
    const char *s = wrapped_row(wrapped_of(v, r), row, &bytes);
    if (row == 0)
        put_label(r->left, alone_cols(v, r->left), 0, out);
    line_pad(out, VIEW_GUTTER + alone_cols(v, r->left) + LABEL_GAP);
    if (bytes)
        line_from(out, value_begin(r->left) + (size_t)(s - r->left->fact->value));
    line_put(out, r->left->role, s, bytes);
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    const struct view_facts *v = (const struct view_facts *)base;
    int half = v->cols / 2;
    if (is_other(v, item)) {
        other_rows_row(v->other, item - v->row_count, row, out);
        return;
    }
    struct row *r = &v->rows[item];
    line_pad(out, VIEW_GUTTER);
    if (!r->paired) {
        if (r->left->heading)
            put_label(r->left, alone_cols(v, r->left), 0, out);
        else
            put_wrapped(v, r, row, out);
        return;
    }
    put_half(v, r->left, 0, half - 2, out);
    line_pad(out, half);
    put_half(v, r->right, right_begin(r), v->cols - 1, out);
}

static void title(const struct view *base, struct line *out)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (v->title)
        v->title(v->call, out);
}

static bool is_right_selected(const struct view_facts *v, const struct row *r)
{
    return r->right && (v->right_selected || !r->left);
}

static int mark_col(const struct view *base, size_t item)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return !is_other(v, item) && is_right_selected(v, &v->rows[item]) ? v->cols / 2 - VIEW_GUTTER
                                                                      : 0;
}

static char *copy(const struct view *base, size_t item)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (is_other(v, item))
        return other_rows_value(v->other, item - v->row_count);
    const struct row *r = &v->rows[item];
    const struct entry *e = is_right_selected(v, r) ? r->right : r->left;
    return xstrdup(e->heading ? e->fact->label : e->fact->value);
}

static void sideways(struct view *base, long steps)
{
    ((struct view_facts *)base)->right_selected = steps > 0;
}

static bool fold(struct view *base, enum fold how, size_t *item)
{
    struct view_facts *v = (struct view_facts *)base;
    bool here = is_other(v, *item);
    size_t at = here ? *item - v->row_count : 0;
    if (!v->other || (how == FOLD_ONE && !here) || !other_rows_fold(v->other, how, &at))
        return false;
    if (here)
        *item = v->row_count + at;
    return true;
}

static const struct fact *first_fact(const struct row *r)
{
    return (r->left ? r->left : r->right)->fact;
}

/* The row of the field that another view has in a row; else as far down. */
static size_t row_like(const struct view_facts *v, const struct view_facts *old, size_t item)
{
    for (size_t i = 0; item < old->row_count && i < v->row_count; i++)
        if (strcmp(first_fact(&v->rows[i])->label, first_fact(&old->rows[item])->label) == 0)
            return i;
    return item;
}

size_t view_facts_follow(struct view *base, struct view *before, size_t item)
{
    struct view_facts *v = (struct view_facts *)base, *old = (struct view_facts *)before;
    v->right_selected = old->right_selected;
    bool here = is_other(old, item);
    size_t at = 0;
    if (v->other && old->other)
        at = other_rows_follow(v->other, old->other, here ? item - old->row_count : 0);
    return here ? v->row_count + at : row_like(v, old, item);
}

static void add_searched(struct buf *out, const struct entry *e)
{
    if (!e)
        return;
    buf_puts(out, out->len ? "\n" : "");
    buf_puts(out, e->fact->label);
    buf_putc(out, '\n');
    buf_puts(out, e->fact->value);
}

static const char *searched(struct view *base, size_t text, struct buf *room, size_t *bytes)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (is_other(v, text)) {
        other_rows_text(v->other, text - v->row_count, room);
    } else {
        add_searched(room, v->rows[text].left);
        add_searched(room, v->rows[text].right);
    }
    *bytes = room->len;
    return buf_str(room);
}

static size_t texts(const struct view *base)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return v->row_count + (v->other ? other_rows_texts(v->other) : 0);
}

static size_t text_of(const struct view *base, size_t item)
{
    const struct view_facts *v = (const struct view_facts *)base;
    bool other = is_other(v, item);
    return other ? v->row_count + other_rows_text_of(v->other, item - v->row_count) : item;
}

static size_t item_of(const struct view *base, size_t text)
{
    const struct view_facts *v = (const struct view_facts *)base;
    bool other = is_other(v, text);
    return other ? v->row_count + other_rows_item_of(v->other, text - v->row_count) : text;
}

static struct outline_folds *folds(const struct view *base)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return v->other ? other_rows_folds(v->other) : NULL;
}

static void set_folds(struct view *base, const struct outline_folds *f)
{
    struct view_facts *v = (struct view_facts *)base;
    if (v->other)
        other_rows_set_folds(v->other, f);
}

static int row_of(struct view *base, size_t item, size_t offset)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (is_other(v, item))
        return other_rows_row_of(v->other, item - v->row_count, offset);
    struct row *r = &v->rows[item];
    if (r->paired || r->left->heading || offset < value_begin(r->left))
        return 0;
    return wrapped_row_of(wrapped_of(v, r), offset - value_begin(r->left));
}

static size_t offset_of(struct view *base, size_t item, int row)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (row > 0 && is_other(v, item))
        return other_rows_offset_of(v->other, item - v->row_count, row);
    struct row *r = &v->rows[item];
    return row == 0 ? 0 : value_begin(r->left) + wrapped_offset(wrapped_of(v, r), row);
}

static void reveal(struct view *base, size_t text, size_t offset, size_t bytes)
{
    (void)bytes;
    struct view_facts *v = (struct view_facts *)base;
    if (is_other(v, text)) {
        other_rows_show(v->other, text - v->row_count);
        return;
    }
    const struct row *r = &v->rows[text];
    v->right_selected = r->right && offset >= right_begin(r);
}

static void destroy(struct view *base)
{
    struct view_facts *v = (struct view_facts *)base;
    for (size_t i = 0; i < v->facts_count; i++)
        facts_done(&v->facts[i]);
    forget_rows(v);
    other_rows_free(v->other);
    free(v->entries);
    free(v->rows);
    free(v);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = items,
                                    .rows = rows,
                                    .row = row,
                                    .title = title,
                                    .copy = copy,
                                    .sideways = sideways,
                                    .mark_col = mark_col,
                                    .fold = fold,
                                    .value = copy,
                                    .folds = folds,
                                    .set_folds = set_folds,
                                    .text = searched,
                                    .texts = texts,
                                    .text_of = text_of,
                                    .item_of = item_of,
                                    .row_of = row_of,
                                    .offset_of = offset_of,
                                    .reveal = reveal,
                                    .items_by_width = true,
                                    .free = destroy};
