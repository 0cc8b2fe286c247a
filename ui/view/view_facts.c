#include "ui/view/view_facts.h"

#include "base/alloc.h"
#include "call/facts.h"
#include "ui/view/fact_rows.h"
#include "ui/view/other_rows.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_COLS = 80 };

struct view_facts {
    struct view view;
    const struct call *call;
    struct facts facts[4]; /* own the strings of the rows */
    size_t facts_count;
    struct fact_rows *rows;
    struct other_rows *other; /* below the rows; NULL when there are no other fields */
    void (*title)(const struct call *c, struct line *out);
};

static const struct view_ops ops;

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

static enum fact_side side_of_fact(const struct fact *f)
{
    static const char *const right[] = {"created", "started", "ended", NULL};
    if (strcmp(f->name, "summary") == 0)
        return SIDE_WIDE;
    return is_one_of(f->name, right) ? SIDE_RIGHT : SIDE_LEFT;
}

static char no_value[] = "", other_label[] = "Other fields";
static const struct fact other_heading = {
    .label = other_label, .value = no_value, .name = no_value};

static void add_all(struct view_facts *v, enum fact_side side, enum role role,
                    const struct facts *f)
{
    for (size_t i = 0; i < f->count; i++)
        fact_rows_add(v->rows, side, role, &f->list[i]);
}

static void layout(struct view *base, int cols)
{
    struct view_facts *v = (struct view_facts *)base;
    fact_rows_layout(v->rows, cols);
    if (v->other)
        other_rows_layout(v->other, cols);
}

static struct view_facts *facts_new(const struct call *c)
{
    struct view_facts *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->call = c;
    v->rows = fact_rows_new();
    return v;
}

static void add_spots(struct view_facts *v, const struct spots *spots)
{
    struct facts *f = &v->facts[v->facts_count++];
    facts_of_spots(f, spots);
    add_all(v, SIDE_WIDE, ROLE_WARN, f);
}

struct view *view_facts_of_call(const struct call *c, const struct spots *spots)
{
    struct view_facts *v = facts_new(c);
    const struct facts *f = add_facts(v, facts_of_call);
    for (size_t i = 0; i < f->count; i++)
        fact_rows_add(v->rows, side_of_fact(&f->list[i]), role_of_fact(c, &f->list[i]),
                      &f->list[i]);
    if (spots)
        add_spots(v, spots);
    add_all(v, SIDE_WIDE, ROLE_WARN, add_facts(v, facts_of_notes));
    v->other = other_rows_new(c->other);
    if (v->other)
        fact_rows_add(v->rows, SIDE_BELOW, ROLE_TITLE, &other_heading);
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

struct view *view_facts_of_participants(const struct call *c)
{
    struct view_facts *v = facts_new(c);
    const struct facts *people = add_facts(v, facts_of_participants);
    const struct facts *recordings = add_facts(v, facts_of_recordings);
    add_all(v, SIDE_LEFT, ROLE_VALUE, people);
    add_all(v, SIDE_RIGHT, c->recording_count ? ROLE_LINK : ROLE_DIM, recordings);
    v->title = title_people;
    layout(&v->view, FIRST_COLS);
    return &v->view;
}

/* The number of items before those of the other fields. */
static size_t count(const struct view_facts *v)
{
    return fact_rows_count(v->rows);
}

static size_t items(const struct view *base)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return count(v) + (v->other ? other_rows_items(v->other) : 0);
}

static bool is_other(const struct view_facts *v, size_t item)
{
    return item >= count(v);
}

static int rows(struct view *base, size_t item, int max)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return is_other(v, item) ? other_rows_rows(v->other, item - count(v), max)
                             : fact_rows_rows(v->rows, item, max);
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (is_other(v, item))
        other_rows_row(v->other, item - count(v), row, out);
    else
        fact_rows_row(v->rows, item, row, out);
}

static void title(const struct view *base, struct line *out)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (v->title)
        v->title(v->call, out);
}

static int mark_col(const struct view *base, size_t item)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return is_other(v, item) ? 0 : fact_rows_mark_col(v->rows, item);
}

static char *copy(const struct view *base, size_t item)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return is_other(v, item) ? other_rows_value(v->other, item - count(v))
                             : fact_rows_value(v->rows, item);
}

static void sideways(struct view *base, long steps)
{
    fact_rows_set_column(((struct view_facts *)base)->rows, steps > 0);
}

static bool fold(struct view *base, enum fold how, size_t *item)
{
    struct view_facts *v = (struct view_facts *)base;
    bool here = is_other(v, *item);
    size_t at = here ? *item - count(v) : 0;
    if (!v->other || (how == FOLD_TOGGLE && !here) || !other_rows_fold(v->other, how, &at))
        return false;
    if (here)
        *item = count(v) + at;
    return true;
}

size_t view_facts_follow(struct view *base, struct view *before, size_t item)
{
    struct view_facts *v = (struct view_facts *)base, *old = (struct view_facts *)before;
    bool here = is_other(old, item);
    size_t like = fact_rows_follow(v->rows, old->rows, item), at = 0;
    if (v->other && old->other)
        at = other_rows_follow(v->other, old->other, here ? item - count(old) : 0);
    return here ? count(v) + at : like;
}

static const char *searched(struct view *base, size_t text, struct buf *room, size_t *bytes)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (is_other(v, text))
        other_rows_text(v->other, text - count(v), room);
    else
        fact_rows_text(v->rows, text, room);
    *bytes = room->len;
    return buf_str(room);
}

bool view_facts_is_own(const struct view *base, size_t text, size_t offset)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return !is_other(v, text) && fact_rows_is_program_text(v->rows, text, offset);
}

static size_t texts(const struct view *base)
{
    const struct view_facts *v = (const struct view_facts *)base;
    return count(v) + (v->other ? other_rows_texts(v->other) : 0);
}

static size_t text_of(const struct view *base, size_t item)
{
    const struct view_facts *v = (const struct view_facts *)base;
    bool other = is_other(v, item);
    return other ? count(v) + other_rows_text_of(v->other, item - count(v)) : item;
}

static size_t item_of(const struct view *base, size_t text)
{
    const struct view_facts *v = (const struct view_facts *)base;
    bool other = is_other(v, text);
    return other ? count(v) + other_rows_item_of(v->other, text - count(v)) : text;
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
    return is_other(v, item) ? other_rows_row_of(v->other, item - count(v), offset)
                             : fact_rows_row_of(v->rows, item, offset);
}

static size_t offset_of(struct view *base, size_t item, int row)
{
    const struct view_facts *v = (const struct view_facts *)base;
    if (row == 0)
        return 0;
    return is_other(v, item) ? other_rows_offset_of(v->other, item - count(v), row)
                             : fact_rows_offset_of(v->rows, item, row);
}

static void reveal(struct view *base, size_t text, size_t offset, size_t bytes)
{
    (void)bytes;
    struct view_facts *v = (struct view_facts *)base;
    if (is_other(v, text))
        other_rows_show(v->other, text - count(v));
    else
        fact_rows_set_column_at(v->rows, text, offset);
}

static void destroy(struct view *base)
{
    struct view_facts *v = (struct view_facts *)base;
    for (size_t i = 0; i < v->facts_count; i++)
        facts_done(&v->facts[i]);
    fact_rows_free(v->rows);
    other_rows_free(v->other);
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
