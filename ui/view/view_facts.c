/* A row has one fact over the full width, or one on each side. Rows with two sides are in blocks by
 * importance, so that the first rows say most: where the first block has nothing on one side,
 * short facts of later blocks are. With one side, facts are in their order. The searched text of a
 * row has the label and value of each of its facts, separated by line ends. */
#include "ui/view/view_facts.h"

#include "base/alloc.h"
#include "base/int.h"
#include "call/facts.h"
#include "text/cols.h"
#include "ui/view/wrap_cache.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_COLS = 80, PAIR_MIN_COLS = 72, LABEL_GAP = 2, MEASURED_COLS = 200, BLOCKS = 5 };

/* WIDE has the full width; its values line up with those of the left column. */
enum fact_side { SIDE_LEFT, SIDE_RIGHT, SIDE_WIDE, SIDE_COUNT };

struct entry {
    enum fact_side side;
    int block;
    bool fills;     /* it may be where the first block has nothing on one side */
    bool is_filler; /* it is there, in this layout */
    enum role role; /* of the value */
    const struct fact *fact;
};

struct row {
    const struct entry *left, *right;
    bool paired;               /* each entry has half of the row; one may be NULL */
    struct wrap_cache wrapped; /* the value of an entry with the full width */
};

struct view_facts {
    struct view view;
    const struct call *call;
    struct facts facts, notes; /* own the strings of the rows */
    struct entry *entries;
    size_t entry_count;
    struct row *rows; /* made at each layout */
    size_t row_count;
    int cols, label_cols[SIDE_COUNT];
    bool right_used; /* the right column has the mark of the selected row, and is copied */
};

static void forget_rows(struct view_facts *v)
{
    for (size_t i = 0; i < v->row_count; i++)
        wrap_cache_done(&v->rows[i].wrapped);
    v->row_count = 0;
}

/* The labels of one side line up. */
static void measure_labels(struct view_facts *v, bool paired)
{
    memset(v->label_cols, 0, sizeof v->label_cols);
    for (size_t i = 0; i < v->entry_count; i++) {
        const struct entry *e = &v->entries[i];
        int cols = cols_of(e->fact->label, strlen(e->fact->label));
        if (cols > v->label_cols[e->side])
            v->label_cols[e->side] = int_clamp(cols, 0, v->cols / 3);
        if (e->fills && paired)
            v->label_cols[SIDE_RIGHT] = int_clamp(cols, v->label_cols[SIDE_RIGHT], v->cols / 3);
    }
    int *left = &v->label_cols[SIDE_LEFT], *right = &v->label_cols[SIDE_RIGHT];
    int *wide = &v->label_cols[SIDE_WIDE];
    *left = *wide = int_max(*left, *wide);
    if (!paired)
        *left = *right = *wide = int_max(*left, *right);
}

static void add_row(struct view_facts *v, const struct entry *left, const struct entry *right,
                    bool paired)
{
    v->rows = xgrow(v->rows, v->row_count, sizeof *v->rows);
    v->rows[v->row_count++] = (struct row){.left = left, .right = right, .paired = paired};
}

static const struct entry *next_of_side(const struct view_facts *v, int block, enum fact_side side,
                                        size_t *at)
{
    while (*at < v->entry_count) {
        const struct entry *e = &v->entries[(*at)++];
        if (e->side == side && e->block == block && !e->is_filler)
            return e;
    }
    return NULL;
}

static bool fits(const struct view_facts *v, const struct entry *e, enum fact_side side)
{
    int half = side == SIDE_RIGHT ? v->cols - v->cols / 2 - 1 : v->cols / 2 - VIEW_GUTTER - 2;
    int room = half - v->label_cols[side] - LABEL_GAP;
    return cols_of(e->fact->value, strlen(e->fact->value)) <= room;
}

/* What is shown on the side of a row that has nothing there; NULL if there is nothing. */
static const struct entry *next_filler(struct view_facts *v, int block, enum fact_side side)
{
    for (size_t i = 0; i < v->entry_count && block == 0; i++) {
        struct entry *e = &v->entries[i];
        if (e->fills && !e->is_filler && fits(v, e, side)) {
            e->is_filler = true;
            return e;
        }
    }
    return NULL;
}

/* An entry that does not fit into half a row has its own row. */
static void pair_rows(struct view_facts *v, int block)
{
    size_t l = 0, r = 0;
    const struct entry *left = next_of_side(v, block, SIDE_LEFT, &l);
    const struct entry *right = next_of_side(v, block, SIDE_RIGHT, &r);
    while (left || right) {
        bool left_fits = left && fits(v, left, SIDE_LEFT);
        bool right_fits = right && fits(v, right, SIDE_RIGHT);
        bool pair = left_fits && right_fits;
        if (pair)
            add_row(v, left, right, true);
        else if (left)
            add_row(v, left, left_fits && !right ? next_filler(v, block, SIDE_RIGHT) : NULL,
                    left_fits);
        else if (right_fits)
            add_row(v, next_filler(v, block, SIDE_LEFT), right, true);
        else
            add_row(v, right, NULL, false);
        right = pair || !left ? next_of_side(v, block, SIDE_RIGHT, &r) : right;
        left = left ? next_of_side(v, block, SIDE_LEFT, &l) : NULL;
    }
}

/* In each block, entries with the full width are below the pairs. */
static void block_rows(struct view_facts *v)
{
    for (size_t i = 0; i < v->entry_count; i++)
        v->entries[i].is_filler = false;
    for (int block = 0; block < BLOCKS; block++) {
        const struct entry *e;
        size_t at = 0;
        pair_rows(v, block);
        while ((e = next_of_side(v, block, SIDE_WIDE, &at)))
            add_row(v, e, NULL, false);
    }
}

/* Widens the left column for labels of the right side that have a row of their own; returns true if
 * the rows have to be paired again. */
static bool make_room_for_alone(struct view_facts *v)
{
    int *left = &v->label_cols[SIDE_LEFT], *wide = &v->label_cols[SIDE_WIDE], before = *wide;
    for (size_t i = 0; i < v->row_count; i++) {
        const struct entry *e = v->rows[i].left;
        if (!v->rows[i].paired && e->side == SIDE_RIGHT)
            *wide = int_max(*wide, cols_of(e->fact->label, strlen(e->fact->label)));
    }
    *left = *wide = int_clamp(*wide, before, int_max(before, v->cols / 3));
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
    if (!paired) {
        for (size_t i = 0; i < v->entry_count; i++)
            add_row(v, &v->entries[i], NULL, false);
        return;
    }
    block_rows(v);
    if (make_room_for_alone(v))
        block_rows(v);
}

static int wanted_cols(const struct view *base)
{
    const struct view_facts *v = (const struct view_facts *)base;
    int label = 0, value = 0, cols;
    for (size_t i = 0; i < v->entry_count; i++) {
        const struct fact *f = v->entries[i].fact;
        cols_fit(f->label, strlen(f->label), MEASURED_COLS, &cols);
        label = int_max(label, cols);
        cols_fit(f->value, strlen(f->value), MEASURED_COLS, &cols);
        value = int_max(value, cols);
    }
    return VIEW_GUTTER + label + LABEL_GAP + value + 1;
}

static size_t items(const struct view *base)
{
    return ((const struct view_facts *)base)->row_count;
}

/* The label columns of an entry that has a row of its own, in line with the left column. */
static int alone_cols(const struct view_facts *v, const struct entry *e)
{
    return v->label_cols[e->side == SIDE_RIGHT ? SIDE_WIDE : e->side];
}

static struct wrap_cache *cache_of(const struct view_facts *v, struct row *r)
{
    int room = v->cols - VIEW_GUTTER - alone_cols(v, r->left) - LABEL_GAP - 1;
    if (!r->wrapped.text)
        wrap_cache_begin(&r->wrapped, r->left->fact->value, int_max(room, 1));
    return &r->wrapped;
}

static int rows(struct view *base, size_t item, int max)
{
    const struct view_facts *v = (const struct view_facts *)base;
    struct row *r = &v->rows[item];
    return r->paired ? 1 : wrap_cache_rows(cache_of(v, r), max);
}

/* `from` is the offset of the entry in the searched text of its row. */
static void put_label(const struct entry *e, int cols, size_t from, struct line *out)
{
    const char *label = e->fact->label;
    int begin = out->cols;
    line_from(out, from);
    line_put_clean_cut(out, ROLE_LABEL, label, strlen(label), cols);
    line_pad(out, begin + cols + LABEL_GAP);
}

/* In the searched text an entry's value follows its label and a line end. */
static size_t value_begin(const struct entry *e)
{
    return strlen(e->fact->label) + 1;
}

/* The offset of the right entry in the searched text of a row. */
static size_t right_begin(const struct row *r)
{
    return r->left ? value_begin(r->left) + strlen(r->left->fact->value) + 1 : 0;
}

static void put_half(const struct view_facts *v, const struct entry *e, enum fact_side side,
                     size_t from, struct line *out)
{
    if (!e)
        return;
    put_label(e, v->label_cols[side], from, out);
    line_from(out, from + value_begin(e));
    line_put_clean(out, e->role, e->fact->value, strlen(e->fact->value));
}

static void put_wrapped(const struct view_facts *v, struct row *r, int row, struct line *out)
{
    size_t bytes;
    const char *s = wrap_cache_row(cache_of(v, r), row, &bytes);
    if (row == 0)
        put_label(r->left, alone_cols(v, r->left), 0, out);
    line_pad(out, VIEW_GUTTER + alone_cols(v, r->left) + LABEL_GAP);
    if (bytes)
        line_from(out, value_begin(r->left) + (size_t)(s - r->left->fact->value));
    line_put_clean(out, r->left->role, s, bytes);
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    const struct view_facts *v = (const struct view_facts *)base;
    struct row *r = &v->rows[item];
    int half = v->cols / 2;
    line_pad(out, VIEW_GUTTER);
    if (!r->paired) {
        put_wrapped(v, r, row, out);
        return;
    }
    put_half(v, r->left, SIDE_LEFT, 0, out);
    line_pad(out, half);
    put_half(v, r->right, SIDE_RIGHT, right_begin(r), out);
}

static bool is_right_used(const struct view_facts *v, const struct row *r)
{
    return r->right && (v->right_used || !r->left);
}

static int mark_col(const struct view *base, size_t item)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return is_right_used(v, &v->rows[item]) ? v->cols / 2 - VIEW_GUTTER : 0;
}

static char *copy(const struct view *base, size_t item)
{
    const struct view_facts *v = (const struct view_facts *)base;
    const struct row *r = &v->rows[item];
    return xstrdup((is_right_used(v, r) ? r->right : r->left)->fact->source);
}

static void sideways(struct view *base, long steps)
{
    ((struct view_facts *)base)->right_used = steps > 0;
}

static void add_text(struct buf *out, const struct entry *e)
{
    if (e)
        buf_printf(out, "%s%s\n%s", out->len ? "\n" : "", e->fact->label, e->fact->value);
}

static void searched(struct view *base, size_t text, struct buf *out)
{
    const struct view_facts *v = (const struct view_facts *)base;
    add_text(out, v->rows[text].left);
    add_text(out, v->rows[text].right);
}

static int row_of(struct view *base, size_t item, size_t offset)
{
    const struct view_facts *v = (const struct view_facts *)base;
    struct row *r = &v->rows[item];
    if (r->paired || offset < value_begin(r->left))
        return 0;
    return wrap_cache_row_of(cache_of(v, r), offset - value_begin(r->left));
}

static size_t offset_of(struct view *base, size_t item, int row)
{
    const struct view_facts *v = (const struct view_facts *)base;
    struct row *r = &v->rows[item];
    return row == 0 ? 0 : value_begin(r->left) + wrap_cache_offset(cache_of(v, r), row);
}

static void reveal(struct view *base, size_t text, size_t offset, size_t bytes)
{
    struct view_facts *v = (struct view_facts *)base;
    const struct row *r = &v->rows[text];
    (void)bytes;
    v->right_used = r->right && offset >= right_begin(r);
}

static bool is_label(const struct view *base, size_t text, size_t offset)
{
    const struct row *r = &((const struct view_facts *)base)->rows[text];
    bool right = r->right && offset >= right_begin(r);
    const struct entry *e = right ? r->right : r->left;
    return !e->fact->provider_label && offset - (right ? right_begin(r) : 0) < value_begin(e);
}

static const char *first_label(const struct row *r)
{
    return (r->left ? r->left : r->right)->fact->label;
}

size_t view_facts_follow(struct view *base, struct view *before, size_t item)
{
    struct view_facts *v = (struct view_facts *)base;
    const struct view_facts *old = (const struct view_facts *)before;
    v->right_used = old->right_used;
    for (size_t i = 0; item < old->row_count && i < v->row_count; i++)
        if (strcmp(first_label(&v->rows[i]), first_label(&old->rows[item])) == 0)
            return i;
    return item;
}

static void destroy(struct view *base)
{
    struct view_facts *v = (struct view_facts *)base;
    facts_done(&v->facts);
    facts_done(&v->notes);
    forget_rows(v);
    free(v->entries);
    free(v->rows);
    free(v);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = items,
                                    .rows = rows,
                                    .row = row,
                                    .wanted_cols = wanted_cols,
                                    .copy = copy,
                                    .value = copy,
                                    .sideways = sideways,
                                    .mark_col = mark_col,
                                    .text = searched,
                                    .is_label = is_label,
                                    .row_of = row_of,
                                    .offset_of = offset_of,
                                    .reveal = reveal,
                                    .items_by_width = true,
                                    .free = destroy};

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static enum role role_of_status(const struct call *c, const char *value)
{
    static const char *const good[] = {"completed", "ended", NULL};
    static const char *const bad[] = {"failed", "error", "no_answer", "busy", "cancelled", NULL};
    if (c->live)
        return ROLE_WARN;
    return is_one_of(value, good) ? ROLE_GOOD : is_one_of(value, bad) ? ROLE_BAD : ROLE_VALUE;
}

static enum role role_of_truth(enum truth truth, enum role yes, enum role no)
{
    return truth == TRUTH_YES ? yes : truth == TRUTH_NO ? no : ROLE_VALUE;
}

static enum role role_of_fact(const struct call *c, const struct fact *f)
{
    static const char *const warnings[] = {"hot_spots", "note", NULL};
    if (strcmp(f->name, "status") == 0)
        return role_of_status(c, f->value);
    if (strcmp(f->name, "outcome") == 0)
        return role_of_truth(c->figures.success, ROLE_GOOD, ROLE_BAD);
    if (strcmp(f->name, "voicemail") == 0)
        return role_of_truth(c->figures.voicemail, ROLE_WARN, ROLE_VALUE);
    if (strcmp(f->name, "tools") == 0 && c->figures.tools.failed)
        return ROLE_WARN;
    return is_one_of(f->name, warnings) ? ROLE_WARN : ROLE_VALUE;
}

/* Where facts are, by their names, in the order of use. */
static const struct place {
    const char *name;
    enum fact_side side;
    int block;
    bool fills;
} places[] = {
    {"status", SIDE_LEFT, 0, false},    {"end_reason", SIDE_LEFT, 0, false},
    {"duration", SIDE_LEFT, 0, false},  {"outcome", SIDE_LEFT, 0, false},
    {"started", SIDE_RIGHT, 0, false},  {"ended", SIDE_RIGHT, 0, false},
    {"hung_up", SIDE_RIGHT, 0, false},  {"replies", SIDE_WIDE, 1, false},
    {"hot_spots", SIDE_WIDE, 1, false}, {"talk", SIDE_WIDE, 1, false},
    {"tools", SIDE_LEFT, 2, true},      {"voicemail", SIDE_LEFT, 2, false},
    {"ring", SIDE_RIGHT, 2, false},     {"cost", SIDE_LEFT, 2, true},
    {"transfer", SIDE_LEFT, 2, true},   {"first_words", SIDE_LEFT, 2, false},
    {"summary", SIDE_WIDE, 2, false},   {"type", SIDE_LEFT, 3, false},
    {"direction", SIDE_LEFT, 3, false}, {"created", SIDE_RIGHT, 3, false},
    {"note", SIDE_WIDE, 3, false},
};
enum { PLACES = sizeof places / sizeof *places };

/* Evaluations, of which there may be many, and what is not in the table come last. */
static int rank_of(const struct fact *f)
{
    int i = 0;
    while (i < PLACES && strcmp(f->name, places[i].name) != 0)
        i++;
    return i;
}

/* The facts are complete: entries point to them. */
static void add_ranked(struct view_facts *v, const struct facts *facts, int rank)
{
    static const struct place last = {"", SIDE_WIDE, BLOCKS - 1, false};
    const struct place *place = rank < PLACES ? &places[rank] : &last;
    /* That a machine answered explains the rest of the call. */
    bool machine = strcmp(place->name, "voicemail") == 0 && v->call->figures.voicemail == TRUTH_YES;
    for (size_t i = 0; i < facts->count; i++) {
        const struct fact *f = &facts->list[i];
        if (rank_of(f) != rank)
            continue;
        v->entries = xgrow(v->entries, v->entry_count, sizeof *v->entries);
        v->entries[v->entry_count++] = (struct entry){.side = place->side,
                                                      .block = place->block,
                                                      .fills = place->fills || machine,
                                                      .role = role_of_fact(v->call, f),
                                                      .fact = f};
    }
}

struct view *view_facts_of_call(const struct call *c, const struct spots *spots)
{
    struct view_facts *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->call = c;
    facts_of_call(&v->facts, c);
    if (spots)
        facts_add_spots(&v->facts, spots);
    facts_of_notes(&v->notes, c);
    for (int rank = 0; rank <= PLACES; rank++) {
        add_ranked(v, &v->facts, rank);
        add_ranked(v, &v->notes, rank);
    }
    layout(&v->view, FIRST_COLS);
    return &v->view;
}
